import { judgeEndpoints } from "../../../support/judgement/incident/endpoints";
import { judgeIncident } from "../../../support/judgement/incident/high-error-rate";
import { recommend, type IncidentFacts } from "../../../support/judgement/incident/recommend";
import type { Diagnosis } from "../../../support/model/readings/incident";
import type { SignOffReading } from "../../../support/model/readings/sign-offs";
import { errorCounts, EXACT } from "../window-readings";
import { dependency, diagnosisOf, endpoint, endpointErrors } from "./incident-readings";
import { answer, answersOf } from "./people-answers";

/** Errors and requests of an endpoint. */
export const [HEALTHY, FAILING] = [
  [0, 400],
  [120, 400],
] as const;
/** Nobody has answered. */
export const NOBODY = answersOf();

/** What a person answers to what is asked of an incident. */
export function answered(found: IncidentFacts, word: "yes" | "no" = "yes", name = "Mina Park"): SignOffReading {
  return answersOf([answer(name, word, recommend(found, NOBODY).question)]);
}

/** An incident: errors of the canary, of legacy, and of three endpoints. */
export function incidentOf(given: {
  readonly canary?: number;
  readonly legacy?: number;
  readonly endpoints?: readonly (readonly [number, number])[] | null;
  readonly diagnosis?: Partial<Diagnosis>;
}): IncidentFacts {
  const { canary = 120, legacy = 2, endpoints = [FAILING, FAILING, HEALTHY] } = given;
  const counts = (endpoints ?? []).flatMap((one, index) => endpoint(`/api/v2/${index}`, one, [0, 8000]));
  return {
    incident: judgeIncident(errorCounts(canary, 1200), errorCounts(legacy, 24_000, { track: "legacy" }), 1, EXACT),
    endpoints: endpoints === null ? null : judgeEndpoints(endpointErrors(counts), 1, EXACT),
    diagnosis: diagnosisOf(given.diagnosis),
  };
}

/** A dependency that is down. */
export const REDIS_DOWN = { dependencies: [dependency("redis", { isHealthy: false, detail: "connection refused" })] };
