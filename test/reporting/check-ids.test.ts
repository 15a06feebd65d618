import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkIds } from "../../support/reporting/check-ids";

describe("the ids of checks", () => {
  const idsOf = (...checks: [items: string, scenario: string][]): string[] =>
    checkIds(checks.map(([items, scenario]) => ({ items: items.split(","), scenario })));

  test("are the runbook ids", () => assert.deepEqual(idsOf(["A", "x"], ["B,C", "x"]), ["A", "B+C"]));

  test("name the scenario where several checks serve the same items", () =>
    assert.deepEqual(idsOf(["A", "x"], ["A", "y"], ["B", "x"]), ["A x", "A y", "B"]));

  test("count where the scenarios have equal names too", () =>
    assert.deepEqual(idsOf(["A", "x"], ["A", "x"], ["A", "y"]), ["A x #1", "A x #2", "A y"]));
});
