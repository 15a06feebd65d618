import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type VerdictInput, VERDICTS, judgeRun } from "../../support/judgement/verdict";
import type { CheckResult } from "../../support/model/check-result";
import type { Cause, Outcome } from "../../support/model/outcome";
import type { RunbookItem } from "../../support/model/runbook";

function item(id: string): RunbookItem {
  return { id, phase: "preflight", section: { en: "", ko: "" }, kind: "automated", title: { en: "", ko: "" } };
}

function check(id: string, outcome: Outcome, cause: Cause | null = null): CheckResult {
  return {
    items: [id],
    feature: "",
    featureFile: "",
    scenario: `scenario of ${id}`,
    description: "",
    tags: [],
    outcome,
    cause,
    summary: `summary\nof ${id}`,
    problems: [],
    startedAt: "2026-01-01T00:00:00.000Z",
    durationMs: 1,
    steps: [],
    measurements: [],
    evidence: [],
    occurrences: [],
  };
}

const GO: VerdictInput = { expected: [item("A")], runbook: [item("A")], checks: [check("A", "passed")], runErrors: [] };

/** For each obstacle of the table: puts it in the way of a run, and the first reason that it gives. */
const OBSTACLES: readonly (readonly [string, (input: VerdictInput) => VerdictInput, string])[] = [
  ["a check failed", (of) => withCheck(of, check("F", "failed")), "F: failed: summary of F"],
  ["the run itself had an error", (of) => ({ ...of, runErrors: ["broken\nsupport"] }), "The run: broken support"],
  [
    "a check is inconclusive",
    (of) => withCheck(of, check("I", "inconclusive", "stale")),
    "I: inconclusive (stale): summary of I",
  ],
  ["a check was not run", (of) => withCheck(of, check("N", "not-run")), "N: not-run: summary of N"],
  [
    "an expected item has no check",
    (of) => ({ ...of, expected: [...of.expected, item("M")] }),
    "M: no check served this item.",
  ],
  [
    "a check serves an item that the runbook does not have",
    (of) => ({ ...of, checks: [...of.checks, check("X", "passed")] }),
    'X: the runbook has no such item (scenario "scenario of X").',
  ],
  ["there is no check at all", (of) => ({ ...of, checks: [] }), "The run: not one check was run."],
  ["no item is expected", (of) => ({ ...of, expected: [] }), "The run: the runbook has no item of this phase."],
];

function withCheck(input: VerdictInput, one: CheckResult): VerdictInput {
  const items = one.items.map(item);
  return { ...input, checks: [...input.checks, one], runbook: [...input.runbook, ...items] };
}

describe("the verdict of a run", () => {
  test("is GO, without a reason, where nothing stands in its way", () => {
    const counts = { passed: 1, failed: 0, inconclusive: 0, notRun: 0 };
    assert.deepEqual(judgeRun(GO), { verdict: "GO", counts, reasons: [] });
  });

  test("has a row in its table for each obstacle", () => {
    assert.deepEqual(
      VERDICTS.map(([obstacle]) => obstacle),
      OBSTACLES.map(([name]) => name),
    );
  });

  for (const [name, put, reason] of OBSTACLES) {
    const expected = name === "a check failed" ? "NO-GO" : "INCONCLUSIVE";
    test(`is ${expected} where ${name}`, () => {
      const { verdict, reasons } = judgeRun(put(GO));
      assert.equal(verdict, expected);
      assert.ok(reasons.includes(reason), reasons.join("\n"));
    });
  }

  for (const [index, [first, putFirst, firstReason]] of OBSTACLES.entries()) {
    for (const [second, putSecond, secondReason] of OBSTACLES.slice(index + 1)) {
      if (second === "there is no check at all") continue;
      test(`is decided by "${first}" where also "${second}"`, () => {
        const { verdict, reasons } = judgeRun(putSecond(putFirst(GO)));
        assert.equal(verdict, first === "a check failed" ? "NO-GO" : "INCONCLUSIVE");
        const [one, other] = [reasons.indexOf(firstReason), reasons.indexOf(secondReason)];
        assert.ok(one >= 0 || second === "no item is expected", reasons.join("\n"));
        assert.ok(other > one, reasons.join("\n"));
      });
    }
  }

  test("without a check is never GO, whatever is expected", () => {
    assert.equal(judgeRun({ ...GO, checks: [], expected: [] }).verdict, "INCONCLUSIVE");
    assert.equal(judgeRun({ ...GO, checks: [], runErrors: ["x"] }).verdict, "INCONCLUSIVE");
  });

  test("takes an item of another phase for known, but not for expected", () => {
    const elsewhere = { ...GO, runbook: [item("A"), item("B")], checks: [check("B", "passed")] };
    assert.deepEqual(judgeRun(elsewhere).reasons, ["A: no check served this item."]);
  });

  test("counts every outcome", () => {
    const checks = [
      check("A", "passed"),
      check("A", "failed"),
      check("A", "inconclusive", "stale"),
      check("A", "not-run"),
    ];
    assert.deepEqual(judgeRun({ ...GO, checks }).counts, { passed: 1, failed: 1, inconclusive: 1, notRun: 1 });
  });
});
