import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { composeDecision } from "../../../support/judgement/decision/compose";
import type { RecordedCheckpoint } from "../../../support/model/readings/window-record";
import { decisionFileOf } from "../../../support/reporting/decision/decision-file";
import { decisionPage } from "../../../support/reporting/decision/decision-page";
import schema from "../../../support/reporting/decision/decision.schema.json";
import { checkOf, RUNBOOK, runOf } from "../run-results";

const isValid = addFormats(new Ajv2020({ allowUnionTypes: true })).compile(schema);
const title = { en: "The error rate is below 0.5 %", ko: "에러율이 0.5 % 미만임" };
const runbook = [...RUNBOOK, { ...RUNBOOK[0], id: "SC-1", phase: "decision" as const, title }].map((item) => ({
  ...item,
  section: { en: "Success criteria", ko: "성공 기준" },
  kind: "automated" as const,
}));
const PAGES = ["runs/run-1/decision.html", "decision.html"].map((path) => ({ path, sha256: "0".repeat(64) }));
const checkpoint: RecordedCheckpoint = {
  phase: "day4",
  at: "2025-10-22T14:15:00.000Z",
  isDue: true,
  undecided: 0,
  run: {
    runId: "run-4",
    evaluatedAt: "2025-10-22T14:15:00.000Z",
    verdict: "GO",
    isLate: false,
    verdictSha256: "0".repeat(64),
    findings: [],
    damages: [],
  },
};

function decided(verdict: "GO" | "NO-GO" | "INCONCLUSIVE", run: RecordedCheckpoint["run"] = checkpoint.run) {
  const outcome = verdict === "NO-GO" ? "failed" : "passed";
  const checks = [checkOf({ items: ["SC-1"], outcome, summary: "0.9 % <b>failed</b>" })];
  const reasons = verdict === "GO" ? [] : ["SC-1: failed"];
  return composeDecision({
    result: runOf(checks, { verdict, phase: "decision", reasons }),
    runbook,
    window: {
      where: "journal.ndjson of rehearsal",
      environment: "rehearsal",
      release: { id: "r1", canaryVersion: "2.0.0" },
      evaluatedAt: "2025-10-25T14:00:00.000Z",
      problems: [],
      checkpoints: [{ ...checkpoint, run }],
      objections: [],
    },
    entries: [],
    signOffs: [],
    rolesOf: () => [],
    versions: {},
    digests: [],
    previous: null,
  });
}

describe("decision.json and the decision page", () => {
  for (const decision of [decided("GO"), decided("NO-GO"), decided("INCONCLUSIVE", null)])
    test(`${decision.verdict}: fits its schema`, () => {
      assert.equal(isValid(decisionFileOf(decision, PAGES)), true, JSON.stringify(isValid.errors));
    });

  test("a GO with a missing checkpoint is refused by the schema", () => {
    assert.equal(isValid(decisionFileOf(decided("GO", null), PAGES)), false);
  });

  test("says what is missing, who supplies it and how, before the criteria, in both languages; escapes what is foreign", () => {
    const page = decisionPage(decided("INCONCLUSIVE", null), {
      language: "en",
      rows: [],
      charts: { en: [], ko: [] },
      base: "",
    });
    assert.ok(page.indexOf("npm run day4 -- --environment rehearsal --at 2025-10-22T14:15:00Z") < page.indexOf("SC-1"));
    for (const said of [
      "DevOps, on call",
      "DevOps 담당자",
      "REHEARSAL",
      '<html lang="en">',
      '<main class="ko" lang="ko">',
    ])
      assert.ok(page.includes(said), said);
    assert.ok(!page.includes("<b>failed</b>") && !page.includes("<script"));
  });
});
