import type { Diagnosis, Recommendation } from "../../model/readings/incident";
import type { SignOffQuestion } from "../../model/sign-off-question";
import type { DecisionRow } from "./decision-table";
import { downNames } from "./dependencies";
import { dominantMessage } from "./error-logs";
import type { EndpointFinding } from "./endpoints";

/** The runbook's words for what is recommended. */
export const MEANING: Readonly<Record<Recommendation, string>> = {
  A: "A, fix and deploy again",
  B: "B, roll back",
  none: "neither a fix nor a rollback",
};

/**
 * What a row asks of a human: what is recommended, for which version, and the cause that it rests on, with all its places.
 * @returns null: it asks nobody.
 */
export function questionOf(
  { name, recommendation, untilSigned, restsOn }: DecisionRow,
  { endpoints, diagnosis }: { readonly endpoints: EndpointFinding | null; readonly diagnosis: Diagnosis },
  version: string,
): SignOffQuestion | null {
  if (untilSigned === null) return null;
  const what = `${MEANING[recommendation]}, for ${version}: ${name}`;
  if (restsOn === undefined) return { about: what, message: null };
  const isAtEndpoints = restsOn === "endpoints";
  const places = isAtEndpoints ? (endpoints?.affected ?? []) : downNames(diagnosis.dependencies);
  const about = `${what}: ${places.toSorted().join(", ")}`;
  return { about, message: isAtEndpoints ? dominantMessage(diagnosis.logs) : null };
}
