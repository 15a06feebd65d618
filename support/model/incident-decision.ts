import type { CheckResult } from "./check-result";
import type { Outcome } from "./outcome";
import type { RunResult } from "./run-result";

/** How the signals of a decision's reasons begin, among the measurements of INC-5; their number follows. */
export const REASON = "reason ";

/** What a run decided in an incident, as a manager wants to read it first. */
export interface DecisionInIncident {
  readonly outcome: Outcome;
  /** What holds now, or what is missing for it. */
  readonly summary: string;
  /** A sentence each; none where it did not come to a decision. */
  readonly reasons: readonly string[];
  /** What became of it; null where the run was not to carry it out. */
  readonly carriedOut: string | null;
}

/** The decision of an incident that a run looked into; null where it looked into none. */
export function decisionInIncident({ checks }: Pick<RunResult, "checks">): DecisionInIncident | null {
  const decision = checks.find(
    ({ items, measurements }) => items.includes("INC-5") && reasonsOf(measurements).length > 0,
  );
  if (decision === undefined) return null;
  const action = checks.find(({ items, tags }) => items.includes("INC-6") && tags.includes("@changes:roll-back"));
  return {
    outcome: decision.outcome,
    summary: decision.summary,
    reasons: reasonsOf(decision.measurements),
    carriedOut: action?.summary ?? null,
  };
}

function reasonsOf(measurements: CheckResult["measurements"]): readonly string[] {
  return measurements.filter(({ signal }) => signal.startsWith(REASON)).map(({ value }) => String(value));
}
