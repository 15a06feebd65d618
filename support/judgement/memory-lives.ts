import type { InstanceMemory, MemorySamples, TimedValue } from "../model/readings/canary-metrics";
import { restartsOf, sizes } from "./memory-samples";
import { median, theilSen, type Trend } from "./statistics/theil-sen";

/** How memory growth is judged: numbers of the feature. */
export interface MemoryGrowthLimit {
  /** The growth is projected over so many hours. */
  readonly projectedHours: number;
  /** Of the level; growth above it is a leak. */
  readonly growthPercent: number;
  /** So much after a process's start (or the window's begin) is left out. */
  readonly warmUpMinutes: number;
}

/** One process of an instance, from its start to its end or the window's. */
export interface MemoryLife {
  readonly instance: string;
  /** After the warm-up. */
  readonly samples: readonly TimedValue[];
  readonly hours: number;
  /** Median of the samples, bytes. */
  readonly level: number;
  readonly trend: Trend | null;
  /** In percent of the level over the projected hours. */
  readonly growth: { readonly percent: number; readonly low: number; readonly high: number } | null;
  readonly finding: "growing" | "steady" | "steady-as-far-as-seen" | "too-short" | "unclear";
}

/** Of each end of the shown interval. */
const CONFIDENCE = 0.95;
/** Proof of a leak is asked at this level: each instance is looked at about four times in the window, on noise that is rarely as simple as the model. */
const PROOF_CONFIDENCE = 0.99;
/** Fewer samples, or a shorter time, say nothing at all about two days. */
const LEAST_FOR_PROOF = { samples: 10, hours: 1 };
/** Fewer samples, or a shorter time, cannot show that there is no leak. */
const LEAST_FOR_PASS = { samples: 30, hours: 6 };
/** An interval that holds the limit is let through up to so many times the limit. */
const TOLERATED_TIMES = 2;

/** The instance's restarts inside the window, and its lives between them, each with its trend. */
export function livesOf(reading: MemorySamples, memory: InstanceMemory, limit: MemoryGrowthLimit) {
  const begin = reading.slices.edges[0] ?? Number.NaN;
  const restarts = restartsOf(memory, reading.stepSeconds, begin, begin + limit.warmUpMinutes * 60);
  const samples = sizes(memory);
  const starts = [samples[0]?.at ?? begin, ...restarts.map(({ at }) => at)];
  const lives = starts.map((start, index) => {
    const until = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    const from = Math.max(start, begin) + limit.warmUpMinutes * 60;
    return lifeOf(
      memory.instance,
      samples.filter(({ at }) => at >= from && at < until),
      limit,
    );
  });
  return { restarts, lives };
}

function lifeOf(instance: string, samples: readonly TimedValue[], limit: MemoryGrowthLimit): MemoryLife {
  const [first, last] = [samples[0], samples.at(-1)];
  const hours = first === undefined || last === undefined ? 0 : (last.at - first.at) / 3600;
  const level = median(samples.map(({ value }) => value));
  const trend = theilSen(samples, CONFIDENCE);
  const percent = (slope: number) => (100 * slope * limit.projectedHours * 3600) / level;
  const growth =
    trend === null
      ? null
      : { percent: percent(trend.slopePerSecond), low: percent(trend.low), high: percent(trend.high) };
  const isProven = () => percent(theilSen(samples, PROOF_CONFIDENCE)?.low ?? Number.NaN) > limit.growthPercent;
  const finding = classify(samples.length, hours, growth, limit.growthPercent, isProven);
  return { instance, samples, hours, level, trend, growth, finding };
}

/**
 * What one life shows. Whole interval above the limit, also at the stricter level: growing. Otherwise a life of less than
 * 6 hours or 30 samples is too short to show that there is no leak. Whole interval below: steady. An interval that
 * holds the limit is let through as long as it ends at or below twice the limit, and is told with its ends: memory of a
 * healthy process wanders, the limit is a convention, and a leak that matters within the projected time lies far beyond
 * twice of it. Ends the interval higher, a leak of that size is possible: unclear, and never a pass.
 */
function classify(
  count: number,
  hours: number,
  growth: MemoryLife["growth"],
  limit: number,
  isProven: () => boolean,
): MemoryLife["finding"] {
  if (growth === null || count < LEAST_FOR_PROOF.samples || hours < LEAST_FOR_PROOF.hours) return "too-short";
  if (growth.low > limit && isProven()) return "growing";
  if (count < LEAST_FOR_PASS.samples || hours < LEAST_FOR_PASS.hours) return "too-short";
  if (growth.high < limit) return "steady";
  return growth.high <= TOLERATED_TIMES * limit ? "steady-as-far-as-seen" : "unclear";
}
