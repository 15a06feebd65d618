import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judgeDrill } from "../../../support/judgement/incident/drill";
import { incidentVerdict } from "../../../support/judgement/incident/exit";
import type { DrillExpectation, DrillFinding } from "../../../support/model/drill";
import type { Outcome, Verdict } from "../../../support/model/outcome";

const LIMITS = { alertMs: 5_000, rollbackVerifiedMs: 15_000 };
const EXPECTED: DrillExpectation = { recommendation: "B", isRolledBack: true, exitCodeOfIncident: 1, itemsRed: [] };
const AS_EXPECTED: DrillFinding = {
  recommendation: "B",
  isRolledBack: true,
  exitCodeOfIncident: 1,
  outcomes: { "INC-0": "failed", "INC-1": "passed", "INC-6": "passed" },
  alertMs: 2_700,
  rollbackVerifiedMs: 9_000,
};

describe("a drill", () => {
  const cases: Readonly<
    Record<string, readonly [Partial<DrillFinding>, Partial<DrillExpectation>, readonly string[]]>
  > = {
    "is GO where all came as expected, though the symptom itself is red": [{}, {}, []],
    "is NO-GO where something else was recommended": [
      { recommendation: "A" },
      {},
      ["recommendation: expected B, found A"],
    ],
    "is NO-GO where nothing was recommended": [
      { recommendation: null },
      {},
      ["recommendation: expected B, found none was given"],
    ],
    "is NO-GO where the canary still answers": [
      { isRolledBack: false },
      {},
      ["canary rolled back: expected yes, found no"],
    ],
    "is NO-GO where another item fails": [
      { outcomes: { "INC-0": "failed", "INC-4": "failed" } },
      {},
      ["items that fail: expected none, found INC-4"],
    ],
    "is NO-GO where the item that was to fail passes": [
      {},
      { itemsRed: ["INC-4"] },
      ["items that fail: expected INC-4, found none"],
    ],
    "is NO-GO where the alert came late": [
      { alertMs: 5_001 },
      {},
      ["the alert in its channel: 5 s after the first bad answer; at most 5 s"],
    ],
    "is NO-GO where the alert never came": [{ alertMs: null }, {}, ["the alert in its channel: it never came"]],
    "needs no alert where it is not to arrive": [
      { alertMs: null, outcomes: { "INC-1": "failed" } },
      { itemsRed: ["INC-1"] },
      [],
    ],
    "is NO-GO where the rollback was never verified": [
      { rollbackVerifiedMs: null },
      {},
      ["the verified rollback: it never came"],
    ],
    "is NO-GO where the exit code is another": [
      { exitCodeOfIncident: 2 },
      {},
      ["exit code of the incident: expected 1, found 2"],
    ],
  };
  for (const [sentence, [found, expected, reasons]] of Object.entries(cases))
    test(sentence, () => {
      const judged = judgeDrill({ ...EXPECTED, ...expected }, { ...AS_EXPECTED, ...found }, LIMITS);
      assert.deepEqual(judged, { verdict: reasons.length === 0 ? "GO" : "NO-GO", reasons });
    });
});

describe("the exit code of an incident says", () => {
  const cases: Readonly<Record<string, readonly [readonly (readonly [string, Outcome])[], Verdict]>> = {
    "that there is one, whatever was done about it": [
      [
        ["INC-0", "failed"],
        ["INC-6", "passed"],
      ],
      "NO-GO",
    ],
    "that there is none, though a dependency is down": [
      [
        ["INC-0", "passed"],
        ["INC-4", "failed"],
      ],
      "GO",
    ],
    "that it is not known where the symptom is inconclusive": [[["INC-0", "inconclusive"]], "INCONCLUSIVE"],
    "that it is not known where the symptom was not run": [
      [
        ["INC-0", "not-run"],
        ["INC-1", "passed"],
      ],
      "INCONCLUSIVE",
    ],
    "that it is not known where there is no check of the symptom": [[["INC-1", "passed"]], "INCONCLUSIVE"],
    "that there is one where one of two looks fails": [
      [
        ["INC-0", "passed"],
        ["INC-0", "failed"],
      ],
      "NO-GO",
    ],
  };
  for (const [sentence, [checks, verdict]] of Object.entries(cases))
    test(sentence, () =>
      assert.equal(incidentVerdict(checks.map(([item, outcome]) => ({ items: [item], outcome }))), verdict),
    );
});
