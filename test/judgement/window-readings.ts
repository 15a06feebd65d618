import type {
  CounterReading,
  CounterSeries,
  Coverage,
  ErrorCounts,
  LatencyCounts,
  ProbeSamples,
} from "../../support/model/readings/canary-metrics";
import type { ProportionRule } from "../../support/model/proportion-rule";
import { windowOf, type Slices } from "../../support/model/slices";

/** When the windows of the readings begin: 2025-10-23 14:00 UTC. */
export const BEGIN = Date.UTC(2025, 9, 23, 14) / 1000;

/** Exact bounds at 95 %, looked at once. */
export const EXACT: ProportionRule = { method: "exact", confidence: 0.95, minimumRequests: 1000, looks: 1 };

/** The observed share alone, from 1,000 requests on. */
export const PLAIN: ProportionRule = { ...EXACT, method: "plain" };

/** So many slices of so many minutes. */
export function slices(count = 1, minutes = 30): Slices {
  return { edges: Array.from({ length: count + 1 }, (_, index) => BEGIN + index * minutes * 60) };
}

/** One instance that answered each scrape, every 15 s; `given` says what is different. */
export function coverage(of: Slices = slices(), given: Partial<Coverage["instances"][number]> = {}): Coverage {
  const { count, perSlice, end } = measuresOf(of);
  const full = Array.from({ length: count }, () => perSlice);
  const scrapes = given.scrapes ?? full;
  return {
    query: 'up{track="canary"}',
    scrapeIntervalSeconds: 15,
    instances: [{ instance: "canary-1", scrapes, answered: given.answered ?? scrapes, lastScrapeAt: end, ...given }],
  };
}

/** A coverage in which the slices with these numbers were not scraped. */
export function coverageWithout(missing: readonly number[], of: Slices): Coverage {
  const { count, perSlice } = measuresOf(of);
  return coverage(of, {
    scrapes: Array.from({ length: count }, (_, slice) => (missing.includes(slice) ? 0 : perSlice)),
  });
}

function measuresOf({ edges }: Slices) {
  const [start = 0, second = 0, end = 0] = [edges[0], edges[1], edges.at(-1)];
  return { count: edges.length - 1, perSlice: (second - start) / 15, end };
}

/** A counter of one series with these increases; a number alone: in the first slice. */
export function counter(
  increases: number | readonly (number | null)[],
  given: Partial<CounterSeries> & { readonly query?: string } = {},
): CounterReading {
  const { query = "http_requests_total", ...series } = given;
  const list = typeof increases === "number" ? [increases] : increases;
  return {
    query,
    series: [{ labels: { handler: "/api/v2/orders" }, increases: list, isBornInside: false, resets: 0, ...series }],
  };
}

/** A counter without any series. */
export const NO_SERIES: CounterReading = { query: "http_requests_total", series: [] };

/** Errors among the canary's requests, wholly covered; `given` says what is different. */
export function errorCounts(
  errors: number | readonly (number | null)[],
  requests: number | readonly (number | null)[],
  given: Partial<ErrorCounts> = {},
): ErrorCounts {
  const of = given.slices ?? slices(typeof requests === "number" ? 1 : requests.length);
  return {
    where: "Prometheus http://127.0.0.1:9090 (rehearsal)",
    source: "Prometheus",
    track: "canary",
    slices: of,
    coverage: coverage(of),
    requests: counter(requests),
    errors: counter(errors, { query: 'http_requests_total{status=~"5.."}', labels: { status: "500" } }),
    isFamilyKnown: true,
    ...given,
  };
}

/** How long the canary's requests took, in one slice: bound in ms and cumulative count, the last one being +Inf. */
export function latencyCounts(
  buckets: readonly (readonly [number, number | null])[],
  given: Partial<LatencyCounts> = {},
): LatencyCounts {
  const of = given.slices ?? slices();
  return {
    where: "Prometheus http://127.0.0.1:9090 (rehearsal)",
    source: "Prometheus",
    track: "canary",
    slices: of,
    coverage: coverage(of),
    query: "http_request_duration_seconds_bucket",
    buckets: buckets.map(([upperBoundMs, count]) => ({ upperBoundMs, increases: [count] })),
    resets: 0,
    ...given,
  };
}

/** Probes of one target every 30 s: their values in order, the last one at the window's end; null: it is missing. */
export function probeSamples(values: readonly (number | null)[], given: Partial<ProbeSamples> = {}): ProbeSamples {
  const times = values.map((value, index) => ({ at: BEGIN + (index + 1) * 30, value }));
  const samples = times.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  return {
    where: "Prometheus http://127.0.0.1:9090 (rehearsal)",
    source: "Prometheus",
    track: "canary",
    window: windowOf({ edges: [BEGIN, BEGIN + values.length * 30] }),
    query: "probe_success",
    probeIntervalSeconds: 30,
    targets: [{ target: "https://shop.example/health", samples, seriesCount: 1 }],
    ...given,
  };
}
