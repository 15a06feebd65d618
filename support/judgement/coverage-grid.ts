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
  /** The most that one instance can have in one slice: one more than expected, where it begins and ends with a scrape. */
  readonly mostPerSlice: number;
}

/** The grid of a coverage. */
export function gridOf({ scrapeIntervalSeconds }: Coverage, { edges }: Slices): Grid {
  const slices = edges.slice(1).map((_, index) => index);
  const [start, end] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  const sliceSeconds = slices.length === 0 ? 0 : (end - start) / slices.length;
  const perSlice = scrapeIntervalSeconds > 0 ? sliceSeconds / scrapeIntervalSeconds : 0;
  const mostPerSlice = Math.ceil(perSlice - 1e-9) + 1;
  return { edges, slices, start, end, sliceSeconds, perSlice, mostPerSlice };
}

/** Scrapes of an instance in a slice; what is no count is none. */
export function countAt(instance: InstanceCoverage, kind: "scrapes" | "answered", slice: number): number {
  const count = instance[kind][slice] ?? 0;
  return count > 0 ? count : 0;
}

/** Scrapes in a slice of all instances together, but no more than one instance alone would give. */
export function coveredAt({ instances }: Coverage, kind: "scrapes" | "answered", slice: number, grid: Grid): number {
  const counts = instances.map((instance) => countAt(instance, kind, slice));
  const sum = counts.reduce((total, count) => total + count, 0);
  const mostOfOne = Math.min(grid.mostPerSlice, Math.max(0, ...counts));
  return Math.min(sum, Math.max(grid.mostPerSlice - 1, mostOfOne));
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
export function stretchOf(instance: InstanceCoverage, { slices, perSlice, mostPerSlice }: Grid): Stretch {
  const seen = slices.filter((slice) => countAt(instance, "scrapes", slice) > 0);
  const [first = 0, last = -1] = [seen[0], seen.at(-1)];
  let [expected, scraped, answered] = [0, 0, 0];
  for (const slice of slices.slice(first, last + 1)) {
    const isEdge = slice === first || slice === last;
    const scrapes = Math.min(mostPerSlice, countAt(instance, "scrapes", slice));
    expected += isEdge ? scrapes : perSlice;
    scraped += scrapes;
    answered += Math.min(scrapes, countAt(instance, "answered", slice));
  }
  const silent = slices.slice(first + 1, last).filter((slice) => countAt(instance, "answered", slice) === 0);
  return { instance: instance.instance, expected, scraped, answered, silent: perSlice < 1 ? [] : silent };
}
