import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { Envelope } from "@cucumber/messages";
import { FIXTURE_TOKEN } from "./fixture-secret";
import { runFixture } from "./run-fixture";
import { written } from "../reporting/written";

describe("the one message stream of many runs", () => {
  const base = mkdtempSync(path.join(tmpdir(), "merge-"));
  after(() => rmSync(base, { recursive: true, force: true }));
  let messages: Envelope[] = [];

  before(async () => {
    const runFolder = path.join(base, "runs", "run");
    const expected = ["D3-T1"];
    const { report } = await runFixture({
      feature: "wrong-and-unknown",
      expected,
      runFolder,
      reports: { isHtml: false },
    });
    const lines = readFileSync(path.join(runFolder, "messages.ndjson"), "utf8").trim().split("\n");
    messages = lines.map((line) => written<Envelope>(line));
    assert.deepEqual(messages, JSON.parse(JSON.stringify(report.messages)));
  });

  const kinds = (kind: keyof Envelope): Envelope[] => messages.filter((message) => message[kind] !== undefined);

  test("has what belongs to the run once, and what belongs to a scenario once per scenario", () => {
    const counts = Object.fromEntries(
      (
        [
          "meta",
          "source",
          "gherkinDocument",
          "testRunStarted",
          "testRunFinished",
          "pickle",
          "testCase",
          "testCaseFinished",
        ] as const
      ).map((kind) => [kind, kinds(kind).length]),
    );
    assert.deepEqual(counts, {
      meta: 1,
      source: 1,
      gherkinDocument: 1,
      testRunStarted: 1,
      testRunFinished: 1,
      pickle: 5,
      testCase: 5,
      testCaseFinished: 5,
    });
    const definitions = kinds("stepDefinition").map(({ stepDefinition }) => stepDefinition?.id);
    assert.equal(new Set(definitions).size, definitions.length);
  });

  test("has the scenarios in the order of the feature", () => {
    const pickles = kinds("pickle").map(({ pickle }) => pickle?.id);
    assert.deepEqual(
      kinds("testCase").map(({ testCase }) => testCase?.pickleId),
      pickles,
    );
    const cases = kinds("testCase").map(({ testCase }) => testCase?.id);
    assert.deepEqual(
      kinds("testCaseStarted").map(({ testCaseStarted }) => testCaseStarted?.testCaseId),
      cases,
    );
  });

  test("refers to nothing that it does not have", () => {
    const ids = new Set<string>();
    const references: string[] = [];
    visit(messages, (field, value) => {
      if (field === "id") ids.add(value);
      else if (/Ids?$/.test(field) && field !== "workerId") references.push(value);
    });
    assert.ok(references.length > 50);
    assert.deepEqual(
      references.filter((id) => !ids.has(id)),
      [],
    );
  });
});

test("no message that is written has a secret in it", async () => {
  const base = mkdtempSync(path.join(tmpdir(), "planted-"));
  after(() => rmSync(base, { recursive: true, force: true }));
  const runFolder = path.join(base, "runs", "run");
  await runFixture({ feature: "planted-secret", expected: ["D3-T1"], runFolder, reports: { isHtml: false } });
  const text = readFileSync(path.join(runFolder, "messages.ndjson"), "utf8");
  assert.ok(text.includes("[redacted:FIXTURE_TOKEN]"));
  assert.equal(text.includes(JSON.stringify(FIXTURE_TOKEN).slice(1, -1)), false);
  assert.equal(text.includes(Buffer.from(FIXTURE_TOKEN).toString("base64").slice(4, -4)), false);
});

function visit(node: unknown, see: (field: string, value: string) => void, field = ""): void {
  if (typeof node === "string") see(field, node);
  else if (Array.isArray(node)) node.forEach((child) => visit(child, see, field));
  else if (typeof node === "object" && node !== null)
    Object.entries(node).forEach(([name, child]) => visit(child, see, name));
}
