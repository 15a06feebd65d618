import type { CheckEnded, JournalFact, RunEnded, RunStarted, Starter } from "../model/journal-entry";
import type { RunResult } from "../model/run-result";

/** What is recorded when a run begins. */
export function startOfRun(run: Pick<RunResult, "runId" | "phase" | "evaluatedAt">, startedBy: Starter): RunStarted {
  const { runId, phase, evaluatedAt } = run;
  return { kind: "run-started", runId, phase, evaluatedAt, startedBy };
}

/** What is recorded when a run's reports are written: each check, then the run, so that a run's end vouches for its checks. */
export function endOfRun(
  result: RunResult,
  end: Pick<RunEnded, "verdictSha256" | "isLate" | "isSound">,
): readonly JournalFact[] {
  const { runId, phase, evaluatedAt, verdict, counts } = result;
  const checks = result.checks.map(({ items, outcome, cause, summary }): CheckEnded => ({
    kind: "check-ended",
    runId,
    items,
    outcome,
    cause,
    summary,
  }));
  return [...checks, { kind: "run-ended", runId, phase, evaluatedAt, verdict, counts, ...end }];
}
