import type { Slices } from "../slices";

/** One of the two versions that run side by side. */
export type Track = "canary" | "legacy";

/** One counter series: its exact increase in each slice, resets allowed for. */
export interface CounterSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** One for each slice; null where the series had no sample in it; NaN where its samples were no numbers. */
  readonly increases: readonly (number | null)[];
  /** The series began inside the window: its first value counts as increase. */
  readonly isBornInside: boolean;
  /** How often the counter began anew (a restart). */
  readonly resets: number;
}

/** A counter, as a selector found it; no series: nothing was found, which is not zero. */
export interface CounterReading {
  /** The resolved PromQL selector. */
  readonly query: string;
  readonly series: readonly CounterSeries[];
}

/** How often one instance was scraped. */
export interface InstanceCoverage {
  readonly instance: string;
  /** Scrapes in each slice, answered or not. */
  readonly scrapes: readonly number[];
  /** Scrapes in each slice that the instance answered. */
  readonly answered: readonly number[];
  /** Unix seconds of its newest scrape at or before the window's end; null: none in the last slice. */
  readonly lastScrapeAt: number | null;
}

/** Whether the metrics of a track were there all the time. */
export interface Coverage {
  readonly query: string;
  readonly scrapeIntervalSeconds: number;
  readonly instances: readonly InstanceCoverage[];
}

/** What every reading of a track's metrics begins with. */
interface MetricsReading {
  /** The system that was asked, its address without secrets, and the environment. */
  readonly where: string;
  /** Its name, for measurements: "Prometheus". */
  readonly source: string;
  readonly track: Track;
  readonly slices: Slices;
  readonly coverage: Coverage;
}

/** Requests and errors of a track in each slice; probes are left out of both. */
export interface ErrorCounts extends MetricsReading {
  readonly requests: CounterReading;
  readonly errors: CounterReading;
  /** Whether the requests' metric has any series at all for the service, of whatever track: an absent error is zero only then. */
  readonly isFamilyKnown: boolean;
}

/** One bucket of the latency histogram, cumulative, summed over its series. */
export interface LatencyBucket {
  /** Infinity for the last one. */
  readonly upperBoundMs: number;
  /** Requests that took at most `upperBoundMs`, in each slice; null where no series had a sample. */
  readonly increases: readonly (number | null)[];
}

/** How long a track's requests took. */
export interface LatencyCounts extends MetricsReading {
  readonly query: string;
  /** By ascending bound; empty: there is no such histogram. */
  readonly buckets: readonly LatencyBucket[];
  readonly resets: number;
}

/** A reading of both versions over the same window. */
export interface BothTracks<Reading> {
  readonly canary: Reading;
  readonly legacy: Reading;
}

/** How long requests took in the canary's first and last hours, with legacy's over the same time. */
export interface LatencyChange {
  readonly canary: { readonly first: LatencyCounts; readonly last: LatencyCounts };
  readonly legacy: { readonly first: LatencyCounts; readonly last: LatencyCounts };
  /** The canary's from the roll-out on, for the picture. */
  readonly whole: LatencyCounts;
}

/** A value at a time, Unix seconds. */
export interface TimedValue {
  readonly at: number;
  readonly value: number;
}

/** One instance's memory. */
export interface InstanceMemory {
  readonly instance: string;
  /** Resident bytes at each step, in order; steps without a sample are left out. */
  readonly samples: readonly TimedValue[];
  /** When the process started, Unix seconds, as it said at each change: one entry, unless it was restarted. `at`: first seen. */
  readonly starts: readonly TimedValue[];
  /** How many series claim to be this instance's memory; more than one answers no question. */
  readonly seriesCount: number;
}

/** The memory of a track, by instance. */
export interface MemorySamples extends MetricsReading {
  readonly query: string;
  readonly startQuery: string;
  readonly stepSeconds: number;
  readonly instances: readonly InstanceMemory[];
}

/** The outside probes of one target, one sample a probe. */
export interface ProbedTarget {
  readonly target: string;
  /** 1: answered as it should; 0: failed; in order. */
  readonly samples: readonly TimedValue[];
  readonly seriesCount: number;
}

/** The probes of a track over a window. */
export interface ProbeSamples {
  readonly where: string;
  readonly source: string;
  readonly track: Track;
  readonly window: { readonly start: string; readonly end: string };
  readonly query: string;
  readonly probeIntervalSeconds: number;
  readonly targets: readonly ProbedTarget[];
}

/** What the load balancer says of one server, out of its own metrics. */
export interface BalancedServer {
  readonly server: string;
  readonly track: Track | "other";
  /** Requests given to it in the whole window; null: no such series. */
  readonly requests: number | null;
  readonly resets: number;
  /** Weights that were applied during the window: at its end, the least, the most; null: no such series. */
  readonly weight: { readonly atEnd: number; readonly least: number; readonly most: number } | null;
  readonly seriesCount: number;
}

/** The split of the traffic over a window by two counters: the balancer's and the service's own. */
export interface TrafficCounts {
  readonly where: string;
  readonly source: string;
  readonly window: { readonly start: string; readonly end: string };
  /** Of the requests that the service counted, by track; in each slice of `slices`. */
  readonly slices: Slices;
  readonly service: { readonly canary: CounterReading; readonly legacy: CounterReading };
  readonly coverage: { readonly canary: Coverage; readonly legacy: Coverage };
  readonly balancerQuery: string;
  readonly weightQuery: string;
  readonly servers: readonly BalancedServer[];
  /** The share that the balancer is configured with, in percent, asked now; null: it could not be read. */
  readonly configuredCanaryPercent: number | null;
  readonly configuredWhere: string;
}

/** Whether the canary was rolled back in the window. */
export interface RollbackSigns {
  readonly where: string;
  readonly source: string;
  readonly window: { readonly start: string; readonly end: string };
  /** The service's counter of rollbacks; no series: it does not exist. */
  readonly rollbacks: CounterReading;
  /** Either track may carry out a rollback and count it. */
  readonly coverage: { readonly canary: Coverage; readonly legacy: Coverage };
  readonly weightQuery: string;
  /** The canary's servers' applied weight in the window; empty: not known. */
  readonly canaryWeights: readonly { readonly server: string; readonly samples: readonly TimedValue[] }[];
  readonly weightStepSeconds: number;
}
