import type { Chart, ChartInterval, ChartSeries } from "../../model/chart";
import type { ErrorCounts } from "../../model/readings/canary-metrics";
import { windowOf } from "../../model/slices";
import { framed, namedTracks, type ByTrack, type ChartFrame } from "./frame";
import { gapsOf, increaseIn, isUnanswered, joinedGaps, perSlice, pointsOf, type SliceValue } from "./slice-values";
import { thinned, thinnedInterval } from "./thin";

/** Bounds of a share (of 1), by the number of events among so many. */
export type ShareBounds = (events: number, total: number) => { readonly low: number; readonly high: number };

interface Given extends ByTrack<ErrorCounts> {
  readonly limitPercent: number;
  /** Gives each slice its bounds, where the chart is to show them. */
  readonly bounds?: ShareBounds | undefined;
}

/** The error rate of each slice, in percent. A slice without data is a gap; one without traffic has no rate. */
export function errorRateChart(given: Given, frame: ChartFrame): Chart {
  const lines = namedTracks(given, frame.words).map(([name, counts]) => lineOf(name, counts, given.bounds));
  return framed(windowOf(given.canary.slices), frame, {
    title: frame.words.errorRate,
    unit: "%",
    series: lines.map(({ series }) => thinned(series)),
    limits: [{ name: frame.words.limit, value: given.limitPercent }],
    gaps: joinedGaps(lines.map(({ gaps }) => gaps)),
    intervals: lines.flatMap(({ series, interval }) => (interval === null ? [] : [thinnedInterval(interval, series)])),
  });
}

function lineOf(name: string, counts: ErrorCounts, bounds: ShareBounds | undefined) {
  const values = perSlice(counts.slices, (index) => ratePercent(counts, index));
  const series: ChartSeries = { name, points: pointsOf(counts.slices, values) };
  const interval = bounds === undefined ? null : intervalOf(name, counts, values, bounds);
  return { series, interval, gaps: gapsOf(counts.slices, values, name) };
}

function ratePercent(counts: ErrorCounts, index: number): SliceValue {
  const requests = increaseIn(counts.requests, index);
  const errors = errorsIn(counts, index);
  const isKnown = requests !== null && errors !== null && errors <= requests + 1e-6;
  if (!isKnown || isUnanswered(counts.coverage, index)) return "no-data";
  return requests === 0 ? "no-traffic" : (100 * errors) / requests;
}

/** An absent error series stands for no error only where the metric is known to exist. */
function errorsIn({ errors, isFamilyKnown }: ErrorCounts, index: number): number | null {
  return increaseIn(errors, index) ?? (isFamilyKnown ? 0 : null);
}

function intervalOf(
  series: string,
  counts: ErrorCounts,
  values: readonly SliceValue[],
  bounds: ShareBounds,
): ChartInterval {
  const both = values.map((value, index) =>
    typeof value === "number"
      ? bounds(Math.round(errorsIn(counts, index) ?? 0), Math.round(increaseIn(counts.requests, index) ?? 0))
      : null,
  );
  const percent = (share: number | undefined) => (share === undefined ? null : 100 * share);
  return { series, low: both.map((of) => percent(of?.low)), high: both.map((of) => percent(of?.high)) };
}
