import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { Cause } from "../model/outcome";
import type { ProportionRule } from "../model/proportion-rule";
import type { ErrorCounts, LatencyCounts, ProbeSamples } from "../model/readings/canary-metrics";
import type { RecordedItem } from "../model/readings/window-record";
import { judgeAvailabilityByRequests } from "./availability";
import { judgeErrorRate } from "./error-rate";
import { listed, measured } from "./judged";
import { judgeP95 } from "./latency";
import type { Fault } from "./precedence";
import { judgeAvailabilityByTime } from "./probes";
import { weighed } from "./weighed";

/** What is held against a record: the same window, asked again. */
export interface AskedAgain {
  readonly record: RecordedItem;
  /** How far a value may be from the recorded one, in percent of the greater. */
  readonly tolerancePercent: number;
  readonly rule: ProportionRule;
}

/** No limit plays a part here: only the values are compared. */
const ANY = { percent: 50, ms: 100 } as const;

/** Judges that the record has the same error rate, from the same counts. */
export function judgeSameErrorRate(again: ErrorCounts, asked: AskedAgain): Judgement {
  return judgeSame("error rate", judgeErrorRate(again, ANY.percent, asked.rule).measurements, asked);
}

/** Judges that the record has the same P95, from as many requests. */
export function judgeSameP95(again: LatencyCounts, asked: AskedAgain): Judgement {
  const { measurements } = judgeP95(again, ANY.ms, asked.rule);
  return judgeSame(
    "P95 response time",
    measurements.filter(({ signal }) => signal === "P95 response time"),
    asked,
  );
}

/** Judges that the record has the same availability, by requests and by time. */
export function judgeSameAvailability(errors: ErrorCounts, probes: ProbeSamples, asked: AskedAgain): Judgement {
  const byRequests = judgeAvailabilityByRequests(errors, ANY.percent, asked.rule).measurements;
  const byTime = judgeAvailabilityByTime(probes, ANY.percent).measurements;
  return judgeSame("availability", [...byRequests, ...byTime], asked);
}

function judgeSame(subject: string, again: readonly Measurement[], asked: AskedAgain): Judgement {
  const { record } = asked;
  const pairs = again.map((now) => ({ now, then: recordedAs(now, record) }));
  const values = pairs.flatMap(({ then }) => (then === null ? [] : [then]));
  return weighed({
    summary: `The record has the same ${subject}: ${values.map(valueText).join(", ")} (run ${record.run?.runId ?? "none"}).`,
    measurements: values.map((then) =>
      measured({ ...then, signal: `recorded ${then.signal}`, limit: null, comparison: null, source: "journal" }),
    ),
    problems: [],
    doubts: doubtsOf(subject, pairs, asked),
  });
}

interface Pair {
  readonly now: Measurement;
  readonly then: Measurement | null;
}

/** The weightiest first. */
function doubtsOf(subject: string, pairs: readonly Pair[], { record, tolerancePercent }: AskedAgain): Fault[] {
  const { run, item, checks, problems, environment } = record;
  const doubt = (cause: Cause, given: Omit<Explanation, "where">): Fault => ({
    cause,
    problem: { where: record.where, ...given },
  });
  if (run === null) return [...damaged(record), doubt("not-executed", notRecorded(subject, record))];
  const notPassed = checks.filter(({ outcome }) => outcome !== "passed");
  const differing = pairs.filter(({ now, then }) => then === null || !agree(now, then, tolerancePercent));
  const sentences = [
    ...(checks.length === 0 && problems.length === 0 ? [`its verdict has no check of ${item}`] : []),
    ...notPassed.map(({ outcome, summary }) => `it judged ${item} ${outcome}: ${summary}`),
    ...(checks.length === 0 ? [] : differing.map(({ now, then }) => difference(now, then))),
  ];
  const disagrees = {
    what: `The ${subject} that run ${run.runId} recorded is not what is found afresh: ${listed(sentences, 3)}.`,
    why: "Prometheus has lost or changed data since, the record was changed, or the limits were.",
    fix: `See npm run journal -- verify, and run that checkpoint again: npm run ${run.phase} -- --environment ${environment} --at ${record.evaluatedAt ?? ""}`,
  };
  return [...damaged(record), ...(sentences.length === 0 ? [] : [doubt("disagreeing-sources", disagrees)])];
}

function damaged({ problems, where }: RecordedItem): Fault[] {
  if (problems.length === 0) return [];
  const problem = {
    what: `The record is damaged, so that what it says of this is not certain: ${listed(problems, 2)}.`,
    where,
    why: "A line of the journal, or a file that it vouches for, was changed, lost or torn.",
    fix: "npm run journal -- verify names each place; find out who or what changed it.",
  };
  return [{ cause: "partial-coverage", problem }];
}

function notRecorded(subject: string, { item, environment }: RecordedItem): Omit<Explanation, "where"> {
  return {
    what: `No run has recorded the ${subject} (${item}) for this release and version.`,
    why: "The phase of that item was not run, or no run of it came to a sound end.",
    fix: `Run it: npm run day7 -- --environment ${environment}`,
  };
}

/** The same signal over the same window. */
function recordedAs({ signal, window }: Measurement, { checks }: RecordedItem): Measurement | null {
  const all = checks.flatMap(({ measurements }) => measurements).filter((one) => one.signal === signal);
  return all.find((one) => one.window?.start === window?.start && one.window?.end === window?.end) ?? null;
}

function agree(now: Measurement, then: Measurement, tolerancePercent: number): boolean {
  return isNear(now.value, then.value, tolerancePercent) && isNear(now.samples, then.samples, tolerancePercent);
}

/** Two absent numbers of samples agree; a value has to be there. */
function isNear(now: Measurement["value"], then: Measurement["value"], tolerancePercent: number): boolean {
  if (typeof now !== "number" || typeof then !== "number") return now === then;
  return Math.abs(now - then) <= (tolerancePercent / 100) * Math.max(Math.abs(now), Math.abs(then));
}

function difference(now: Measurement, then: Measurement | null): string {
  if (then === null) return `it has no ${now.signal} over the same window`;
  return `${now.signal} ${valueText(then)} recorded, ${valueText(now)} afresh`;
}

function valueText({ value, unit, samples }: Measurement): string {
  const number = typeof value === "number" ? String(Number(value.toFixed(4))) : (value ?? "none");
  return `${number} ${unit}${samples === null ? "" : ` of ${samples}`}`;
}
