import type { Coverage } from "../model/readings/canary-metrics";
import type { Slices } from "../model/slices";
import { coveredAt, gridOf, stretchOf, type Grid } from "./coverage-grid";
import * as words from "./coverage-words";
import type { Fault } from "./precedence";

/** The part of the expected scrapes that must be there. */
const NEEDED_SHARE = 0.99;
/** A window may begin and end between two scrapes: one fewer is no hole. */
const EDGE_SCRAPES = 1;
/** The newest scrape may be this many intervals old, and a second for the clocks. */
const FRESH_INTERVALS = 2;
const CLOCK_SECONDS = 1;

/** The reading whose coverage is asked: only for the words. */
export interface Covered {
  readonly where: string;
  readonly track: string;
}

/**
 * What is wrong with the coverage of a window; null: it is whole. No instance: no-data. Newest scrape too old at the
 * window's end: stale. partial-coverage: a slice without an answered scrape; less than 99 % of what one instance alone
 * would have answered; an instance with a hole between its first and its last slice (one that was replaced has none).
 * A scrape that was not answered counts as none; the problem says which of both it was.
 */
export function coverageFault(coverage: Coverage, slices: Slices, covered?: Covered): Fault | null {
  const grid = gridOf(coverage, slices);
  const subject = { where: covered?.where ?? coverage.query, who: covered?.track ?? "the service", coverage, grid };
  if (!(grid.perSlice > 0)) return { cause: "no-data", problem: words.noInterval(subject) };
  if (!coverage.instances.some(({ scrapes }) => scrapes.some((count) => count > 0)))
    return { cause: "no-data", problem: words.noInstance(subject) };
  const newest = newestScrape(coverage);
  if (newest === null || grid.end - newest > FRESH_INTERVALS * coverage.scrapeIntervalSeconds + CLOCK_SECONDS)
    return { cause: "stale", problem: words.stale(subject, newest) };
  return partialFault(subject);
}

/** `coverageFault` of a reading, in its own words. */
export function faultOfCoverage(reading: Covered & { readonly coverage: Coverage; readonly slices: Slices }) {
  return coverageFault(reading.coverage, reading.slices, reading);
}

function newestScrape({ instances }: Coverage): number | null {
  const times = instances.flatMap(({ lastScrapeAt }) => (Number.isFinite(lastScrapeAt) ? [lastScrapeAt ?? 0] : []));
  return times.length === 0 ? null : Math.max(...times);
}

function partialFault(subject: words.Subject): Fault | null {
  const { coverage, grid } = subject;
  const empty = grid.slices.filter((slice) => grid.perSlice >= 1 && coveredAt(coverage, "answered", slice, grid) === 0);
  if (empty.length > 0) return { cause: "partial-coverage", problem: words.emptySlices(subject, empty) };
  const found = grid.slices.reduce((sum, slice) => sum + coveredAt(coverage, "answered", slice, grid), 0);
  if (isShort(found, expectedOf(grid)))
    return { cause: "partial-coverage", problem: words.tooFewScrapes(subject, found) };
  const holed = coverage.instances
    .map((instance) => stretchOf(instance, grid))
    .filter(({ answered, expected, silent }) => silent.length > 0 || isShort(answered, expected));
  return holed.length === 0 ? null : { cause: "partial-coverage", problem: words.holes(subject, holed) };
}

function expectedOf({ slices, perSlice }: Grid): number {
  return slices.length * perSlice;
}

function isShort(found: number, expected: number): boolean {
  return found + EDGE_SCRAPES < NEEDED_SHARE * expected;
}
