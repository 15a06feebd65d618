import type { Coverage, InstanceCoverage } from "../model/readings/canary-metrics";
import type { Slices } from "../model/slices";

/** A window's slices with what is expected in each. */
export interface Grid {
  readonly edges: readonly number[];
  /** The numbers of the slices: 0, 1, 2 … */
  readonly slices: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly sliceSeconds: number;
  /** Scrapes of one instance in one slice; 0 where the interval is not known. */
  readonly perSlice: number;
}

/** The grid of a coverage. */
export function gridOf({ scrapeIntervalSeconds }: Coverage, { edges }: Slices): Grid {
  const slices = edges.slice(1).map((_, index) => index);
  const [start, end] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  const sliceSeconds = slices.length === 0 ? 0 : (end - start) / slices.length;
  const perSlice = scrapeIntervalSeconds > 0 ? sliceSeconds / scrapeIntervalSeconds : 0;
  return { edges, slices, start, end, sliceSeconds, perSlice };
}

/** Scrapes of an instance in a slice; what is no count is none. */
export function countAt(instance: InstanceCoverage, kind: "scrapes" | "answered", slice: number): number {
  const count = instance[kind][slice] ?? 0;
  return count > 0 ? count : 0;
}

/** Scrapes in a slice of all instances together, but no more than one instance alone is expected to give. */
export function coveredAt(
  { instances }: Coverage,
  kind: "scrapes" | "answered",
  slice: number,
  { perSlice }: Grid,
): number {
  const sum = instances.reduce((total, instance) => total + countAt(instance, kind, slice), 0);
  return Math.min(perSlice, sum);
}

/** The stretch from the first to the last slice in which an instance was scraped. */
export interface Stretch {
  readonly instance: string;
  readonly expected: number;
  readonly scraped: number;
  readonly answered: number;
  /** Slices between the first and the last one in which it answered nothing. */
  readonly silent: readonly number[];
}

/** An instance's stretch; in its first and last slice only what was scraped is expected, since it came and went there. */
export function stretchOf(instance: InstanceCoverage, { slices, perSlice }: Grid): Stretch {
  const seen = slices.filter((slice) => countAt(instance, "scrapes", slice) > 0);
  const [first = 0, last = -1] = [seen[0], seen.at(-1)];
  let [expected, scraped, answered] = [0, 0, 0];
  for (const slice of slices.slice(first, last + 1)) {
    const isEdge = slice === first || slice === last;
    const due = isEdge ? Math.min(perSlice, countAt(instance, "scrapes", slice)) : perSlice;
    expected += due;
    scraped += Math.min(due, countAt(instance, "scrapes", slice));
    answered += Math.min(due, countAt(instance, "answered", slice));
  }
  const silent = slices.slice(first + 1, last).filter((slice) => countAt(instance, "answered", slice) === 0);
  return { instance: instance.instance, expected, scraped, answered, silent: perSlice < 1 ? [] : silent };
}
