import type { Explanation } from "../../model/explanation";
import type { Judgement } from "../../model/judgement";
import type { Measurement } from "../../model/measurement";
import type { Cause } from "../../model/outcome";
import type { ErrorLogs } from "../../model/readings/incident";
import { counted, figure, percentage } from "../figures";
import { listed, measured, undecided } from "../judged";
import type { Fault } from "../precedence";
import { weighed } from "../weighed";

/** So many kinds of messages are named. */
const NAMED_GROUPS = 3;
/** A message with this share of a store's error lines is the dominant one. */
const DOMINANT_SHARE = 0.8;
/** Of fewer lines than this no message is dominant: one line is always all of them. */
const LEAST_LINES = 5;

/**
 * Judges that the canary's error lines were looked at in every log store: their most frequent messages are known.
 * @param errorsByMetrics how many errors the metrics count over the same time; null: not known.
 */
export function judgeErrorLogs(logs: readonly ErrorLogs[], errorsByMetrics: number | null): Judgement {
  if (logs.length === 0) return undecided("not-executed", noStore());
  return weighed({
    summary: logs.map(summaryOf).join(" "),
    measurements: logs.flatMap(measurementsOf),
    problems: [],
    doubts: logs.flatMap((one) => doubtOf(one, errorsByMetrics) ?? []),
  });
}

/** The message with at least 80 % of the error lines, in every store that has error lines; null: there is none. */
export function dominantMessage(logs: readonly ErrorLogs[]): string | null {
  const messages = logs.filter(({ total }) => total !== 0).map(dominantOf);
  return new Set(messages).size === 1 ? (messages[0] ?? null) : null;
}

/** Whether every store gave error lines that can be relied on; none asked: no. */
export function areLogsKnown(logs: readonly ErrorLogs[], errorsByMetrics: number | null): boolean {
  return judgeErrorLogs(logs, errorsByMetrics).outcome === "passed";
}

function dominantOf({ groups, total }: ErrorLogs): string | null {
  const [first] = groups;
  return first !== undefined && total >= LEAST_LINES && first.count >= DOMINANT_SHARE * total ? first.message : null;
}

function doubtOf(logs: ErrorLogs, errorsByMetrics: number | null): Fault | null {
  return countDoubt(logs) ?? (logs.total === 0 ? absenceDoubt(logs, errorsByMetrics) : null);
}

/** What makes the store's numbers unfit to be relied on. */
function countDoubt(logs: ErrorLogs): Fault | null {
  const { source, total, linesOfCanary, groups } = logs;
  const sum = groups.reduce((all, { count }) => all + count, 0);
  if (![total, linesOfCanary, sum].every((count) => Number.isSafeInteger(count) && count >= 0))
    return doubt(
      logs,
      "no-data",
      `${source} gives no count of the canary's lines.`,
      "Its answer is not of the expected form.",
    );
  if (linesOfCanary === 0)
    return doubt(
      logs,
      "no-data",
      `${source} has no line of the canary at all in this window, so that no error line is there means nothing.`,
      "The canary's log does not reach the store, or the field that tells the track is named otherwise.",
    );
  if (total > linesOfCanary || sum > total)
    return doubt(
      logs,
      "disagreeing-sources",
      `${source} counts ${counted(total, "error line")} of the canary among ${counted(linesOfCanary, "line")}, and ${figure(sum)} by message.`,
      "The questions do not ask for the same lines, or lines came between them.",
    );
  if (total === 0 || sum > 0) return null;
  const what = `${source} counts ${counted(total, "error line")} of the canary, but gives no message of any.`;
  return doubt(logs, "no-data", what, "The field of the message is named otherwise.");
}

/** No error line is right only where the metrics count no error either. */
function absenceDoubt(logs: ErrorLogs, errorsByMetrics: number | null): Fault | null {
  const { source, linesOfCanary } = logs;
  const none = `${source} has no error line among ${counted(linesOfCanary, "line")} of the canary`;
  if (errorsByMetrics === 0) return null;
  if (errorsByMetrics === null)
    return doubt(
      logs,
      "no-data",
      `${none}, and whether there were errors is not known.`,
      "The metrics give no number of errors over this time.",
    );
  return doubt(
    logs,
    "disagreeing-sources",
    `${none}, though the metrics count ${counted(errorsByMetrics, "error")}.`,
    "Errors are logged under another level or status, are logged elsewhere, or have not arrived yet.",
  );
}

function doubt({ where, query }: ErrorLogs, cause: Cause, what: string, why: string): Fault {
  const fix = "Check incident.logs and logStores in the environment file, and search the store by hand.";
  return { cause, problem: { what, where, why: `${why} Query: ${query}`, fix } };
}

function summaryOf({ source, total, groups, linesOfCanary }: ErrorLogs): string {
  const among = `among ${counted(linesOfCanary, "line")} of the canary`;
  if (total === 0) return `${source}: no error line ${among}, and the metrics count no error.`;
  const most = groups.map(
    ({ message, count }) => `"${message}" ${figure(count)} (${percentage((100 * count) / total)})`,
  );
  return `${source}: ${counted(total, "error line")} ${among}; most frequent: ${listed(most, NAMED_GROUPS)}.`;
}

function measurementsOf({ source, query, window, total, groups, linesOfCanary }: ErrorLogs): readonly Measurement[] {
  const lines = (signal: string, value: number) =>
    measured({ signal, value: Number.isSafeInteger(value) ? value : null, unit: "lines", window, source, query });
  return [
    lines(`canary's error lines in ${source}`, total),
    lines(`canary's lines in ${source}`, linesOfCanary),
    ...groups.slice(0, NAMED_GROUPS).map(({ message, count }) => lines(`lines with "${message}"`, count)),
  ];
}

function noStore(): Explanation {
  return {
    what: "No error log was looked at.",
    where: "logStores in the environment file",
    why: "No log store gave an answer, or none is named.",
    fix: "Name at least one log store, and the fields of its error lines under incident.logs.",
  };
}
