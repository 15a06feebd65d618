import type { Explanation } from "../../model/explanation";
import type { Judgement } from "../../model/judgement";
import type { Diagnosis, IncidentErrors } from "../../model/readings/incident";
import type { SignOffReading } from "../../model/readings/sign-offs";
import { undecided } from "../judged";
import { judgeEndpoints } from "./endpoints";
import type { ErrorLimit } from "./errors-after";
import { judgeIncident, type IncidentFinding } from "./high-error-rate";
import { recommend, type IncidentDecision } from "./recommend";

/** Whether the counted errors are an incident. */
export function findIncident(errors: IncidentErrors, { abovePercent, rule }: ErrorLimit): IncidentFinding {
  return judgeIncident(errors.canary, errors.legacy, abovePercent, rule);
}

/** What is decided of the counted errors and the diagnosis, with people's answers to it. */
export function decideIncident(
  { errors, diagnosis }: { readonly errors: IncidentErrors; readonly diagnosis: Diagnosis },
  limit: ErrorLimit,
  signOffs: SignOffReading,
): IncidentDecision {
  const incident = findIncident(errors, limit);
  const { abovePercent, rule } = limit;
  const endpoints = diagnosis.endpoints === null ? null : judgeEndpoints(diagnosis.endpoints, abovePercent, rule);
  return recommend({ incident, endpoints, diagnosis }, signOffs);
}

/**
 * Judges that it is known which endpoints have the errors. Where there is provenly no incident, too few requests to tell
 * the endpoints apart leave nothing open.
 */
export function judgeErrorPlaces(
  { endpoints, unknown }: Diagnosis,
  { isIncident }: IncidentFinding,
  { abovePercent, rule }: ErrorLimit,
): Judgement {
  if (endpoints === null) return undecided("no-data", unknownPlaces(unknown));
  const { judgement } = judgeEndpoints(endpoints, abovePercent, rule);
  const isTooFew = judgement.outcome === "inconclusive" && judgement.cause === "too-few-samples";
  if (isIncident !== "no" || !isTooFew) return judgement;
  const summary = "No incident: no endpoint of the canary stands out, and all together are not above the limit.";
  return { outcome: "passed", summary, measurements: judgement.measurements };
}

function unknownPlaces(unknown: readonly string[]): Explanation {
  return {
    what: "Which endpoints have the errors could not be found out.",
    where: "the diagnosis of the incident",
    why: unknown.find((text) => text.startsWith("endpoints:")) ?? "The metrics gave no answer.",
    fix: "Check prometheus, metrics and incident.metrics in the environment file.",
  };
}
