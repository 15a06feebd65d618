import * as builders from "./judgement/chart-series";
import type { ChartFrame } from "./judgement/chart-series";
import { lowerBound, upperBound } from "./judgement/statistics/clopper-pearson";
import type { Chart } from "./model/chart";
import type {
  ErrorCounts,
  LatencyCounts,
  MemorySamples,
  ProbeSamples,
  TrafficCounts,
} from "./model/readings/canary-metrics";
import type { CanaryTimes } from "./model/schedule";
import { CHART_WORDS } from "./reporting/charts/chart-words";
import type { Language } from "./reporting/messages";

/** The confidence of the bounds that a chart shows around an error rate, each side on its own. */
const SHOWN_CONFIDENCE = 0.95;

/** Makes the charts of what a check has read, with the canary's checkpoints marked. */
export class CanaryCharts {
  readonly #frame: ChartFrame;

  constructor(times: CanaryTimes | null, language: Language) {
    const checkpoints = (times?.checkpoints ?? []).map(({ at }) => ({ at, name: `${at.slice(11, 16)}` }));
    this.#frame = { words: CHART_WORDS[language], checkpoints };
  }

  /** The error rate of each slice, with its bounds. */
  errorRate(canary: ErrorCounts, limitPercent: number): Chart {
    const bounds = (events: number, total: number) => ({
      low: lowerBound(events, total, SHOWN_CONFIDENCE),
      high: upperBound(events, total, SHOWN_CONFIDENCE),
    });
    return builders.errorRateChart({ canary, limitPercent, bounds }, this.#frame);
  }

  /** The P95 response time of each slice. */
  latency(canary: LatencyCounts, limitMs: number): Chart {
    return builders.latencyChart({ canary, limitMs }, this.#frame);
  }

  /** The memory of each instance. */
  memory(canary: MemorySamples): Chart {
    return builders.memoryChart({ canary }, this.#frame);
  }

  /** The canary's share of the traffic in each slice. */
  trafficShare(counts: TrafficCounts, expectedPercent: number, tolerancePoints: number): Chart {
    return builders.trafficShareChart({ counts, expectedPercent, tolerancePoints }, this.#frame);
  }

  /** The probes that were answered, and those that failed. */
  probes(canary: ProbeSamples): Chart {
    return builders.probesChart({ canary }, this.#frame);
  }
}
