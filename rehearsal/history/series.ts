import { numberOfScrapes, scrapeAt, type Span, type Timeline } from "./timeline";

/** One series of Prometheus: a value at each of its scrapes. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type: "counter" | "gauge" | "histogram";
  /** At every scrape of the week, also those at which the series is not there. */
  readonly values: ArrayLike<number>;
  /** The first scrape at which it is there. */
  readonly from: number;
  /** It is there at every first, second, … scrape. */
  readonly every: number;
  /** Where it is not there, from the first scrape to before the second. */
  readonly missing: readonly (readonly [number, number])[];
}

/** A series that is there from the beginning, at every scrape. */
export function seriesOf(
  name: string,
  labels: Readonly<Record<string, string>>,
  values: ArrayLike<number>,
  type: Series["type"] = "gauge",
): Series {
  return { name, labels, type, values, from: 0, every: 1, missing: [] };
}

/** The same value at each scrape. */
export function constantly(value: number, times: Timeline): Float64Array {
  return new Float64Array(numberOfScrapes(times)).fill(value);
}

/** A value at each scrape. */
export function atEachScrape(times: Timeline, value: (scrape: number) => number): Float64Array {
  return Float64Array.from({ length: numberOfScrapes(times) }, (_, scrape) => value(scrape));
}

/** The scrapes from a span's beginning to before its end. */
export function scrapesIn(times: Timeline, { from, until }: Span): readonly [number, number] {
  return [scrapeAt(times, from), scrapeAt(times, until)];
}

/**
 * The counter as it is read when it begins anew between each of these scrapes and the one before: what was counted
 * between the two is counted by the new life.
 */
export function beganAnewAt(counted: Float64Array, scrapes: readonly number[]): Float64Array {
  return counted.map((value, scrape) => {
    const life = scrapes.findLast((restart) => restart <= scrape);
    return life === undefined ? value : value - (counted[life - 1] ?? 0);
  });
}
