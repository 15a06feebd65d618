import type {
  Coverage,
  CounterSeries,
  InstanceMemory,
  MemorySamples,
  RollbackSigns,
  TimedValue,
  TrafficCounts,
} from "../../support/model/readings/canary-metrics";
import { windowOf, type Slices } from "../../support/model/slices";

/** The roll-out of the readings, and it in Unix seconds. */
export const ROLLED_OUT_AT = "2025-10-22T14:00:00.000Z";
/** `ROLLED_OUT_AT` in Unix seconds. */
export const START = Date.parse(ROLLED_OUT_AT) / 1000;

/** Half-hour slices from the roll-out on; the last one is as long as the others. */
export function slicesFor(hours: number, from = START): Slices {
  const count = Math.max(1, Math.round(hours * 2));
  return { edges: Array.from({ length: count + 1 }, (_, index) => from + (index * hours * 3600) / count) };
}

/** Instances that answered every scrape, every 15 s. */
export function covered({ edges }: Slices, instances = ["canary-1"]): Coverage {
  const [first = 0, second = 0] = edges;
  const scrapes = edges.slice(1).map(() => (second - first) / 15);
  return {
    query: 'up{track="canary"}',
    scrapeIntervalSeconds: 15,
    instances: instances.map((instance) => ({
      instance,
      scrapes,
      answered: scrapes,
      lastScrapeAt: edges.at(-1) ?? null,
    })),
  };
}

/** Samples at each step from one time to another, both included; `bytes` of the seconds since the first. */
export function sampled(fromHour: number, toHour: number, stepSeconds: number, bytes: (seconds: number) => number) {
  const count = Math.floor(((toHour - fromHour) * 3600) / stepSeconds + 1e-6) + 1;
  return Array.from({ length: count }, (_, index): TimedValue => {
    const at = START + fromHour * 3600 + index * stepSeconds;
    return { at, value: bytes(at - START) };
  });
}

/** An instance that started ten minutes before the roll-out. */
export function instance(samples: readonly TimedValue[], given: Partial<InstanceMemory> = {}): InstanceMemory {
  return {
    instance: "canary-1",
    samples,
    starts: [{ at: START, value: START - 600 }],
    seriesCount: 1,
    ...given,
  };
}

/** The canary's memory over so many hours since the roll-out. */
export function memory(
  hours: number,
  instances: readonly InstanceMemory[],
  given: Partial<MemorySamples> = {},
): MemorySamples {
  const slices = slicesFor(hours);
  return {
    where: "Prometheus http://127.0.0.1:1 (test)",
    source: "Prometheus",
    track: "canary",
    slices,
    coverage: covered(
      slices,
      instances.map(({ instance: name }) => name),
    ),
    query: 'process_resident_memory_bytes{track="canary"}',
    startQuery: 'process_start_time_seconds{track="canary"}',
    stepSeconds: 15,
    instances,
    ...given,
  };
}

/** A counter series with the same increase in each slice. */
export function series(increases: readonly (number | null)[], given: Partial<CounterSeries> = {}): CounterSeries {
  return { labels: { status: "200" }, increases, isBornInside: false, resets: 0, ...given };
}

/** Half an hour of 500 requests to the canary and 9,500 to legacy, by every source; weights 5 and 95. */
export function traffic(given: Partial<TrafficCounts> = {}): TrafficCounts {
  const slices = slicesFor(0.5);
  return {
    where: "Prometheus http://127.0.0.1:1 (test)",
    source: "Prometheus",
    window: windowOf(slices),
    slices,
    service: {
      canary: { query: 'http_requests_total{track="canary"}', series: [series([500])] },
      legacy: { query: 'http_requests_total{track="legacy"}', series: [series([9500])] },
    },
    coverage: { canary: covered(slices), legacy: covered(slices, ["legacy-1"]) },
    balancerQuery: "haproxy_server_http_responses_total",
    weightQuery: "haproxy_server_weight",
    servers: [balanced("canary", "canary", 500, 5), balanced("legacy", "legacy", 9500, 95)],
    configuredCanaryPercent: 5,
    configuredWhere: "HAProxy 127.0.0.1:2 (test)",
    ...given,
  };
}

/** The same requests by both counters; weights 5 and 95. */
export function requests(toCanary: number, toLegacy: number): Pick<TrafficCounts, "servers" | "service"> {
  return {
    servers: [balanced("canary", "canary", toCanary, 5), balanced("legacy", "legacy", toLegacy, 95)],
    service: {
      canary: { query: 'http_requests_total{track="canary"}', series: [series([toCanary])] },
      legacy: { query: 'http_requests_total{track="legacy"}', series: [series([toLegacy])] },
    },
  };
}

/** A server of the balancer with a steady weight; null: no such series. */
export function balanced(
  server: string,
  track: "canary" | "legacy" | "other",
  requests: number | null,
  weight: number | null,
  given: Partial<TrafficCounts["servers"][number]> = {},
): TrafficCounts["servers"][number] {
  const steady = weight === null ? null : { atEnd: weight, least: weight, most: weight };
  return { server, track, requests, resets: 0, weight: steady, seriesCount: 1, ...given };
}

/** Two hours without a sign of a rollback: counter 0, weight 5. */
export function rollbackSigns(given: Partial<RollbackSigns> = {}): RollbackSigns {
  const slices = slicesFor(2);
  return {
    where: "Prometheus http://127.0.0.1:1 (test)",
    source: "Prometheus",
    window: windowOf(slices),
    rollbacks: { query: "phase4_rollbacks_total", series: [series([0, 0, 0, 0])] },
    coverage: { canary: covered(slices), legacy: covered(slices) },
    weightQuery: "haproxy_server_weight",
    canaryWeights: [{ server: "canary", samples: sampled(0, 2, 60, () => 5) }],
    weightStepSeconds: 60,
    ...given,
  };
}

/** Pseudo-random numbers from 0 to 1 that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = BigInt(seed) + 1n;
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}

/** Noise of mean 0 and deviation 1, each value like its predecessor by `likeness`. */
export function noise(seed: number, likeness: number): () => number {
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let value = normal();
  return () => {
    const given = value;
    value = likeness * value + Math.sqrt(1 - likeness * likeness) * normal();
    return given;
  };
}
