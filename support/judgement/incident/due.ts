import type { Explanation } from "../../model/explanation";
import type { Judgement } from "../../model/judgement";
import type { AwaitedAlert, CarriedOutRollback, RollbackPlan } from "../../model/readings/incident";
import { judged, measured, undecided } from "../judged";
import { judgeAlertArrival } from "./alert-arrival";
import type { ErrorLimit } from "./errors-after";
import type { IncidentFinding } from "./high-error-rate";
import type { IncidentDecision } from "./recommend";
import { judgeRollback } from "./rollback";
import { msBetween } from "./times";

/** Whether the alert is to be waited for: there is an incident, or nobody knows. */
export function isAlertDue({ isIncident }: IncidentFinding): boolean {
  return isIncident !== "no";
}

/**
 * Judges the alert of a high error rate: where there is an incident it must stand in the channel in time; where there is
 * provenly none, none is due, and one that stands there is called a false alarm.
 */
export function judgeAlert({ arrival, limitMs, isLive }: AwaitedAlert, finding: IncidentFinding): Judgement {
  const isDue = isAlertDue(finding);
  if (isDue && !isLive && arrival.message === null) return undecided("no-data", notKnownAnyMore(arrival));
  if (isDue || (isLive && arrival.rule.state === "unknown")) return judgeAlertArrival(arrival, limitMs);
  const { alertName, channel, message, rule } = arrival;
  const ofRule = isLive ? `; its rule is ${rule.state}` : ", as far as the channel still shows";
  const summary =
    message === null
      ? `No alert is due, and none of ${alertName} stands in ${channel}${ofRule}.`
      : `A false alarm: ${alertName} stands in ${channel}, and there is no incident: ${message.permalink}`;
  const delay = measured({
    signal: "delay from the rule to the message",
    value: msBetween(rule.activeAt, message?.postedAt),
    unit: "ms",
    source: "Slack",
    query: `${alertName} in ${channel}`,
  });
  return judged({ summary, measurements: [delay], problems: [] });
}

/** Messages are deleted and kept for a time only; the rule and Alertmanager tell of the present. */
function notKnownAnyMore({ alertName, channel, where, firstBadAt }: AwaitedAlert["arrival"]): Explanation {
  const since = firstBadAt === null ? "" : ` after the first bad answer at ${firstBadAt}`;
  return {
    what: `Whether the alert ${alertName} came to ${channel}${since} is not known any more: no message of it stands there now.`,
    where,
    why: "What is judged lies in the past; Prometheus and Alertmanager tell only of the alerts that stand now.",
    fix: `Look into ${channel} and its exports for that time; in an incident npm run incident looks while it lasts.`,
  };
}

/** Judges that the service says what a rollback would do: the way out is there before it is needed. */
export function judgeRollbackPlan({ where, isDescribed, says, manualCommand }: RollbackPlan): Judgement {
  const problem = {
    what: `The rollback endpoint does not say what it would do: ${says}`,
    where,
    why: "It is not there, refuses the question, or cannot reach what it needs.",
    fix: `Mend it before it is needed; until then set the canary's weight to 0 at the load balancer. It would be asked by: ${manualCommand}`,
  };
  const summary = `The rollback is ready; by hand: ${manualCommand} The endpoint says: ${says}`;
  return judged({ summary, measurements: [], problems: isDescribed ? [] : [problem] });
}

/**
 * Judges that what was decided was carried out: a rollback where that holds, and otherwise none. A decision that awaits a
 * human, and changes nothing until then, is not carried out.
 */
export function judgeRollbackDue(
  decision: IncidentDecision,
  { outcome, after }: CarriedOutRollback,
  { abovePercent, rule }: ErrorLimit,
): Judgement {
  const [because = ""] = decision.reasons;
  // One that an earlier command left open is brought to its end, whatever is decided now.
  if (decision.effective === "B" || outcome.steps.length > 0)
    return judgeRollback(outcome, { counts: after, abovePercent, rule });
  if (decision.effective === "none" && decision.question !== null && decision.signOff === null)
    return undecided("awaiting-sign-off", {
      what: "Whether to roll back is open: a named human has to confirm it.",
      where: outcome.where,
      why: because,
      fix: `Sign off INC-5, then run npm run incident -- --roll-back; or by hand: ${outcome.manualCommand}`,
    });
  const summary = `No rollback is due, and none was asked for. ${because}`;
  return judged({ summary, measurements: [], problems: [] });
}
