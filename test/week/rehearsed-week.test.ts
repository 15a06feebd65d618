import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { itemsOfWeek, notPassed, sectionsOf, verdictOfWeek } from "../../support/judgement/week";
import type { Outcome, Verdict } from "../../support/model/outcome";
import type { Phase, RunbookItem } from "../../support/model/runbook";
import { pointsToPlay, type PlayedRun } from "../../support/model/week";
import { windowPoints } from "../../support/model/window-points";
import { checkOf, runOf } from "../reporting/run-results";

function item(id: string, phase: Phase, section = phase): RunbookItem {
  const titles = { en: section, ko: section };
  return { id, phase, section: titles, kind: "automated", title: { en: id, ko: id } };
}

function played(phase: Phase, outcomes: Readonly<Record<string, Outcome>> | null): PlayedRun {
  const checks = Object.entries(outcomes ?? {}).map(([id, outcome]) =>
    checkOf({ items: [id], outcome, summary: `${id} ${outcome}` }),
  );
  return { phase, at: "2025-10-22T14:15:00.000Z", result: outcomes === null ? null : runOf(checks, { phase }) };
}

const outcomesIn = (runbook: readonly RunbookItem[], runs: readonly PlayedRun[]): readonly (string | undefined)[] =>
  itemsOfWeek(runbook, runs).map(({ end }) => end?.outcome);

describe("the order of the week", () => {
  const schedule = {
    preflight: { hoursBefore: [24] },
    preparation: { minutesBefore: [60, 30] },
    day4: { firstMinutes: 15, everyMinutes: 30, checkpoints: 2 },
    day5to6: { hours: [18] },
    day7: { hours: [72] },
    decision: { minutesAfter: 30 },
    timeZone: "Etc/UTC",
  };
  const points = windowPoints(schedule, "2025-10-22T14:00:00Z");

  test("everything has its turn in the order of time, the decision last", () => {
    const all = (["preflight", "preparation", "day4", "day5-6", "day7", "decision"] as const).map((phase) =>
      item(`X-${phase}`, phase),
    );
    assert.deepEqual(
      pointsToPlay(points, all).map(({ phase }) => phase),
      ["preflight", "preparation", "preparation", "day4", "day4", "day5-6", "day7", "decision"],
    );
  });

  test("a phase that the runbook says nothing of is not played", () => {
    const phases = pointsToPlay(points, [item("D7-1", "day7")]).map(({ phase }) => phase);
    assert.deepEqual(phases, ["day7"]);
  });
});

describe("how an item of the week ended", () => {
  test("each checkpoint of the canary counts: one that failed is not covered by a later one", () => {
    const runs = [played("day4", { "D4-1": "failed" }), played("day4", { "D4-1": "passed" })];
    assert.deepEqual(outcomesIn([item("D4-1", "day4")], runs), ["failed"]);
  });

  test("a checkpoint that was left out leaves its items without an end", () => {
    const runs = [played("day4", { "D4-1": "passed" }), played("day4", null)];
    assert.deepEqual(outcomesIn([item("D4-1", "day4")], runs), [undefined]);
  });

  test("before the roll-out the last run speaks: what awaited a sign-off was signed meanwhile", () => {
    const runs = [played("preparation", { "D4-M3": "inconclusive" }), played("preparation", { "D4-M3": "passed" })];
    assert.deepEqual(outcomesIn([item("D4-M3", "preparation")], runs), ["passed"]);
  });

  test("an item that no run checked has no end", () => {
    assert.deepEqual(outcomesIn([item("D7-1", "day7")], [played("day7", { "D7-2": "passed" })]), [undefined]);
  });

  test("of several checks of an item the gravest counts", () => {
    const checks = [
      checkOf({ items: ["D4-M2"], summary: "well" }),
      checkOf({ items: ["D4-M2"], outcome: "inconclusive", cause: "stale", summary: "stale" }),
    ];
    const run = { phase: "preparation", at: "", result: runOf(checks) } as const;
    assert.deepEqual(itemsOfWeek([item("D4-M2", "preparation")], [run])[0]?.end, {
      outcome: "inconclusive",
      summary: "stale",
    });
  });

  test("the symptom that the drill is to show is none of the items that are to pass", () => {
    assert.deepEqual(itemsOfWeek([item("INC-0", "incident")], [played("incident", { "INC-0": "failed" })]), []);
  });

  test("a phase with two headings is two sections, each with its own items", () => {
    const runbook = [item("D3-T1", "preflight", "preflight"), item("D3-I1", "preflight", "incident")];
    const sections = sectionsOf("preflight", runbook, [played("preflight", { "D3-I1": "passed" })]);
    assert.deepEqual(
      sections.map(({ title, items }) => [title.en, items.map(({ item: { id }, end }) => [id, end?.outcome])]),
      [
        ["preflight", [["D3-T1", undefined]]],
        ["incident", [["D3-I1", "passed"]]],
      ],
    );
  });

  test("what did not pass is told with the gravest first", () => {
    const runbook = ["A-1", "A-2", "A-3", "A-4"].map((id) => item(id, "day7"));
    const runs = [played("day7", { "A-1": "passed", "A-3": "inconclusive", "A-4": "failed" })];
    assert.deepEqual(
      notPassed(itemsOfWeek(runbook, runs)).map(({ item: { id } }) => id),
      ["A-4", "A-3", "A-2"],
    );
  });
});

describe("the verdict of a week", () => {
  const one = [item("D7-1", "day7")];
  const all = itemsOfWeek(one, [played("day7", { "D7-1": "passed" })]);
  const open = itemsOfWeek(one, []);
  const table: readonly (readonly [string, Verdict | null, Verdict | null, typeof all, Verdict])[] = [
    ["decision and drill are well, and every item passed", "GO", "GO", all, "GO"],
    ["an item was not checked", "GO", "GO", open, "INCONCLUSIVE"],
    ["there is no item at all", "GO", "GO", [], "INCONCLUSIVE"],
    ["the drill was not played", "GO", null, all, "INCONCLUSIVE"],
    ["the drill went otherwise", "GO", "NO-GO", all, "NO-GO"],
    ["the drill could not be judged", "GO", "INCONCLUSIVE", all, "INCONCLUSIVE"],
    ["the decision is NO-GO", "NO-GO", null, all, "NO-GO"],
    ["the decision is NO-GO, whatever the drill is", "NO-GO", "GO", all, "NO-GO"],
    ["the decision is not known", "INCONCLUSIVE", null, all, "INCONCLUSIVE"],
    ["the decision is not known, and the drill is well", "INCONCLUSIVE", "GO", all, "INCONCLUSIVE"],
    ["it did not come to a decision", null, null, all, "INCONCLUSIVE"],
  ];
  for (const [sentence, decision, drill, items, expected] of table)
    test(`${sentence}: ${expected}`, () => assert.equal(verdictOfWeek({ decision, drill }, items), expected));
});
