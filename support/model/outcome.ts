/** The outcomes of a check, in the order of the words in the design: what each means is said in docs/words. */
export const OUTCOMES = ["passed", "failed", "inconclusive", "not-run"] as const;

/** How one check ended. `inconclusive`: it could not be found out; `not-run`: the check was never carried out to its end. */
export type Outcome = (typeof OUTCOMES)[number];

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
