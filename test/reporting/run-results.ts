import type { CheckResult } from "../../support/model/check-result";
import type { RunResult } from "../../support/model/run-result";
import type { RunbookItem } from "../../support/model/runbook";

/** A runbook of three items of Day 3. */
export const RUNBOOK: readonly RunbookItem[] = ["D3-T1", "D3-T2", "D3-I5"].map((id) => ({
  id,
  phase: "preflight",
  section: { en: "Technical", ko: "기술적 검증" },
  kind: "automated",
  title: { en: `Item ${id}`, ko: `항목 ${id}` },
}));

/** A check that passed; `of` replaces its fields. */
export function checkOf(of: Partial<CheckResult> = {}): CheckResult {
  return {
    items: ["D3-T1"],
    feature: "Tests",
    featureFile: "features/tests.feature",
    scenario: "all unit tests pass",
    description: "The tests of the release.",
    tags: ["@runbook:D3-T1"],
    outcome: "passed",
    cause: null,
    summary: "62 passed",
    problems: [],
    startedAt: "2026-01-01T10:00:01.000Z",
    durationMs: 1500,
    steps: [{ text: "Then 62 tests passed", status: "PASSED", durationMs: 1000, message: null }],
    measurements: [],
    evidence: [],
    occurrences: [],
    ...of,
  };
}

/** A run of the given checks; `of` replaces its fields. */
export function runOf(checks: readonly CheckResult[], of: Partial<RunResult> = {}): RunResult {
  const count = (outcome: CheckResult["outcome"]): number => checks.filter((check) => check.outcome === outcome).length;
  return {
    runId: "run-1",
    environment: "rehearsal",
    rehearsal: true,
    standIns: ["Slack", "PagerDuty"],
    phase: "preflight",
    release: { id: "r1", service: "phase4", canaryVersion: "2.0.0", legacyVersion: "1.9.0" },
    evaluatedAt: "2026-01-01T10:00:00.000Z",
    startedAt: "2026-01-01T10:00:00.000Z",
    finishedAt: "2026-01-01T10:00:09.000Z",
    verdict: "NO-GO",
    counts: {
      passed: count("passed"),
      failed: count("failed"),
      inconclusive: count("inconclusive"),
      notRun: count("not-run"),
    },
    reasons: ["D3-T2: failed: 29 passed"],
    checks,
    timeline: null,
    incident: null,
    ...of,
  };
}

/** What is wrong, in all its four sentences. */
export const PROBLEM = {
  what: "29 passed, expected 30.",
  where: "the checkout",
  why: "A test is broken.",
  fix: "Mend it.",
};

/** One check of each outcome, two of them of the same item. */
export const EACH_OUTCOME: readonly CheckResult[] = [
  checkOf(),
  checkOf({ items: ["D3-T2"], outcome: "failed", summary: "29 passed", problems: [PROBLEM] }),
  checkOf({
    items: ["D3-I5"],
    scenario: "Elasticsearch",
    outcome: "inconclusive",
    cause: "unreachable",
    summary: "no answer",
  }),
  checkOf({ items: ["D3-I5"], scenario: "Google Cloud Logging", outcome: "not-run", summary: "no such step" }),
];
