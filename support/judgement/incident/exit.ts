import type { CheckResult } from "../../model/check-result";
import type { Verdict } from "../../model/outcome";

/** The item whose check tells whether there is an incident. */
const SYMPTOM = "INC-0";

/**
 * What `npm run incident` says with its exit code: NO-GO, there is an incident, whatever was done about it; GO, there is
 * none; INCONCLUSIVE, it could not be found out. Several checks of the symptom: the gravest counts; none: not known.
 */
export function incidentVerdict(checks: readonly Pick<CheckResult, "items" | "outcome">[]): Verdict {
  const outcomes = checks.filter(({ items }) => items.includes(SYMPTOM)).map(({ outcome }) => outcome);
  if (outcomes.includes("failed")) return "NO-GO";
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === "passed") ? "GO" : "INCONCLUSIVE";
}
