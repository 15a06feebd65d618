import type { Explanation } from "../model/explanation";
import type { LatencyBucket, LatencyCounts } from "../model/readings/canary-metrics";
import { oddity, sumOf, wholeOf } from "./counter-totals";
import { faultOfCoverage } from "./coverage";
import { placeOf } from "./error-counts";
import { figure } from "./figures";
import { listed } from "./judged";
import type { Fault, Findings } from "./precedence";

/** A bucket of the whole window: how many requests took at most so long. */
export interface WholeBucket {
  /** Infinity for the last one. */
  readonly boundMs: number;
  readonly count: number;
}

/** A histogram of the whole window that can be judged: cumulative, its last bucket holding all requests. */
export interface Histogram {
  readonly buckets: readonly WholeBucket[];
  readonly total: number;
}

type Obstacles = Omit<Findings, "a limit that is proven to be broken" | "a limit that is not proven to be kept">;

/** The buckets over the whole window, and what stands in the way of judging them. */
export interface CountedLatency {
  /** null: there is nothing to judge, and an obstacle says why. */
  readonly histogram: Histogram | null;
  readonly obstacles: Obstacles;
}

/** Sums each bucket over the slices. */
export function countLatency(counts: LatencyCounts): CountedLatency {
  const buckets = counts.buckets.map((bucket) => ({ boundMs: bucket.upperBoundMs, count: countOf(bucket) }));
  const whole = buckets.flatMap(({ boundMs, count }) => (count === null ? [] : [{ boundMs, count }]));
  const total = buckets.at(-1)?.boundMs === Infinity ? (buckets.at(-1)?.count ?? null) : null;
  const obstacles = {
    "numbers that are no counts": unreadableFault(counts),
    "counts that contradict each other": contradictionFault(counts, whole),
    "a hole in the coverage": faultOfCoverage(counts),
    "counts that are absent or zero": absenceFault(counts, total),
  };
  const isUsable =
    obstacles["numbers that are no counts"] === null &&
    obstacles["counts that contradict each other"] === null &&
    total !== null &&
    total > 0;
  return { histogram: isUsable ? { buckets: whole, total } : null, obstacles };
}

function countOf({ increases }: LatencyBucket): number | null {
  return sumOf(increases.map((increase) => (increase === null ? null : (wholeOf(increase) ?? 0))));
}

/** A bound for people: "100 ms", "+Inf". */
export function boundText(boundMs: number): string {
  return boundMs === Infinity ? "+Inf" : `${figure(boundMs)} ms`;
}

/** All bounds for people. */
export function boundsText({ buckets }: LatencyCounts): string {
  return listed(
    buckets.map(({ upperBoundMs }) => boundText(upperBoundMs)),
    20,
  );
}

function unreadableFault(counts: LatencyCounts): Fault | null {
  const unreadable = counts.buckets.flatMap(({ upperBoundMs, increases }) => {
    const wrong = increases.find((increase) => increase !== null && wholeOf(increase) === null);
    if (wrong === undefined || wrong === null) return [];
    return [`${boundText(upperBoundMs)} (${oddity(wrong)})`];
  });
  const isOrdered = counts.buckets.every(
    ({ upperBoundMs }, index) => upperBoundMs > (counts.buckets[index - 1]?.upperBoundMs ?? -Infinity),
  );
  if (unreadable.length === 0 && isOrdered) return null;
  const what =
    unreadable.length > 0
      ? `${unreadable.length} of ${counts.buckets.length} buckets of ${counts.track}'s response times give numbers that are no counts: ${listed(unreadable, 3)}.`
      : `The bounds of ${counts.track}'s response-time buckets do not ascend: ${listed(counts.buckets.map(({ upperBoundMs }) => (Number.isNaN(upperBoundMs) ? "one that is no number" : boundText(upperBoundMs))))}.`;
  const problem = {
    what,
    where: placeOf(counts),
    why: `The application exports something else than a histogram there, or a rule computed it. Query: ${counts.query}`,
    fix: "Point the selector in the environment file at the raw buckets of the histogram.",
  };
  return { cause: "no-data", problem };
}

function contradictionFault(counts: LatencyCounts, buckets: readonly WholeBucket[]): Fault | null {
  const index = buckets.findIndex(({ count }, position) => count < (buckets[position - 1]?.count ?? 0));
  const [lower, upper] = [buckets[index - 1], buckets[index]];
  if (lower === undefined || upper === undefined) return null;
  const problem = {
    what: `${counts.track}'s response-time buckets contradict each other: ${figure(lower.count)} requests took at most ${boundText(lower.boundMs)}, but only ${figure(upper.count)} at most ${boundText(upper.boundMs)}.`,
    where: placeOf(counts),
    why: `Buckets count from zero on, so each holds those before it. Some series of a bucket are missing, or a rule changed them. Query: ${counts.query}`,
    fix: "Point the selector in the environment file at the raw buckets, with all of their series.",
  };
  return { cause: "disagreeing-sources", problem };
}

function absenceFault(counts: LatencyCounts, total: number | null): Fault | null {
  if (counts.buckets.length === 0) return { cause: "no-data", problem: noBuckets(counts) };
  if (total === null) return { cause: "no-data", problem: noTotal(counts) };
  if (total === 0) return { cause: "zero-traffic", problem: noTraffic(counts) };
  const isPartial = counts.buckets.at(-1)?.increases.includes(null) ?? true;
  return isPartial ? { cause: "partial-coverage", problem: missingSlices(counts) } : null;
}

function noBuckets(counts: LatencyCounts): Explanation {
  return {
    what: `There is no histogram of ${counts.track}'s response times.`,
    where: placeOf(counts),
    why: `The metric was probably renamed, or its labels differ from the selector. Query: ${counts.query}`,
    fix: "Look at the metrics page of the service, and correct the selector in the environment file.",
  };
}

function noTotal(counts: LatencyCounts): Explanation {
  return {
    what: `The histogram of ${counts.track}'s response times has no samples in its +Inf bucket, so the number of requests is unknown.`,
    where: placeOf(counts),
    why: `Its buckets are: ${boundsText(counts)}. Query: ${counts.query}`,
    fix: 'Let the selector in the environment file include the bucket le="+Inf", and see that the metric is scraped.',
  };
}

function noTraffic(counts: LatencyCounts): Explanation {
  return {
    what: `${counts.track} was given no request at all, so it has no response times.`,
    where: placeOf(counts),
    why: `It is not receiving traffic: its histogram did not move. Query: ${counts.query}`,
    fix: "Look at its weight and its state in the load balancer.",
  };
}

function missingSlices(counts: LatencyCounts): Explanation {
  const slices = counts.buckets.at(-1)?.increases ?? [];
  const missing = slices.filter((increase) => increase === null).length;
  return {
    what: `${counts.track}'s response times have no samples in ${missing} of ${slices.length} slices of the window.`,
    where: placeOf(counts),
    why: `The metric was missing at that time, though other metrics may have been there. Query: ${counts.query}`,
    fix: "Find out why it was missing. The check can hold only once its whole window has samples.",
  };
}
