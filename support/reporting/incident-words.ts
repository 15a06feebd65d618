import { decisionInIncident } from "../model/incident-decision";
import type { IncidentWatch } from "../model/incident-watch";
import type { RunResult } from "../model/run-result";
import type { Language } from "./messages";

/** What the reports say of an incident that a scheduled run saw, or may have overlooked. */
interface IncidentWords {
  readonly title: string;
  readonly decision: string;
  readonly carriedOut: string;
  /** The incident's part was begun by itself. */
  readonly begun: string;
  /** It was not begun, and nobody knows whether it had to be. */
  readonly notKnown: string;
}

/** English and Korean. */
export const INCIDENT_WORDS: Readonly<Record<Language, IncidentWords>> = {
  en: {
    title: "Scenario 1: high error rate",
    decision: "What to do about the errors",
    carriedOut: "Carried out",
    begun: "More than 1 % of errors were seen, so the read-only part of the incident scenario was begun by itself:",
    notKnown: "Whether there is an incident (more than 1 % of errors) is not known; its scenario was not begun:",
  },
  ko: {
    title: "시나리오 1: 높은 에러율",
    decision: "에러에 대한 조치",
    carriedOut: "실행 결과",
    begun: "에러율이 1 %를 넘은 것이 관측되어, 장애 시나리오의 읽기 전용 절차를 자동으로 시작했습니다:",
    notKnown: "장애(에러율 1 % 초과) 여부를 알 수 없습니다. 장애 시나리오는 시작하지 않았습니다:",
  },
};

/** The headline with its reasons, a sentence each; nothing where there was no need, or nobody watched. */
export function incidentLines(incident: IncidentWatch | null, language: Language): readonly string[] {
  const words = INCIDENT_WORDS[language];
  switch (incident?.state) {
    case "begun":
      return [words.begun, ...incident.because];
    case "not-known":
      return [words.notKnown, ...incident.because];
    case "not-needed":
    case undefined:
      return [];
  }
}

/** What was decided in an incident, its reasons, and what became of it, a sentence each; nothing where there is none. */
export function incidentDecisionLines(run: RunResult, language: Language): readonly string[] {
  const decision = decisionInIncident(run);
  if (decision === null) return [];
  const { summary, carriedOut } = decision;
  const reasons = decision.reasons.filter((reason) => !summary.includes(reason));
  return [
    summary,
    ...reasons,
    ...(carriedOut === null ? [] : [`${INCIDENT_WORDS[language].carriedOut}: ${carriedOut}`]),
  ];
}
