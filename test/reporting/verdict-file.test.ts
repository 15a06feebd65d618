import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { verdictFileOf, writeVerdictFile } from "../../support/reporting/verdict-file";
import schema from "../../support/reporting/verdict.schema.json";
import { EACH_OUTCOME, checkOf, runOf } from "./run-results";
import { INCIDENT, NOTHING, at } from "./timelines";

const isValid = addFormats(new Ajv2020({ allowUnionTypes: true })).compile(schema);

describe("verdict.json", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "verdict-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("is written whole, with nothing left beside it, and fits its schema", async () => {
    const run = runOf(EACH_OUTCOME);
    await writeVerdictFile(folder, run);
    const file: unknown = JSON.parse(readFileSync(path.join(folder, "verdict.json"), "utf8"));
    assert.deepEqual(readdirSync(folder), ["verdict.json"]);
    const { timeline: _, incident: _none, ...withoutTimeline } = run;
    const checks = run.checks.map(({ occurrences: _known, ...check }) => check);
    assert.deepEqual(file, { schemaVersion: 1, ...withoutTimeline, checks });
    assert.equal(isValid(file), true, JSON.stringify(isValid.errors));
  });

  test("has the incident's timeline where there is one, also where nothing of it is known", () => {
    for (const timeline of [INCIDENT, NOTHING]) {
      const file = { ...verdictFileOf(runOf(EACH_OUTCOME, { timeline })) };
      assert.deepEqual(Reflect.get(file, "timeline"), timeline);
      assert.equal(isValid(file), true, JSON.stringify(isValid.errors));
    }
  });

  test("begins with what a reader looks for first", () => {
    assert.deepEqual(Object.keys(verdictFileOf(runOf([]))).slice(0, 3), ["schemaVersion", "runId", "environment"]);
  });

  const refused: readonly (readonly [string, object])[] = [
    ["GO with a check that is not passed", verdictFileOf(runOf(EACH_OUTCOME, { verdict: "GO", reasons: [] }))],
    ["GO without a check", verdictFileOf(runOf([], { verdict: "GO", reasons: [] }))],
    ["GO with a reason against it", verdictFileOf(runOf([checkOf()], { verdict: "GO" }))],
    ["NO-GO without a reason", verdictFileOf(runOf(EACH_OUTCOME, { reasons: [] }))],
    ["an inconclusive check without a cause", verdictFileOf(runOf([checkOf({ outcome: "inconclusive" })]))],
    ["a cause of a check that passed", verdictFileOf(runOf([checkOf({ cause: "stale" })]))],
    [
      "a timeline with an event that nobody knows",
      { ...verdictFileOf(runOf([])), timeline: { ...NOTHING, events: [{ at: at(0), name: "lunch", kind: "work" }] } },
    ],
    [
      "a timeline that does not say what is missing",
      { ...verdictFileOf(runOf([])), timeline: { events: [], phases: [] } },
    ],
    ["a check without an item", verdictFileOf(runOf([checkOf({ items: [] })]))],
    [
      "evidence outside of its folder",
      verdictFileOf(
        runOf([checkOf({ evidence: [{ path: "../x", sha256: "0".repeat(64), mediaType: "", title: "" }] })]),
      ),
    ],
  ];
  for (const [name, file] of refused) test(`its schema refuses ${name}`, () => assert.equal(isValid(file), false));
});
