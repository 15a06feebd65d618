import type { Histogram } from "./latency-buckets";

/** A quantile of a histogram, and the bucket that it lies in. */
export interface Quantile {
  /** Interpolated in its bucket; null: it lies above the last bound, and nothing more is known. */
  readonly valueMs: number | null;
  readonly lowMs: number;
  /** Infinity above the last bound. */
  readonly highMs: number;
}

/**
 * The quantile as Prometheus's `histogram_quantile` gives it: linear between the bounds of its bucket, from 0 in the first
 * one. But in the +Inf bucket, where Prometheus gives the last bound, there is no value.
 */
export function quantileOf({ buckets, total }: Histogram, quantile: number): Quantile {
  const rank = quantile * total;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const [bucket, previous] = [buckets[index], buckets[index - 1]];
  const lowMs = Math.max(0, previous?.boundMs ?? 0);
  if (bucket === undefined || bucket.boundMs === Infinity) return { valueMs: null, lowMs, highMs: Infinity };
  const before = previous?.count ?? 0;
  const part = (rank - before) / (bucket.count - before);
  return { valueMs: lowMs + (bucket.boundMs - lowMs) * part, lowMs, highMs: bucket.boundMs };
}
