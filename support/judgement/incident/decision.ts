import type { Judgement } from "../../model/judgement";
import { REASON } from "../../model/incident-decision";
import type { Measurement } from "../../model/measurement";
import type { Recommendation } from "../../model/readings/incident";
import { measured, undecided } from "../judged";
import type { IncidentDecision } from "./recommend";

/** The runbook's words for what is recommended. */
const MEANING: Readonly<Record<Recommendation, string>> = {
  A: "A, fix and deploy again",
  B: "B, roll back",
  none: "neither a fix nor a rollback",
};

const WHERE = "the decision of the incident (INC-5)";

/**
 * Judges that there is a decision: a recommendation with its reasons, and a named human's answer where it needs one. Until that
 * answer is there it awaits a sign-off; what holds meanwhile is said.
 */
export function judgeDecision(decision: IncidentDecision): Judgement {
  const { recommendation, effective, reasons, needsSignOff, signOff } = decision;
  const because = reasons.find((reason) => reason.trim() !== "");
  const measurements = measurementsOf(decision);
  if (because === undefined) {
    const what = `${capital(MEANING[recommendation])} is recommended without any reason.`;
    return undecided(
      "no-data",
      { what, where: WHERE, why: "The diagnosis gave none.", fix: "Run the diagnosis again." },
      measurements,
    );
  }
  if (needsSignOff && signOff === null)
    return undecided("awaiting-sign-off", awaiting(decision, because), measurements);
  const answered = signOff === null ? "" : ` ${signOff.name} (${signOff.role}) answered ${signOff.answer}.`;
  const summary =
    effective === recommendation
      ? `Decided: ${MEANING[effective]}. ${because}${answered}`
      : `Decided: ${MEANING[effective]}. Recommended was ${MEANING[recommendation]}: ${because}${answered}`;
  return { outcome: "passed", summary, measurements };
}

function awaiting({ recommendation, effective }: IncidentDecision, because: string) {
  return {
    what: `Recommended is ${MEANING[recommendation]}, which a named human has to sign; until then holds: ${MEANING[effective]}.`,
    where: WHERE,
    why: because,
    fix:
      recommendation === "A"
        ? "Sign off INC-5 with yes if the fix is known and quick; with no, or without an answer, roll back."
        : "Look at the canary's errors by hand, then sign off INC-5 with yes to roll back, or with no.",
  };
}

function measurementsOf({ recommendation, effective, row, reasons }: IncidentDecision): readonly Measurement[] {
  const common = { unit: "", source: "the decision table", query: `row "${row}"` };
  return [
    measured({ ...common, signal: "recommendation", value: recommendation }),
    measured({ ...common, signal: "what holds now", value: effective }),
    ...reasons.map((reason, index) => measured({ ...common, signal: `${REASON}${index + 1}`, value: reason })),
  ];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
