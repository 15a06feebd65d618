import type { CounterReading } from "../model/readings/canary-metrics";
import { sliceWindow, type Slices } from "../model/slices";
import { span } from "./figures";

/**
 * The slices in which no series of a counter had a sample, though the service was scraped: the counter was there before,
 * or is older than the window. Before a counter's birth inside the window there is nothing to miss.
 */
export function counterHoles({ series }: CounterReading, { edges }: Slices): readonly number[] {
  const isSilent = (slice: number) => series.every(({ increases }) => (increases[slice] ?? null) === null);
  const slices = Array.from({ length: edges.length - 1 }, (_, slice) => slice);
  const first = slices.find((slice) => !isSilent(slice)) ?? 0;
  const firstSeen = series.filter(({ increases }) => (increases[first] ?? null) !== null);
  const isBorn = firstSeen.length > 0 && firstSeen.every(({ isBornInside }) => isBornInside);
  return slices.filter((slice) => isSilent(slice) && !(isBorn && slice < first));
}

/** A slice's time, for a sentence. */
export function sliceText(slices: Slices, slice: number): string {
  const { start, end } = sliceWindow(slices, slice);
  return span(Date.parse(start) / 1000, Date.parse(end) / 1000);
}
