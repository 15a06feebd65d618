import type { MetricsSettings } from "../../../support/clients/prometheus/canary-metrics";
import type { StoredSeries } from "./backfilled";

/** The window that the tests read: two hours, in four slices of half an hour. */
export const WINDOW = { start: "2025-10-21T10:00:00.000Z", end: "2025-10-21T12:00:00.000Z" };

/** Its begin, Unix seconds. */
export const BEGIN = Date.parse(WINDOW.start) / 1_000;

/** Scrapes are 15 s apart, and some stand exactly on the edges of slices. */
export const SCRAPE_SECONDS = 15;

/** A stretch of scrapes, in seconds after the window's begin, both ends included. */
export interface Scraped {
  readonly from: number;
  readonly to: number;
  readonly value: (scrape: number) => number;
}

/** The samples of some stretches, one at each scrape. */
export function scraped(...stretches: readonly Scraped[]): [number, number][] {
  return stretches.flatMap(({ from, to, value }) =>
    Array.from({ length: Math.floor((to - from) / SCRAPE_SECONDS) + 1 }, (_, scrape): [number, number] => [
      BEGIN + from + scrape * SCRAPE_SECONDS,
      value(scrape),
    ]),
  );
}

/** A counter that begins at a value and grows by the same at each scrape. */
export function growing(from: number, to: number, first: number, each: number): Scraped {
  return { from, to, value: (scrape) => first + scrape * each };
}

const canary = { track: "canary", instance: "10.0.0.1:8000" };
const legacy = { track: "legacy", instance: "10.0.0.2:8000" };

/** One counter of requests by its handler: how it was scraped, and what must be counted in the window. */
export interface KnownCounter {
  readonly handler: string;
  readonly stretches: readonly Scraped[];
  readonly increases: readonly (number | null)[];
  readonly isBornInside?: true;
  readonly resets?: number;
}

/** What may happen to a counter, as sentences. */
export const COUNTERS: readonly KnownCounter[] = [
  { handler: "grows steadily", stretches: [growing(-7_200, 7_200, 0, 2)], increases: [240, 240, 240, 240] },
  { handler: "stands still", stretches: [growing(-7_200, 7_200, 0, 0)], increases: [0, 0, 0, 0] },
  {
    handler: "begins anew inside a slice",
    stretches: [growing(-7_200, 2_700, 0, 1), growing(2_715, 7_200, 4, 1)],
    increases: [120, 60 + 63, 120, 120],
    resets: 1,
  },
  {
    handler: "begins anew across an edge and stays below",
    stretches: [growing(-7_200, 1_800, 0, 1), growing(1_815, 7_200, 1, 1)],
    increases: [120, 120, 120, 120],
    resets: 1,
  },
  {
    handler: "begins anew across an edge and grows beyond",
    stretches: [growing(-7_200, 1_800, 5, 0), growing(1_815, 7_200, 3, 10)],
    increases: [0, 1_193, 1_200, 1_200],
    resets: 1,
  },
  {
    handler: "begins anew just before the window",
    stretches: [growing(-7_200, -15, 1_000, 1), growing(0, 7_200, 50, 1)],
    increases: [120, 120, 120, 120],
  },
  {
    handler: "begins anew twice in one slice and ends above",
    stretches: [growing(-7_200, 300, 10, 0), growing(315, 600, 1, 1), growing(615, 7_200, 2, 10)],
    increases: [20 + 2 + 79 * 10, 1_200, 1_200, 1_200],
    resets: 2,
  },
  {
    handler: "is away for longer than a slice and comes back higher",
    stretches: [growing(-7_200, 1_500, 5, 0), growing(4_515, 7_200, 7, 1)],
    increases: [0, null, 2 + 59, 120],
  },
  {
    handler: "begins anew while it is away for longer than a slice",
    stretches: [growing(-7_200, 1_500, 500, 0), growing(4_515, 7_200, 7, 1)],
    increases: [0, null, 7 + 59, 120],
    resets: 1,
  },
  {
    handler: "is born inside with all its errors",
    stretches: [growing(2_700, 7_200, 20_000, 0)],
    increases: [null, 20_000, 0, 0],
    isBornInside: true,
  },
  {
    handler: "is born and dies in one slice",
    stretches: [growing(4_000, 4_300, 3, 1)],
    increases: [null, null, 3 + 20, null],
    isBornInside: true,
  },
  { handler: "dies on an edge", stretches: [growing(-7_200, 3_600, 0, 1)], increases: [120, 120, null, null] },
  {
    handler: "has one sample, on an edge",
    stretches: [growing(1_800, 1_800, 8, 0)],
    increases: [8, null, null, null],
    isBornInside: true,
  },
  {
    handler: "returns after forty minutes",
    stretches: [growing(-7_200, -2_400, 700, 0), growing(900, 7_200, 705, 0)],
    increases: [5, 0, 0, 0],
  },
  {
    handler: "returns after ninety minutes",
    stretches: [growing(-7_200, -5_400, 700, 0), growing(900, 7_200, 705, 0)],
    increases: [705, 0, 0, 0],
    isBornInside: true,
  },
];

/** Counters that are not in the window. */
const ABSENT = [
  { handler: "died before the window", stretches: [growing(-7_200, -600, 0, 1)] },
  { handler: "/health", stretches: [growing(-7_200, 7_200, 0, 1)] },
];

const always = (value: (scrape: number) => number): Scraped => ({ from: -7_200, to: 7_200, value });

/** Every series of the history. */
export const HISTORY: readonly StoredSeries[] = [
  ...[...COUNTERS, ...ABSENT].map(({ handler, stretches }) => ({
    name: "http_requests_total",
    labels: { ...canary, handler, status: "200" },
    samples: scraped(...stretches),
  })),
  {
    name: "http_requests_total",
    labels: { ...legacy, handler: 'quo"te\\', status: "500" },
    samples: scraped(growing(-7_200, 900, 0, 1), growing(915, 7_200, 0, 1)),
  },
  // Answers 0 for ten scrapes of the second slice; ends a minute before the window does.
  {
    name: "up",
    labels: canary,
    samples: scraped({ from: -7_200, to: 7_140, value: (scrape) => (scrape > 630 && scrape <= 640 ? 0 : 1) }),
  },
  { name: "up", labels: legacy, samples: scraped(growing(-7_200, 3_600, 1, 0)) },
  ...(["0.05", "0.1", "+Inf"] as const).flatMap((le, index) =>
    ["/a", "/b"].map((handler) => ({
      name: "http_request_duration_seconds_bucket",
      labels: { ...canary, handler, le },
      samples: scraped(growing(-7_200, 2_700, 0, index + 1), growing(2_715, 7_200, 0, index + 1)),
    })),
  ),
  { name: "process_resident_memory_bytes", labels: canary, samples: scraped(always((scrape) => 1e9 + scrape)) },
  {
    name: "process_start_time_seconds",
    labels: canary,
    samples: scraped(growing(-7_200, 1_800, BEGIN - 9_000.5, 0), growing(1_815, 7_200, BEGIN + 1_810.25, 0)),
  },
  ...["4.0", "5.0"].map((version) => ({
    name: "process_resident_memory_bytes",
    labels: { ...legacy, version },
    samples: scraped(always(() => 2e9)),
  })),
  {
    name: "probe_success",
    labels: { track: "canary", instance: "https://canary.example" },
    samples: scraped(always((scrape) => (scrape === 500 ? 0 : 1))).filter((_, index) => index % 2 === 0),
  },
  ...(["canary", "legacy", "third"] as const).flatMap((server, index) =>
    ["2xx", "5xx"].map((code) => ({
      name: "haproxy_server_http_responses_total",
      labels: { proxy: "phase4", server, code },
      samples: scraped(growing(-7_200, 7_200, 0, code === "2xx" ? ([5, 95, 1][index] ?? 0) : 0)),
    })),
  ),
  ...(["canary", "legacy"] as const).map((server) => ({
    name: "haproxy_server_weight",
    labels: { proxy: "phase4", server },
    samples: scraped(always((scrape) => (server === "legacy" ? 95 : scrape === 600 ? 0 : 5))),
  })),
  {
    name: "phase4_rollbacks_total",
    labels: canary,
    samples: scraped(growing(-7_200, 3_000, 0, 0), growing(3_015, 7_200, 1, 0)),
  },
];

/** What an environment file would say of this history. */
export const SETTINGS: MetricsSettings = {
  flavour: "prometheus-client",
  canary: { track: "canary" },
  legacy: { track: "legacy" },
  scrapeSeconds: SCRAPE_SECONDS,
  exclude: { handler: "/health|/livez" },
  instanceLabel: "instance",
  selectors: {},
  probes: { selector: "probe_success", everySeconds: 30, targetLabel: "instance" },
  balancer: {
    requests: 'haproxy_server_http_responses_total{proxy="phase4"}',
    weight: 'haproxy_server_weight{proxy="phase4"}',
    serverLabel: "server",
    sumOver: ["code"],
    servers: { canary: ["canary"], legacy: ["legacy", "away"] },
  },
  rollbacks: "phase4_rollbacks_total",
};
