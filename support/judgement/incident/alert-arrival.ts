import type { Explanation } from "../../model/explanation";
import type { Judgement } from "../../model/judgement";
import type { Measurement } from "../../model/measurement";
import type { Cause } from "../../model/outcome";
import type { AlertArrival } from "../../model/readings/incident";
import { judged, measured, undecided } from "../judged";
import { remedyOf, stuckAt } from "./alert-stages";
import { lengthText, msBetween, msOf } from "./times";

/** The clocks of the systems may differ by this much. */
const CLOCK_MS = 5000;

/**
 * Judges that the alert stands in the channel within `limitMs` of the first bad answer. Where that answer's time is not known,
 * the delay counts from the rule. Missing: failed, naming the station at which it got stuck; where nothing shows that there was
 * anything to alert on, or nobody looked long enough, inconclusive.
 */
export function judgeAlertArrival(arrival: AlertArrival, limitMs: number): Judgement {
  return arrival.message === null ? missing(arrival, limitMs) : arrived(arrival, arrival.message, limitMs);
}

type Message = NonNullable<AlertArrival["message"]>;

interface Delay {
  readonly ms: number | null;
  /** "the first bad answer", "the rule". */
  readonly from: string;
}

function delayOf({ firstBadAt, rule, notified }: AlertArrival, { postedAt }: Message): Delay {
  const fromFirstBad = msBetween(firstBadAt, postedAt);
  if (fromFirstBad !== null || msOf(firstBadAt) !== null) return { ms: fromFirstBad, from: "the first bad answer" };
  const fromPending = msBetween(rule.activeAt, postedAt);
  if (fromPending !== null) return { ms: fromPending, from: "the rule, the first bad answer's time being unknown" };
  return { ms: msBetween(notified?.startsAt, postedAt), from: "the firing rule, what was before being unknown" };
}

function arrived(arrival: AlertArrival, message: Message, limitMs: number): Judgement {
  const delay = delayOf(arrival, message);
  const measurements = delays(arrival, limitMs);
  if (delay.ms === null) return undecided("no-data", untimed(arrival), measurements);
  if (delay.ms < -CLOCK_MS) return undecided("disagreeing-sources", tooEarly(arrival, message, delay.ms), measurements);
  const length = lengthText(Math.max(0, delay.ms));
  const isLate = delay.ms > limitMs;
  return judged({
    summary: `The alert ${arrival.alertName} stands in ${arrival.channel}, ${length} after ${delay.from}: ${message.permalink}`,
    measurements,
    problems: isLate ? [late(arrival, length, delay, limitMs)] : [],
  });
}

function missing(arrival: AlertArrival, limitMs: number): Judgement {
  const measurements = delays(arrival, limitMs);
  const stage = stuckAt(arrival);
  const isFired = arrival.notified !== null || arrival.rule.state === "firing";
  const since =
    msOf(arrival.firstBadAt) ?? (isFired ? (msOf(arrival.rule.activeAt) ?? msOf(arrival.notified?.startsAt)) : null);
  const until = msOf(arrival.lookedUntil);
  if (since === null && !isFired) return unknown("no-data", nothingToAlertOn(arrival), measurements);
  if (stage === "the alert is silenced") return failed(arrival, measurements);
  if (since === null || until === null) return unknown("no-data", unknownWait(arrival), measurements);
  if (until - since < limitMs)
    return unknown("timed-out", lookedTooShortly(arrival, until - since, limitMs), measurements);
  return failed(arrival, measurements);
}

function unknown(cause: Cause, problem: Explanation, measurements: readonly Measurement[]): Judgement {
  return undecided(cause, problem, measurements);
}

function failed(arrival: AlertArrival, measurements: readonly Measurement[]): Judgement {
  const { alertName, channel, where, lookedUntil } = arrival;
  const what = `No message of the alert ${alertName} stands in ${channel}; it was looked for until ${lookedUntil}.`;
  return judged({ summary: "", measurements, problems: [{ what, where, ...remedyOf(stuckAt(arrival), arrival) }] });
}

function late(arrival: AlertArrival, length: string, { from }: Delay, limitMs: number): Explanation {
  const stages = stagesOf(arrival).flatMap(({ name, ms }) =>
    ms === null ? [] : [`${name} ${lengthText(Math.max(0, ms))}`],
  );
  return {
    what: `The alert ${arrival.alertName} came to ${arrival.channel} ${length} after ${from}; the limit is ${lengthText(limitMs)}.`,
    where: arrival.where,
    why: stages.length === 0 ? "How long each station took is not known." : `The stations took: ${stages.join(", ")}.`,
    fix: "Shorten the slowest station: the rule's window and \"for\", Prometheus's evaluation interval, Alertmanager's group_wait.",
  };
}

function tooEarly({ alertName, channel, where }: AlertArrival, { postedAt }: Message, ms: number): Explanation {
  return {
    what: `The message of ${alertName} in ${channel} is from ${postedAt}, ${lengthText(-ms)} before what it should tell of.`,
    where,
    why: "It belongs to an earlier incident, or the clocks of Prometheus and the channel differ.",
    fix: "Look into the channel for a newer message; compare the clocks.",
  };
}

function untimed({ alertName, channel, where }: AlertArrival): Explanation {
  return {
    what: `The alert ${alertName} stands in ${channel}, but how long it took is not known.`,
    where,
    why: "Neither the first bad answer's time is known, nor since when the rule is active, nor when the message was posted after it.",
    fix: "Check the selectors of errors and the rule's name in the environment file.",
  };
}

function nothingToAlertOn({ alertName, channel, where, rule }: AlertArrival): Explanation {
  return {
    what: `No message of the alert ${alertName} stands in ${channel}, and it is not known that there was anything to tell.`,
    where,
    why: `No first bad answer of the canary was found, and the rule's state is ${rule.state}.`,
    fix: "Compare the canary's error counter with its log; see that the rule is loaded.",
  };
}

function unknownWait({ alertName, channel, where }: AlertArrival): Explanation {
  return {
    what: `No message of the alert ${alertName} stands in ${channel}, but since when it is due, or until when it was looked for, is not known.`,
    where,
    why: "The readings carry no time for it.",
    fix: "Look into the channel by hand, and run the check again.",
  };
}

function lookedTooShortly({ alertName, channel, where }: AlertArrival, ms: number, limitMs: number): Explanation {
  return {
    what: `No message of the alert ${alertName} stands in ${channel} yet; it was looked for only ${lengthText(Math.max(0, ms))} of the ${lengthText(limitMs)} that it may take.`,
    where,
    why: "The check was carried out before the limit was over.",
    fix: "Run the check again.",
  };
}

interface Stage {
  readonly name: string;
  readonly signal: string;
  readonly source: string;
  readonly ms: number | null;
}

/** Prometheus tells Alertmanager when the rule began to fire: `startsAt` is that time. */
function stagesOf({ firstBadAt, rule, notified, message }: AlertArrival): readonly Stage[] {
  return [
    {
      name: "until the rule was pending",
      signal: "delay from the first bad answer to the pending rule",
      source: "Prometheus",
      ms: msBetween(firstBadAt, rule.activeAt),
    },
    {
      name: "until it fired",
      signal: "delay from the pending rule to the firing one",
      source: "Alertmanager",
      ms: msBetween(rule.activeAt, notified?.startsAt),
    },
    {
      name: "until the message",
      signal: "delay from the firing rule to the message",
      source: "Slack",
      ms: msBetween(notified?.startsAt, message?.postedAt),
    },
  ];
}

function delays(arrival: AlertArrival, limitMs: number): readonly Measurement[] {
  const { alertName, channel, firstBadAt, rule, message } = arrival;
  const query = `${alertName} in ${channel}`;
  const [limit, comparison] = [limitMs, "at-most" as const];
  const whole = msBetween(firstBadAt, message?.postedAt);
  return [
    measured({
      signal: "delay from the first bad answer to the message",
      value: whole,
      unit: "ms",
      limit,
      comparison,
      source: "Slack",
      query,
    }),
    measured({
      signal: "delay from the rule to the message",
      value: msBetween(rule.activeAt, message?.postedAt),
      unit: "ms",
      source: "Slack",
      query,
    }),
    ...stagesOf(arrival).map(({ signal, source, ms }) => measured({ signal, value: ms, unit: "ms", source, query })),
  ];
}
