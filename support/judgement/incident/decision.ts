import type { Judgement } from "../../model/judgement";
import { REASON } from "../../model/incident-decision";
import type { Measurement } from "../../model/measurement";
import { questionText } from "../../model/sign-off-question";
import { measured, undecided } from "../judged";
import { personText } from "../sign-offs";
import { MEANING } from "./question";
import type { IncidentDecision } from "./recommend";

const WHERE = "the decision of the incident (INC-5)";

/**
 * Judges that there is a decision: a recommendation with its reasons, and a named human's answer where it needs one. Until that
 * answer is there it awaits a sign-off; what holds meanwhile is said.
 */
export function judgeDecision(decision: IncidentDecision): Judgement {
  const { recommendation, effective, reasons, question, signOff, unheeded } = decision;
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
  if (question !== null && signOff === null)
    return undecided("awaiting-sign-off", awaiting(decision, because), measurements);
  const answered =
    signOff === null
      ? unheeded.map((text) => ` ${text}`).join("")
      : ` ${personText(signOff)} answered ${signOff.answer}.`;
  const summary =
    effective === recommendation
      ? `Decided: ${MEANING[effective]}. ${because}${answered}`
      : `Decided: ${MEANING[effective]}. Recommended was ${MEANING[recommendation]}: ${because}${answered}`;
  return { outcome: "passed", summary, measurements };
}

function awaiting({ recommendation, effective, question, unheeded }: IncidentDecision, because: string) {
  const asked = question === null ? [] : [`Asked is: ${questionText(question)}.`];
  const recommended = `Recommended is ${MEANING[recommendation]}, which a named human has to sign; until then holds: ${MEANING[effective]}.`;
  return {
    what: [recommended, ...unheeded, ...asked].join(" "),
    where: WHERE,
    why: because,
    fix:
      recommendation === "A"
        ? "Sign off INC-5 with yes if the fix is known and quick: npm run sign-off says what for. With no, or without an answer, roll back."
        : "Look at the canary's errors by hand, then sign off INC-5 with yes to roll back, or with no.",
  };
}

function measurementsOf({
  recommendation,
  effective,
  row,
  reasons,
  question,
}: IncidentDecision): readonly Measurement[] {
  const common = { unit: "", source: "the decision table", query: `row "${row}"` };
  return [
    measured({ ...common, signal: "recommendation", value: recommendation }),
    measured({ ...common, signal: "what holds now", value: effective }),
    ...(question === null ? [] : [measured({ ...common, signal: "asked of a human", value: questionText(question) })]),
    ...reasons.map((reason, index) => measured({ ...common, signal: `${REASON}${index + 1}`, value: reason })),
  ];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
