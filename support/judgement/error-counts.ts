import type { Explanation } from "../model/explanation";
import type { ErrorCounts } from "../model/readings/canary-metrics";
import { totalsOf, type CounterTotals } from "./counter-totals";
import { faultOfCoverage } from "./coverage";
import { counted, figure, span } from "./figures";
import { listed } from "./judged";
import type { Fault, Findings } from "./precedence";

/** Errors among requests, in each slice and in the whole window. */
export interface ErrorTotals {
  /** null where there is no sample of any request. */
  readonly requestsBySlice: readonly (number | null)[];
  readonly errorsBySlice: readonly number[];
  readonly requests: number;
  readonly errors: number;
}

type Obstacles = Omit<Findings, "a limit that is proven to be broken" | "a limit that is not proven to be kept">;

/** What was counted, and what stands in the way of judging it. */
export interface CountedErrors {
  /** null: the numbers cannot be held against a limit, and an obstacle says why. */
  readonly totals: ErrorTotals | null;
  readonly obstacles: Obstacles;
}

/**
 * Sums requests and errors. An absent error series is zero only where the requests' metric is known; absent requests are no
 * data, or no traffic where the metric is known and the track was scraped.
 */
export function countErrors(counts: ErrorCounts): CountedErrors {
  const sliceCount = Math.max(1, counts.slices.edges.length - 1);
  const [requests, errors] = [totalsOf(counts.requests, sliceCount), totalsOf(counts.errors, sliceCount)];
  const unreadable = unreadableFault(counts, [...requests.unreadable, ...errors.unreadable]);
  const contradiction = contradictionFault(counts, requests, errors);
  const totals = {
    requestsBySlice: requests.bySlice,
    errorsBySlice: errors.bySlice.map((count) => count ?? 0),
    requests: requests.whole ?? 0,
    errors: errors.whole ?? 0,
  };
  const isUsable = unreadable === null && contradiction === null && requests.whole !== null && counts.isFamilyKnown;
  return {
    totals: isUsable ? totals : null,
    obstacles: {
      "numbers that are no counts": unreadable,
      "counts that contradict each other": contradiction,
      "a hole in the coverage": faultOfCoverage(counts),
      "counts that are absent or zero": absenceFault(counts, requests),
    },
  };
}

/** Where a reading comes from, for an explanation. */
export function placeOf({ where, track, slices: { edges } }: Pick<ErrorCounts, "where" | "track" | "slices">): string {
  return `${where}, ${track}, ${span(edges[0] ?? 0, edges.at(-1) ?? 0)}`;
}

/** How long the window is. */
export function secondsOf({ slices: { edges } }: Pick<ErrorCounts, "slices">): number {
  return (edges.at(-1) ?? 0) - (edges[0] ?? 0);
}

function unreadableFault(counts: ErrorCounts, unreadable: readonly string[]): Fault | null {
  if (unreadable.length === 0) return null;
  const problem = {
    what: `${unreadable.length} series of ${counts.track}'s requests and errors ${unreadable.length === 1 ? "gives" : "give"} numbers that are no counts: ${listed(unreadable, 3)}.`,
    where: placeOf(counts),
    why: `The application exports something else than a counter there, or a rule computed it. Queries: ${queriesOf(counts)}`,
    fix: "Point the selectors in the environment file at the raw counters of requests.",
  };
  return { cause: "no-data", problem };
}

function contradictionFault(counts: ErrorCounts, requests: CounterTotals, errors: CounterTotals): Fault | null {
  const isMore = (errors.whole ?? 0) > (requests.whole ?? 0);
  const slice = errors.bySlice.findIndex((count, index) => (count ?? 0) > (requests.bySlice[index] ?? 0));
  if (!isMore && slice === -1) return null;
  const [errorCount, requestCount] = isMore
    ? [errors.whole, requests.whole]
    : [errors.bySlice[slice], requests.bySlice[slice]];
  const { edges } = counts.slices;
  const when = isMore ? "" : ` at ${span(edges[slice] ?? 0, edges[slice + 1] ?? 0)}`;
  const problem = {
    what: `${counts.track} has more errors (${figure(errorCount ?? 0)}) than requests (${figure(requestCount ?? 0)})${when}, so no error rate exists.`,
    where: placeOf(counts),
    why: `The two selectors do not count the same requests. Queries: ${queriesOf(counts)}`,
    fix: "Let both selectors in the environment file name the same metric and labels; the errors' one adds the status.",
  };
  return { cause: "disagreeing-sources", problem };
}

function absenceFault(counts: ErrorCounts, requests: CounterTotals): Fault | null {
  if (!counts.isFamilyKnown) return { cause: "no-data", problem: unknownMetric(counts) };
  if (counts.requests.series.length === 0) return { cause: absenceCause(counts), problem: noSeries(counts) };
  if (requests.whole === null) return { cause: "no-data", problem: noSamples(counts, requests.bySlice) };
  if (requests.whole === 0) return { cause: "zero-traffic", problem: noTraffic(counts) };
  if (requests.bySlice.includes(null))
    return { cause: "partial-coverage", problem: noSamples(counts, requests.bySlice) };
  return null;
}

/** A track that was scraped and has no series was given no request yet; one that was not scraped tells nothing. */
function absenceCause({ coverage }: ErrorCounts): Fault["cause"] {
  const isScraped = coverage.instances.some(({ answered }) => answered.some((count) => count > 0));
  return isScraped ? "zero-traffic" : "no-data";
}

function unknownMetric(counts: ErrorCounts): Explanation {
  return {
    what: `There are no samples of requests, of ${counts.track} or of any other track of the service.`,
    where: placeOf(counts),
    why: `The metric was probably renamed, or its labels were. Query: ${counts.requests.query}`,
    fix: "Look at the metrics page of the service, and correct the selectors in the environment file.",
  };
}

function noSeries(counts: ErrorCounts): Explanation {
  return {
    what: `There is no series of ${counts.track}'s requests, though the service has the metric.`,
    where: placeOf(counts),
    why: `${counts.track} was given no request yet, or its labels differ from the selector. Query: ${counts.requests.query}`,
    fix: "See in the load balancer whether it is given traffic, and compare the selector with the labels of its metrics.",
  };
}

function noSamples(counts: ErrorCounts, bySlice: readonly (number | null)[]): Explanation {
  const { edges } = counts.slices;
  const spans = bySlice.flatMap((count, slice) =>
    count === null ? [span(edges[slice] ?? 0, edges[slice + 1] ?? 0)] : [],
  );
  return {
    what: `${counts.track}'s requests have no samples in ${spans.length} of ${counted(bySlice.length, "slice")}: ${listed(spans)}.`,
    where: placeOf(counts),
    why: `The metric was missing at that time, though other metrics may have been there. Query: ${counts.requests.query}`,
    fix: "Find out why it was missing. The check can hold only once its whole window has samples.",
  };
}

function noTraffic(counts: ErrorCounts): Explanation {
  return {
    what: `${counts.track} was given no request at all, so it has no error rate.`,
    where: placeOf(counts),
    why: `It is not receiving traffic: its counter of requests did not move. Query: ${counts.requests.query}`,
    fix: "Look at its weight and its state in the load balancer.",
  };
}

function queriesOf({ requests, errors }: ErrorCounts): string {
  return `${errors.query} and ${requests.query}`;
}
