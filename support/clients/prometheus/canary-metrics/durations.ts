import { InconclusiveError } from "../../../errors";
import type { CounterReading, CounterSeries, LatencyBucket } from "../../../model/readings/canary-metrics";
import { labelsText } from "../series-key";
import { sumOfKnown } from "./counter-pieces";
import { groupedBy } from "./grouped-by";

/**
 * The buckets of a histogram, each summed over its series, by ascending bound.
 * @throws InconclusiveError no-data where a series has no bound: then it is no bucket.
 */
export function bucketsOf(reading: CounterReading, msPerUnit: number, where: string): readonly LatencyBucket[] {
  const bounded = reading.series.map((series) => {
    const bound = boundOf(series);
    if (Number.isNaN(bound)) throw noBound(series, reading.query, where);
    // So many digits as a bound is written with: 0.07 s is 70 ms.
    return { series, upperBoundMs: Math.round(bound * msPerUnit * 1e6) / 1e6 };
  });
  const byBound = groupedBy(bounded, ({ upperBoundMs }) => String(upperBoundMs));
  return [...byBound.entries()]
    .map(([bound, group]) => ({
      upperBoundMs: Number(bound),
      increases: summed(group.map(({ series }) => series)),
    }))
    .sort((one, other) => one.upperBoundMs - other.upperBoundMs);
}

/** How often the histogram began anew: by instance, as often as the one of its buckets that did most. */
export function restartsOf({ series }: CounterReading, instanceLabel: string): number {
  const byInstance = groupedBy(series, ({ labels }) => labels[instanceLabel] ?? "");
  return [...byInstance.values()].reduce((sum, group) => sum + Math.max(...group.map(({ resets }) => resets)), 0);
}

/** Series added up slice by slice; null where none of them has a sample. */
function summed(series: readonly CounterSeries[]): readonly (number | null)[] {
  const [first] = series;
  return (first?.increases ?? []).map((_, slice) => sumOfKnown(series.map((one) => one.increases[slice] ?? null)));
}

/** The bucket's bound; NaN: it has none. */
function boundOf({ labels }: CounterSeries): number {
  const bound = labels["le"]?.trim();
  if (bound === undefined || bound === "") return Number.NaN;
  return bound === "+Inf" ? Infinity : Number(bound);
}

function noBound({ labels }: CounterSeries, query: string, where: string): InconclusiveError {
  return new InconclusiveError("no-data", [
    {
      what: `The series ${labelsText(labels)} of ${query} has no bound in a label le, so it is no bucket of a histogram.`,
      where,
      why: "The selector finds the histogram's sum or count, or another metric.",
      fix: "Point metrics.selectors.durations at the metric whose name ends with _bucket.",
    },
  ]);
}
