import type { Diagnosis, Recommendation, RecentChanges } from "../../model/readings/incident";
import type { SignOffReading } from "../../model/readings/sign-offs";
import type { SignOffQuestion } from "../../model/sign-off-question";
import { counted, percentage } from "../figures";
import { listed } from "../judged";
import { answerTo, unheededTexts } from "./answers";
import { BLAME_TEXTS } from "./blame";
import { rowFor, type DecisionFacts, type DecisionRow } from "./decision-table";
import { dependencyState, downText } from "./dependencies";
import type { EndpointFinding } from "./endpoints";
import { areLogsKnown, dominantMessage } from "./error-logs";
import type { IncidentFinding } from "./high-error-rate";
import { questionOf } from "./question";

/** What was found out about an incident. */
export interface IncidentFacts {
  readonly incident: IncidentFinding;
  /** null: the endpoints could not be asked. */
  readonly endpoints: EndpointFinding | null;
  readonly diagnosis: Diagnosis;
}

/** A named human's answer to a recommendation. */
export interface DecisionSignOff {
  readonly name: string;
  readonly role: string;
  readonly answer: "yes" | "no";
}

/** What is recommended, why, and what holds now. */
export interface IncidentDecision {
  /** The row of the decision table that decided. */
  readonly row: string;
  readonly recommendation: Recommendation;
  /** What holds now: the recommendation, or what takes its place until a human has agreed to it. */
  readonly effective: Recommendation;
  /** Whether the cause is clear. */
  readonly isClear: boolean;
  /** The row's own sentence first, then what it rests on. */
  readonly reasons: readonly string[];
  /** What a human is asked, answered or not; null: nothing. */
  readonly question: SignOffQuestion | null;
  /** The answer to that question, and to no other. */
  readonly signOff: DecisionSignOff | null;
  /** What is said of people's answers that do not count: a sentence each. */
  readonly unheeded: readonly string[];
}

/** Recommends A, B or neither, by the decision table; a pure function of what was found out and of people's answers. */
export function recommend(found: IncidentFacts, signOffs: SignOffReading): IncidentDecision {
  const row = rowFor(factsOf(found));
  const question = questionOf(row, found, signOffs.version);
  const signOff = question === null ? null : answerTo(signOffs, question);
  const answer = signOff === null || signOff.name.trim() === "" ? null : signOff;
  return {
    row: row.name,
    recommendation: row.recommendation,
    effective: effectiveOf(row, answer),
    isClear: row.isClear,
    reasons: [row.because, ...evidenceOf(found)],
    question,
    signOff: answer,
    unheeded: answer === null ? unheededTexts(signOffs, question) : [],
  };
}

/** The columns of the decision table, from what was found out. */
export function factsOf({ incident, endpoints, diagnosis }: IncidentFacts): DecisionFacts {
  const { dependencies, logs, changes, unknown } = diagnosis;
  return {
    isIncident: incident.isIncident,
    blame: incident.blame,
    pattern: endpoints?.pattern ?? "unclear",
    dependency: dependencyState(dependencies),
    hasDominantMessage: dominantMessage(logs) !== null,
    isAllKnown: unknown.length === 0 && endpoints !== null && changes !== null && areLogsKnown(logs, incident.errors),
  };
}

function effectiveOf({ recommendation, untilSigned }: DecisionRow, signOff: DecisionSignOff | null): Recommendation {
  return untilSigned === null || signOff?.answer === "yes" ? recommendation : untilSigned;
}

function evidenceOf({ incident, endpoints, diagnosis }: IncidentFacts): readonly string[] {
  const { dependencies, logs, changes, unknown } = diagnosis;
  const message = dominantMessage(logs);
  return [
    incident.judgement.summary,
    ...(incident.isIncident === "yes" ? [BLAME_TEXTS[incident.blame]] : []),
    endpoints?.judgement.summary ?? "Which endpoints have the errors could not be found out.",
    dependencyText(dependencies),
    message === null
      ? "No single message makes up most of the error lines."
      : `At least 80 % of the error lines say "${message}".`,
    ...(changes === null ? ["What has changed recently is not known."] : changeTexts(changes)),
    ...unknown.map((text) => `Not known: ${text}`),
  ];
}

function dependencyText(dependencies: Diagnosis["dependencies"]): string {
  switch (dependencyState(dependencies)) {
    case "down":
      return downText(dependencies);
    case "healthy":
      return `${dependencies.length === 1 ? "The only dependency is" : `All ${dependencies.length} dependencies are`} healthy.`;
    case "unknown":
      return "Whether all dependencies are healthy is not known.";
  }
}

/** What changed is told and decides nothing: that something changed shortly before is no proof that it is the cause. */
function changeTexts({ versions, restarts, canaryShare: { atStart, atEnd } }: RecentChanges): readonly string[] {
  const running = versions.map(({ track, version }) => `${track} ${version}`);
  const restarted = restarts.map(({ instance, at }) => `${instance} at ${at}`);
  const shares = [atStart, atEnd].map((share) =>
    share === null || !Number.isFinite(share) ? "an unknown share" : percentage(share),
  );
  return [
    running.length === 0 ? "Which versions ran is not known." : `Versions in the window: ${listed(running)}.`,
    restarted.length === 0
      ? "No instance was restarted."
      : `${counted(restarted.length, "restart")}: ${listed(restarted)}.`,
    `The canary had ${shares[0]} of the traffic at the window's start and ${shares[1]} at its end.`,
  ];
}
