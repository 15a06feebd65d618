import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { ProportionRule } from "../model/proportion-rule";
import type { LatencyCounts } from "../model/readings/canary-metrics";
import { windowOf } from "../model/slices";
import { placeOf, secondsOf } from "./error-counts";
import { intervalInPercent } from "./error-rate";
import { counted, figure } from "./figures";
import { measured } from "./judged";
import { boundsText, boundText, countLatency, type CountedLatency, type Histogram } from "./latency-buckets";
import { decide, type Fault, type Findings } from "./precedence";
import { holdShare, type HeldShare } from "./proportion";
import { brokenText, keptText, tooFewFault, type ShareWords } from "./proportion-words";
import { quantileOf, type Quantile } from "./quantile";
import { rounded } from "./statistics/rounded";

/** P95. */
const QUANTILE = 0.95;
const ALLOWED_PERCENT = 5;
/** A bucket's bound is the limit if it differs by no more than this part of it. */
const SAME_BOUND = 1e-9;

/** P95 of a histogram, and the share of slower requests held against the 5 % that it allows. */
export interface HeldLatency {
  readonly quantile: Quantile;
  readonly total: number;
  /** null: no bucket ends at the limit or above it. */
  readonly slow: { readonly held: HeldShare; readonly boundMs: number; readonly isExact: boolean } | null;
}

/**
 * Judges that P95 is below the limit, exactly: the share of requests that took longer than the bucket bound at the limit is
 * below 5 %, by the rule. Without a bound at the limit it is no pass; proven above the next greater bound, it is broken
 * all the same. The interpolated P95 is shown with its bucket.
 */
export function judgeP95(counts: LatencyCounts, limitMs: number, rule: ProportionRule): Judgement {
  const found = countLatency(counts);
  const held = found.histogram === null ? null : holdLatency(found.histogram, limitMs, rule);
  const findings = latencyFindings(counts, found, held, limitMs);
  const measurements = [p95(counts, held, limitMs), slowShare(counts, held, limitMs)];
  return decide(findings, keptSentence(held, limitMs), measurements);
}

/** Holds a histogram against a limit of P95. */
export function holdLatency(histogram: Histogram, limitMs: number, rule: ProportionRule): HeldLatency {
  const quantile = quantileOf(histogram, QUANTILE);
  const exact = histogram.buckets.find(({ boundMs }) => Math.abs(boundMs - limitMs) <= SAME_BOUND * limitMs);
  const bucket = exact ?? histogram.buckets.find(({ boundMs }) => boundMs > limitMs && boundMs !== Infinity);
  const { total } = histogram;
  if (bucket === undefined) return { quantile, total, slow: null };
  const held = holdShare({ events: total - bucket.count, total, limitShare: ALLOWED_PERCENT / 100, rule });
  return { quantile, total, slow: { held, boundMs: bucket.boundMs, isExact: exact !== undefined } };
}

/** What stands between response times and "P95 is below the limit". */
export function latencyFindings(
  counts: LatencyCounts,
  { obstacles }: CountedLatency,
  latency: HeldLatency | null,
  limitMs: number,
): Findings {
  const slow = latency?.slow ?? null;
  const isSlow = latency !== null && slow?.held.position === "above";
  return {
    ...obstacles,
    "a limit that is proven to be broken": isSlow ? [tooSlow(counts, latency, slow.held, limitMs)] : [],
    "a limit that is not proven to be kept": latency === null ? null : unprovenFault(counts, latency, limitMs),
  };
}

/** The interpolated P95, shown with its bucket's bounds; no value above the last bound. */
export function p95(counts: LatencyCounts, latency: HeldLatency | null, limitMs: number | null): Measurement {
  const quantile = latency?.quantile ?? null;
  const hasBounds = quantile !== null && quantile.valueMs !== null;
  return measured({
    signal: "P95 response time",
    value: hasBounds ? rounded(quantile.valueMs) : null,
    unit: "ms",
    limit: limitMs,
    comparison: limitMs === null ? null : "below",
    window: windowOf(counts.slices),
    samples: latency?.total ?? null,
    interval: hasBounds ? { low: quantile.lowMs, high: quantile.highMs, confidence: 1 } : null,
    source: counts.source,
    query: counts.query,
  });
}

/** P95 for a sentence: "58 ms (between 50 ms and 75 ms)", "above 10,000 ms". */
export function quantileText({ valueMs, lowMs, highMs }: Quantile): string {
  if (valueMs === null) return `above ${boundText(lowMs)} (the last bound of the histogram)`;
  return `${figure(valueMs)} ms (in the bucket from ${figure(lowMs)} to ${figure(highMs)} ms)`;
}

function slowShare(counts: LatencyCounts, latency: HeldLatency | null, limitMs: number): Measurement {
  const held = latency?.slow?.isExact === true ? latency.slow.held : null;
  return measured({
    signal: `share of requests above ${figure(limitMs)} ms`,
    value: held === null || held.share === null ? null : rounded(100 * held.share),
    unit: "percent",
    limit: ALLOWED_PERCENT,
    comparison: "below",
    window: windowOf(counts.slices),
    samples: held?.total ?? null,
    interval: held === null ? null : intervalInPercent(held),
    source: counts.source,
    query: counts.query,
  });
}

function wordsOf({ events, total }: HeldShare, boundMs: number): ShareWords {
  return {
    name: `the share of requests above ${boundText(boundMs)}`,
    limitPercent: ALLOWED_PERCENT,
    isTurned: false,
    counts: `${figure(events)} of ${counted(total, "request")}`,
  };
}

function keptSentence(latency: HeldLatency | null, limitMs: number): string | null {
  if (latency === null || latency.slow === null) return null;
  const { held, boundMs } = latency.slow;
  return `P95 ${quantileText(latency.quantile)} is below ${boundText(limitMs)}: ${keptText(held, wordsOf(held, boundMs))}`;
}

function tooSlow(
  counts: LatencyCounts,
  { quantile, slow }: HeldLatency,
  held: HeldShare,
  limitMs: number,
): Explanation {
  const boundMs = slow?.boundMs ?? limitMs;
  return {
    what: `P95 ${quantileText(quantile)} is not below ${boundText(limitMs)}: ${brokenText(held, wordsOf(held, boundMs))}`,
    where: placeOf(counts),
    why: `More requests are slow than the 5 % that P95 allows. Query: ${counts.query}`,
    fix: `See which endpoints are slow and what they wait for; roll back unless the cause is known and harmless.`,
  };
}

function unprovenFault(counts: LatencyCounts, latency: HeldLatency, limitMs: number): Fault | null {
  const { slow, quantile } = latency;
  if (slow === null || !slow.isExact) return { cause: "no-data", problem: noBound(counts, quantile, limitMs) };
  if (slow.held.position !== "undecided") return null;
  const fault = tooFewFault(slow.held, wordsOf(slow.held, slow.boundMs), placeOf(counts), secondsOf(counts));
  return { ...fault, problem: { ...fault.problem, what: `P95 ${quantileText(quantile)}: ${fault.problem.what}` } };
}

function noBound(counts: LatencyCounts, quantile: Quantile, limitMs: number): Explanation {
  return {
    what: `P95 ${quantileText(quantile)} cannot be held against ${boundText(limitMs)}: the histogram has no bucket that ends there.`,
    where: placeOf(counts),
    why: `Between two bounds nobody knows how many requests were faster. The bounds are ${boundsText(counts)}. Query: ${counts.query}`,
    fix: `Give the histogram a bucket that ends at ${boundText(limitMs)}, in the service's metrics.`,
  };
}
