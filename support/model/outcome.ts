/** The outcomes of a check, in the order of the words in the design: what each means is said in docs/words. */
export const OUTCOMES = ["passed", "failed", "inconclusive", "not-run"] as const;

/** How one check ended. `inconclusive`: it could not be found out; `not-run`: the check was never carried out to its end. */
export type Outcome = (typeof OUTCOMES)[number];

/** The outcomes, the gravest first. */
export const GRAVEST_FIRST: readonly Outcome[] = ["failed", "inconclusive", "not-run", "passed"];

/** The gravest of several outcomes; where there is none, nothing was run. */
export function gravest(outcomes: readonly Outcome[]): Outcome {
  return GRAVEST_FIRST.find((outcome) => outcomes.includes(outcome)) ?? "not-run";
}

/** Why a check is inconclusive: the closed list of causes. */
export const CAUSES = [
  "no-data",
  "zero-traffic",
  "stale",
  "partial-coverage",
  "too-few-samples",
  "provider-warning",
  "unreachable",
  "unauthorised",
  "disagreeing-sources",
  "awaiting-sign-off",
  "not-permitted",
  "not-executed",
  "timed-out",
] as const;

/** One cause of an inconclusive check. */
export type Cause = (typeof CAUSES)[number];

/** The answer of a whole run. */
export type Verdict = "GO" | "NO-GO" | "INCONCLUSIVE";
