import type { Fault, FaultOutcome } from "./fault";

/** Outcomes at the last checkpoint of each phase: Day 4 at 15:45, Days 5–6 at 10-24 08:00, Day 7 at 10-25 14:00. */
type Changes = Readonly<Record<string, FaultOutcome>>;

/** A fault that lies in the canary week's history: the week of the same name. */
function inHistory(name: string, sentence: string, changes: Changes): Fault {
  return { name, sentence, changes, plan: { history: name } };
}

/** The same outcome for several items. */
function each(outcome: FaultOutcome, ...items: readonly string[]): Changes {
  return Object.fromEntries(items.map((item) => [item, outcome]));
}

/**
 * More than 1 % of errors begins the incident's read-only part in the same run. In the week of the past it finds no log, no
 * alert and no state of a dependency any more.
 */
const LONG_OVER: Changes = each("inconclusive", "INC-1", "INC-2", "INC-3", "INC-4", "INC-5");
/** Seen in a slice of the past: at the checkpoint, at night, too few requests tell whether it goes on. */
const SEEN_LATER: Changes = { ...each("inconclusive", "INC-0"), ...LONG_OVER };

/**
 * Faults in the canary's window (Day 4 after the roll-out, Days 5–6, Day 7), each a week of history. D7-5 holds D7-1
 * to D7-4 together, so it changes with each of them.
 */
export const WINDOW_FAULTS: readonly Fault[] = [
  inHistory(
    "error-rate-above-limit",
    "From the roll-out on 0.9 % of the canary's requests fail.",
    each("failed", "D4-1", "D56-1", "D7-1", "D7-3", "D7-5"),
  ),
  inHistory(
    "error-rate-of-an-incident",
    "In the half-hour before the last checkpoint of Day 4 3 % of the canary's requests fail.",
    { ...each("failed", "D4-1", "D56-1", "INC-0"), ...LONG_OVER },
  ),
  inHistory(
    "error-burst-between-checkpoints",
    "At night, between two checkpoints, the canary is out for 24 minutes; over 48 hours that is 0.27 %.",
    { ...each("failed", "D56-1", "D7-3", "D7-4", "D7-5"), ...SEEN_LATER },
  ),
  inHistory(
    "errors-in-a-new-series",
    "A burst of 1,200 errors is born as one new series, whose first value increase() leaves out.",
    { ...each("failed", "D56-1", "D7-1", "D7-3", "D7-5"), ...SEEN_LATER },
  ),
  inHistory(
    "error-rate-high-in-one-slice",
    "In one half-hour of the first night 5 % of the canary's requests fail; the whole stays far below the limit.",
    { ...each("failed", "D56-1"), ...SEEN_LATER },
  ),
  inHistory("no-canary-traffic", "The canary is up and has its weight, and gets no request of any user.", {
    ...each("inconclusive", "D4-1", "D4-2", "D56-1", "D56-2", "D7-1", "D7-2", "D7-3", "D7-5"),
    "D4-4": "failed",
  }),
  inHistory(
    "metric-renamed",
    "The service counts its requests under another name than anyone asks for.",
    each("inconclusive", "D4-1", "D4-4", "D56-1", "D7-1", "D7-3", "D7-5"),
  ),
  inHistory(
    "nan-everywhere",
    "From the roll-out on the canary's counters of requests and durations are NaN.",
    each("inconclusive", "D4-1", "D4-2", "D4-4", "D56-1", "D56-2", "D7-1", "D7-2", "D7-3", "D7-5"),
  ),
  // The probes from outside are another job: D7-4 has them all.
  inHistory(
    "data-gap",
    "Of the last 48 hours 40 are missing for the whole service, its own state included.",
    each("inconclusive", "D56-1", "D56-2", "D56-3", "D7-1", "D7-2", "D7-3", "D7-5", "D7-6"),
  ),
  inHistory("stale-target", "The canary is not scraped any more ten minutes before each phase's last checkpoint.", {
    ...each("inconclusive", "D4-1", "D4-2", "D4-3", "D4-4", "D56-1", "D56-2", "D56-3"),
    ...each("inconclusive", "D7-1", "D7-2", "D7-3", "D7-5", "D7-6"),
  }),
  // Nothing may change: exact counts know that a counter can begin anew.
  inHistory("counter-resets", "The canary's counters begin anew three times, while its process lives on.", {}),
  inHistory(
    "p95-above-limit",
    "From the roll-out on the canary's P95 is 180 ms.",
    each("failed", "D4-2", "D56-2", "D7-2", "D7-5"),
  ),
  inHistory(
    "p95-above-last-bucket",
    "One in ten of the canary's requests takes longer than the histogram can tell, more than 10 s.",
    each("failed", "D4-2", "D56-2", "D7-2", "D7-5"),
  ),
  inHistory(
    "bucket-boundary-missing",
    "The canary's histogram has no bound at the limit of 100 ms.",
    each("inconclusive", "D4-2", "D56-2", "D7-2", "D7-5"),
  ),
  inHistory(
    "latency-drifts-up",
    "The canary's P95 drifts from 52 to 80 ms over the window, always under the limit.",
    each("failed", "D56-2"),
  ),
  inHistory("memory-leak", "The canary's memory grows by 12 MB an hour and never shrinks.", each("failed", "D56-3")),
  inHistory(
    "memory-leak-with-restarts",
    "The canary's memory grows by 30 MB an hour, and every six hours its process is started anew.",
    each("failed", "D56-3"),
  ),
  inHistory(
    "traffic-share-20-percent",
    "The balancer gave the canary 20 % of the requests, and its weights said so.",
    each("failed", "D4-4"),
  ),
  inHistory(
    "sticky-traffic",
    "The weights were 5 and 95, and sticky sessions brought the canary 12 % of the requests.",
    each("failed", "D4-4"),
  ),
  inHistory(
    "too-few-requests",
    "The canary gets about 300 requests between two checkpoints: too few to prove a small error rate.",
    each("inconclusive", "D4-1", "D56-1", "D7-1", "D7-3", "D7-5"),
  ),
  inHistory(
    "probe-fails-twice-in-a-row",
    "Two probes from outside fail, one after the other; 99.965 % of them still succeed.",
    each("failed", "D7-4", "D7-5"),
  ),
  inHistory(
    "availability-99-94",
    "Of the last 48 hours' requests 99.94 % are answered well; the error rate is far below its own limit.",
    each("failed", "D7-3", "D7-5"),
  ),
  inHistory(
    "rollback-happened",
    "On the third day the canary was rolled back, and got its traffic again 20 minutes later.",
    each("failed", "D7-6"),
  ),
  inHistory(
    "two-series-for-one-question",
    "The canary's memory is told twice, once by a container beside it.",
    each("inconclusive", "D4-3", "D56-3"),
  ),
];
