import type { Chart, ChartMark, ChartWords } from "../../model/chart";
import type { LatencyBucket, LatencyCounts } from "../../model/readings/canary-metrics";
import { windowOf } from "../../model/slices";
import { framed, namedTracks, type ByTrack, type ChartFrame } from "./frame";
import { gapsOf, isCount, isUnanswered, joinedGaps, middle, perSlice, pointsOf, type SliceValue } from "./slice-values";
import { thinned } from "./thin";

const QUANTILE = 0.95;

interface Given extends ByTrack<LatencyCounts> {
  readonly limitMs: number;
}

/** The P95 of each slice, in ms, interpolated in its bucket. Above the last bound it is drawn at that bound, and marked. */
export function latencyChart(given: Given, frame: ChartFrame): Chart {
  const lines = namedTracks(given, frame.words).map(([name, counts]) => {
    const quantiles = quantilesOf(counts);
    const values = quantiles.map(({ value }) => value);
    const series = { name, points: pointsOf(counts.slices, values) };
    return { series, gaps: gapsOf(counts.slices, values, name), marks: marksAbove(counts, quantiles, frame.words) };
  });
  return framed(windowOf(given.canary.slices), frame, {
    title: frame.words.p95,
    unit: "ms",
    series: lines.map(({ series }) => thinned(series)),
    limits: [{ name: frame.words.limit, value: given.limitMs }],
    marks: lines.flatMap(({ marks }) => marks),
    gaps: joinedGaps(lines.map(({ gaps }) => gaps)),
  });
}

interface Quantile {
  readonly value: SliceValue;
  readonly isAboveLastBound: boolean;
}

function quantilesOf(counts: LatencyCounts): Quantile[] {
  const quantiles: Quantile[] = [];
  perSlice(counts.slices, (index) => {
    const quantile = isUnanswered(counts.coverage, index) ? UNKNOWN : quantileIn(counts.buckets, index);
    quantiles.push(quantile);
    return quantile.value;
  });
  return quantiles;
}

const UNKNOWN: Quantile = { value: "no-data", isAboveLastBound: false };

/** The quantile as PromQL's histogram_quantile has it: linear within its bucket, the first of which begins at 0. */
function quantileIn(buckets: readonly LatencyBucket[], index: number): Quantile {
  const counts = buckets.map(({ increases }) => increases[index] ?? Number.NaN);
  const total = counts.at(-1);
  if (total === undefined || !isCumulative(counts) || !isOpenEnded(buckets)) return UNKNOWN;
  if (total === 0) return { value: "no-traffic", isAboveLastBound: false };
  const rank = QUANTILE * total;
  const at = counts.findIndex((count) => count >= rank);
  const low = at === 0 ? 0 : (buckets[at - 1]?.upperBoundMs ?? Number.NaN);
  const high = buckets[at]?.upperBoundMs ?? Number.NaN;
  if (high === Number.POSITIVE_INFINITY) return { value: low, isAboveLastBound: true };
  const below = at === 0 ? 0 : (counts[at - 1] ?? Number.NaN);
  const value = low + (high - low) * ((rank - below) / ((counts[at] ?? Number.NaN) - below));
  return Number.isFinite(value) ? { value, isAboveLastBound: false } : UNKNOWN;
}

function isCumulative(counts: readonly number[]): boolean {
  return counts.every((count, at) => isCount(count) && count >= (counts[at - 1] ?? 0) - 1e-6);
}

function isOpenEnded(buckets: readonly LatencyBucket[]): boolean {
  return buckets.length >= 2 && buckets.at(-1)?.upperBoundMs === Number.POSITIVE_INFINITY;
}

/** One mark for slices above the last bound that follow each other. */
function marksAbove({ slices }: LatencyCounts, quantiles: readonly Quantile[], words: ChartWords): ChartMark[] {
  return quantiles.flatMap(({ value, isAboveLastBound }, index) => {
    const isFirst = isAboveLastBound && quantiles[index - 1]?.isAboveLastBound !== true;
    if (!isFirst || typeof value !== "number") return [];
    return [{ at: middle(slices.edges, index), name: words.aboveLastBound(value), kind: "finding" }];
  });
}
