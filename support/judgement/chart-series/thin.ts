import type { ChartInterval, ChartSeries } from "../../model/chart";

/** More points than this say nothing more on any screen. */
export const MOST_POINTS = 600;

/** Of each bin the least, the most and one break are kept. */
const KEPT_OF_A_BIN = 3;

/** A line of at most `MOST_POINTS` points. What is left out lies, in its bin, between the least and the most kept. */
export function thinned(series: ChartSeries): ChartSeries {
  const kept = keptIndexes(series.points.map(([, value]) => value));
  return { ...series, points: kept.flatMap((index) => series.points.slice(index, index + 1)) };
}

/** The interval of a line that was thinned: its bounds at the points that were kept. */
export function thinnedInterval(interval: ChartInterval, series: ChartSeries): ChartInterval {
  const kept = keptIndexes(series.points.map(([, value]) => value));
  const at = (bounds: readonly (number | null)[]) => kept.map((index) => bounds[index] ?? null);
  return { ...interval, low: at(interval.low), high: at(interval.high) };
}

function keptIndexes(values: readonly (number | null)[]): number[] {
  if (values.length <= MOST_POINTS) return [...values.keys()];
  const bins = Math.floor((MOST_POINTS - 2) / KEPT_OF_A_BIN);
  const kept = new Set([0, values.length - 1]);
  for (let bin = 0; bin < bins; bin += 1) {
    const from = Math.floor((bin * values.length) / bins);
    const to = Math.floor(((bin + 1) * values.length) / bins);
    for (const index of tellingIndexes(values, from, to)) kept.add(index);
  }
  return [...kept].sort((one, other) => one - other);
}

/** Of one bin: where the least and the most are, and the first break. */
function tellingIndexes(values: readonly (number | null)[], from: number, to: number): number[] {
  let least: readonly [number, number] | null = null;
  let most: readonly [number, number] | null = null;
  let broken: number | null = null;
  for (let index = from; index < to; index += 1) {
    const value = values[index] ?? null;
    if (value === null) broken ??= index;
    else {
      if (least === null || value < least[1]) least = [index, value];
      if (most === null || value > most[1]) most = [index, value];
    }
  }
  return [least?.[0], most?.[0], broken].filter((index) => typeof index === "number");
}
