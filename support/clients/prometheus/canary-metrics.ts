import type { CheckContext } from "../../model/check-context";
import type { Window } from "../../model/measurement";
import type * as Readings from "../../model/readings/canary-metrics";
import { atSecond, windowOf, type Slices } from "../../model/slices";
import { placeOf } from "../place";
import { createPrometheus } from "../prometheus";
import { Asker } from "./canary-metrics/asker";
import { readBalancer, readCanaryWeights } from "./canary-metrics/balancer";
import { readCounter } from "./canary-metrics/counter";
import { readCoverage } from "./canary-metrics/coverage";
import { alignedWindow, cutWindow, stepsOf } from "./canary-metrics/cut-window";
import { bucketsOf, restartsOf } from "./canary-metrics/durations";
import { isAnyThere } from "./canary-metrics/family";
import { readMemory, timedValues } from "./canary-metrics/memory";
import type { CanaryMetricsOptions, MetricsSettings } from "./canary-metrics/options";
import { readProbes } from "./canary-metrics/probes";
import type { Source } from "./canary-metrics/source";
import { Sources } from "./canary-metrics/sources";

export type { CanaryMetricsOptions, MetricsSettings } from "./canary-metrics/options";

/** What the traffic's split is told of by metrics; what the balancer is configured with is asked elsewhere. */
export type CountedTraffic = Omit<Readings.TrafficCounts, "configuredCanaryPercent" | "configuredWhere">;

/**
 * The canary's metrics in the runbook's words. Windows are moved down to whole scrape intervals and cut into equal
 * slices; both are in the reading. Each verb throws InconclusiveError where it cannot be found out, also where the
 * settings do not name what it needs (not-executed), and RangeError for a window without a whole scrape interval.
 */
export interface CanaryMetrics {
  countErrors(track: Readings.Track, window: Window, sliceSeconds: number): Promise<Readings.ErrorCounts>;
  countDurations(track: Readings.Track, window: Window, sliceSeconds: number): Promise<Readings.LatencyCounts>;
  /** Coverage by half hours at most. */
  sampleMemory(track: Readings.Track, window: Window): Promise<Readings.MemorySamples>;
  sampleProbes(track: Readings.Track, window: Window): Promise<Readings.ProbeSamples>;
  countTraffic(window: Window, sliceSeconds: number): Promise<CountedTraffic>;
  readRollbackSigns(window: Window, sliceSeconds: number): Promise<Readings.RollbackSigns>;
}

/** A client for the canary's metrics in one Prometheus. */
export function createCanaryMetrics(options: CanaryMetricsOptions, context: CheckContext): CanaryMetrics {
  return new PrometheusCanaryMetrics(options, context);
}

const MOST_STEPS = 600;
const MEMORY_SLICE_SECONDS = 1_800;

class PrometheusCanaryMetrics implements CanaryMetrics {
  private readonly settings: MetricsSettings;
  private readonly sources: Sources;
  private readonly asker: Asker;
  private readonly origin: { readonly where: string; readonly source: string };

  constructor({ metrics, ...options }: CanaryMetricsOptions, context: CheckContext) {
    const { system } = options.connection;
    this.origin = { where: placeOf(options.connection, context.environment), source: system };
    this.settings = metrics;
    this.sources = new Sources(metrics, context.environment);
    this.asker = new Asker(createPrometheus(options, context), this.origin.where);
  }

  async countErrors(track: Readings.Track, window: Window, sliceSeconds: number): Promise<Readings.ErrorCounts> {
    const slices = this.cut(window, sliceSeconds);
    const [requests, errors, coverage] = await Promise.all([
      this.count(this.sources.of("requests", track), slices),
      this.count(this.sources.of("errors", track), slices),
      this.cover(track, slices),
    ]);
    const isFamilyKnown =
      requests.series.length > 0 || (await isAnyThere(this.asker, this.sources.ofRequestsFamily(), slices));
    return { ...this.origin, track, slices, coverage, requests, errors, isFamilyKnown };
  }

  async countDurations(track: Readings.Track, window: Window, sliceSeconds: number): Promise<Readings.LatencyCounts> {
    const slices = this.cut(window, sliceSeconds);
    const msPerUnit = this.sources.msPerDurationUnit();
    const [counted, coverage] = await Promise.all([
      this.count(this.sources.of("durations", track), slices),
      this.cover(track, slices),
    ]);
    const buckets = bucketsOf(counted, msPerUnit, this.origin.where);
    const resets = restartsOf(counted, this.settings.instanceLabel);
    return { ...this.origin, track, slices, coverage, query: counted.query, buckets, resets };
  }

  async sampleMemory(track: Readings.Track, window: Window): Promise<Readings.MemorySamples> {
    const { scrapeSeconds, instanceLabel } = this.settings;
    const slices = this.cut(window, Math.max(MEMORY_SLICE_SECONDS, scrapeSeconds));
    const grid = stepsOf(window, scrapeSeconds, MOST_STEPS);
    const [memory, start] = [this.sources.of("memory", track), this.sources.of("processStart", track)];
    const [instances, coverage] = await Promise.all([
      readMemory(this.asker, { memory, start, instanceLabel }, grid),
      this.cover(track, slices),
    ]);
    const queries = { query: memory.promql, startQuery: start.promql };
    return { ...this.origin, track, slices, coverage, ...queries, stepSeconds: grid.stepMs / 1_000, instances };
  }

  async sampleProbes(track: Readings.Track, window: Window): Promise<Readings.ProbeSamples> {
    const source = this.sources.ofProbes(track);
    const { everySeconds, targetLabel } = this.sources.named("metrics.probes", this.settings.probes);
    const { startMs, endMs } = alignedWindow(window, everySeconds);
    const targets = await readProbes(this.asker, source, targetLabel, { startMs, endMs });
    const aligned = { start: atSecond(startMs / 1_000), end: atSecond(endMs / 1_000) };
    const about = { window: aligned, query: source.promql, probeIntervalSeconds: everySeconds };
    return { ...this.origin, track, ...about, targets };
  }

  async countTraffic(window: Window, sliceSeconds: number): Promise<CountedTraffic> {
    const slices = this.cut(window, sliceSeconds);
    const { balancer } = this.settings;
    const [canary, legacy, canaryCoverage, legacyCoverage, servers] = await Promise.all([
      this.count(this.sources.of("requests", "canary"), slices),
      this.count(this.sources.of("requests", "legacy"), slices),
      this.cover("canary", slices),
      this.cover("legacy", slices),
      balancer === undefined ? [] : readBalancer(this.asker, balancer, slices, this.stepsOf(window)),
    ]);
    return {
      ...this.origin,
      window: windowOf(slices),
      slices,
      service: { canary, legacy },
      coverage: { canary: canaryCoverage, legacy: legacyCoverage },
      balancerQuery: balancer?.requests ?? "",
      weightQuery: balancer?.weight ?? "",
      servers,
    };
  }

  async readRollbackSigns(window: Window, sliceSeconds: number): Promise<Readings.RollbackSigns> {
    const slices = this.cut(window, sliceSeconds);
    const { balancer } = this.settings;
    const promql = this.sources.named("metrics.rollbacks", this.settings.rollbacks);
    const grid = this.stepsOf(window);
    const [rollbacks, canary, legacy, weights] = await Promise.all([
      this.count({ kind: "series", promql }, slices),
      this.cover("canary", slices),
      this.cover("legacy", slices),
      balancer === undefined ? [] : readCanaryWeights(this.asker, balancer, grid),
    ]);
    return {
      ...this.origin,
      window: windowOf(slices),
      rollbacks,
      coverage: { canary, legacy },
      weightQuery: balancer?.weight ?? "",
      canaryWeights: weights.map((one) => ({
        server: one.labels[balancer?.serverLabel ?? ""] ?? "",
        samples: timedValues(one, grid),
      })),
      weightStepSeconds: grid.stepMs / 1_000,
    };
  }

  private cut(window: Window, sliceSeconds: number): Slices {
    return cutWindow(window, sliceSeconds, this.settings.scrapeSeconds);
  }

  private stepsOf(window: Window) {
    return stepsOf(window, this.settings.scrapeSeconds, MOST_STEPS);
  }

  private count(source: Source, slices: Slices): Promise<Readings.CounterReading> {
    return readCounter(this.asker, source, slices);
  }

  private cover(track: Readings.Track, slices: Slices): Promise<Readings.Coverage> {
    const { scrapeSeconds, instanceLabel } = this.settings;
    return readCoverage(this.asker, { up: this.sources.of("up", track), scrapeSeconds, instanceLabel }, slices);
  }
}
