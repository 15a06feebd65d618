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

/** The gravest outcome of each item that checks serve, by the item's id. */
export function gravestByItem(
  checks: readonly { readonly items: readonly string[]; readonly outcome: Outcome }[],
): ReadonlyMap<string, Outcome> {
  const found = new Map<string, Outcome>();
  for (const { items, outcome } of checks)
    for (const item of items) found.set(item, gravest([found.get(item) ?? outcome, outcome]));
  return found;
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
