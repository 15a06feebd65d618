import type { TimedValue } from "../../model/readings/canary-metrics";

/** A straight line through noisy samples, and between which slopes it lies. */
export interface Trend {
  /** Per second: the median of the slopes between every two samples. */
  readonly slopePerSecond: number;
  /** The line's value at second 0: the median of what remains of the samples. */
  readonly intercept: number;
  /** Bounds of the slope per second; −Infinity and Infinity where the noise is too slow to say. */
  readonly low: number;
  readonly high: number;
  /** Of each bound on its own: 0.95. */
  readonly confidence: number;
  /** How alike neighbouring residuals are, from 0 (independent) to 1. */
  readonly autocorrelation: number;
  /** How many independent samples the used ones are worth. */
  readonly effectiveSamples: number;
  /** Samples that were used; fewer than were given where these were thinned. */
  readonly used: number;
  readonly given: number;
}

/** More samples than this are thinned evenly: every two of them are compared, so the work grows with the square. */
const MOST_SAMPLES = 600;

/** Residuals smaller than this share of the values are rounding, not noise. */
const ROUNDING = 1e-9;

/**
 * The robust slope of samples over time, after Theil (1950), with the interval of Sen (1968): the slopes' order
 * statistics that Kendall's S leaves room for, by its normal approximation with ties. Neighbouring samples of a process
 * resemble each other, so the variance of S is multiplied by n/n* after Yue & Wang (2004), with the lag-1
 * autocorrelation of the residuals. `null`: fewer than three samples, or all at one time.
 * @throws RangeError where a sample is no finite number.
 */
export function theilSen(samples: readonly TimedValue[], confidence: number): Trend | null {
  const thinned = thin(samples);
  if (!thinned.every(({ at, value }) => Number.isFinite(at) && Number.isFinite(value)))
    throw new RangeError("A trend needs finite samples.");
  const origin = thinned[0]?.at ?? 0;
  const times = Float64Array.from(thinned, ({ at }) => at - origin);
  const values = Float64Array.from(thinned, ({ value }) => value);
  const slopes = pairwiseSlopes(times, values);
  if (thinned.length < 3 || slopes.length === 0) return null;
  const slope = medianOfSorted(slopes);
  const remains = values.map((value, index) => value - slope * (times[index] ?? 0));
  const atOrigin = medianOfSorted(remains.toSorted());
  const autocorrelation = likenessOfNeighbours(
    remains.map((value) => value - atOrigin),
    values,
  );
  const inflation = varianceInflation(autocorrelation, thinned.length);
  const spread = normalQuantile(confidence) * Math.sqrt(varianceOfS(times, values) * inflation);
  return {
    slopePerSecond: slope,
    intercept: atOrigin - slope * origin,
    low: slopes[Math.round((slopes.length - spread) / 2) - 1] ?? Number.NEGATIVE_INFINITY,
    high: slopes[Math.round((slopes.length + spread) / 2)] ?? Number.POSITIVE_INFINITY,
    confidence,
    autocorrelation,
    effectiveSamples: thinned.length / inflation,
    used: thinned.length,
    given: samples.length,
  };
}

/** The middle value, of an even number the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

/**
 * The value below which a standard normal variable lies with this probability, by bisection of the distribution
 * function's power series (Marsaglia 2004). @throws RangeError where it is not between 0 and 1.
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError("A probability lies between 0 and 1.");
  let [low, high] = [-8, 8];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (normalShareBelow(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalShareBelow(x: number): number {
  let [term, sum] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) sum += term *= (x * x) / odd;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

function thin(samples: readonly TimedValue[]): readonly TimedValue[] {
  if (samples.length <= MOST_SAMPLES) return samples;
  const stride = (samples.length - 1) / (MOST_SAMPLES - 1);
  return Array.from({ length: MOST_SAMPLES }, (_, index) => samples[Math.round(index * stride)]).filter(
    (sample) => sample !== undefined,
  );
}

/** Ascending; pairs at the same time have no slope. */
function pairwiseSlopes(times: Float64Array, values: Float64Array): Float64Array {
  const slopes = new Float64Array((times.length * (times.length - 1)) / 2);
  let count = 0;
  for (let later = 1; later < times.length; later++)
    for (let earlier = 0; earlier < later; earlier++) {
      const run = (times[later] ?? 0) - (times[earlier] ?? 0);
      if (run !== 0) slopes[count++] = ((values[later] ?? 0) - (values[earlier] ?? 0)) / run;
    }
  return slopes.subarray(0, count).sort();
}

function medianOfSorted(sorted: Float64Array): number {
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}

/** Kendall's variance of S, less what ties take away. */
function varianceOfS(times: Float64Array, values: Float64Array): number {
  const part = (n: number) => n * (n - 1) * (2 * n + 5);
  const ties = [...tiesOf(times), ...tiesOf(values)];
  return (part(times.length) - ties.reduce((sum, size) => sum + part(size), 0)) / 18;
}

function tiesOf(values: Float64Array): readonly number[] {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()].filter((size) => size > 1);
}

/** The lag-1 autocorrelation of the residuals, less the bias that fitting a line gives it: −(2 + 4ρ)/n. */
function likenessOfNeighbours(residuals: Float64Array, values: Float64Array): number {
  const n = residuals.length;
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const mean = residuals.reduce((sum, value) => sum + value, 0) / n;
  const centred = residuals.map((value) => value - mean);
  const square = centred.reduce((sum, value) => sum + value * value, 0);
  if (Math.sqrt(square / n) <= ROUNDING * scale) return 0;
  const neighbours = centred.reduce((sum, value, index) => sum + value * (centred[index - 1] ?? 0), 0);
  const corrected = n > 4 ? (n * (neighbours / square) + 2) / (n - 4) : neighbours / square;
  return Math.min(1, Math.max(0, corrected));
}

/** n/n*: how many samples count as one, where neighbours are alike and the likeness fades geometrically. */
function varianceInflation(autocorrelation: number, n: number): number {
  let [sum, power] = [0, 1];
  for (let lag = 1; lag < n; lag++) {
    power *= autocorrelation;
    sum += (1 - lag / n) * power;
  }
  return 1 + 2 * sum;
}
