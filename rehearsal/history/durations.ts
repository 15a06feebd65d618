import { ABOVE_LAST_BUCKET } from "./description";
import type { TrackStretch } from "./plans";

/** A histogram's finite bounds in milliseconds, and how prometheus_client writes them as label `le`, in seconds. */
export const BOUNDS: readonly { readonly ms: number; readonly le: string }[] = [
  { ms: 5, le: "0.005" },
  { ms: 10, le: "0.01" },
  { ms: 25, le: "0.025" },
  { ms: 50, le: "0.05" },
  { ms: 75, le: "0.075" },
  { ms: 100, le: "0.1" },
  { ms: 250, le: "0.25" },
  { ms: 500, le: "0.5" },
  { ms: 1_000, le: "1.0" },
  { ms: 2_500, le: "2.5" },
  { ms: 5_000, le: "5.0" },
  { ms: 10_000, le: "10.0" },
];

/** So many requests took at most as long as each of `BOUNDS`; cumulative, whole. */
export type BucketCounts = readonly number[];

/** Of all requests at most so many lie between P95 and its bucket's bound, unless the description says otherwise. */
const LEAST_BEYOND = 0.047;
/** Of all requests at most so many lie between the bucket's lower bound and P95. */
const MOST_BELOW = 0.5;
/** Of the requests under P95's bucket so many are under the bounds further down, the nearest first. */
const UNDER = [0.55, 0.12, 0.02, 0.005];
/** Of the requests above P95's bucket so many are under the bounds further up, the nearest first. */
const ABOVE = [0.9, 0.98];

/** Which share of the requests is under each bound where one in ten takes longer than all of them. */
const TOO_SLOW = [0, 0.02, 0.1, 0.4, 0.7, 0.8, 0.85, 0.87, 0.88, 0.89, 0.9, 0.9];

/** The durations of the probes' answers: a third of a percent of them takes more than 10 ms. */
const QUICK = [0.9, 0.997, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

/**
 * Shares requests out to the buckets so that P95, linearly interpolated as Prometheus does it, is the one that is
 * wanted: with W the bucket's width and k the distance from its lower bound to P95, k·u of the requests that P95's rank
 * counts lie in the bucket, and W·u in all. Exact wherever 95 % of the requests is a whole number.
 */
export function bucketCounts(
  requests: number,
  { p95Ms, atP95Percent }: Pick<TrackStretch, "p95Ms" | "atP95Percent">,
): BucketCounts {
  if (p95Ms === ABOVE_LAST_BUCKET) return TOO_SLOW.map((share) => Math.floor(share * requests));
  const bucket = BOUNDS.findIndex(({ ms }) => p95Ms <= ms);
  const [low, high] = [BOUNDS[bucket - 1]?.ms ?? 0, BOUNDS[bucket]?.ms ?? p95Ms];
  const [width, distance] = [high - low, p95Ms - low];
  const most = Math.min((LEAST_BEYOND * requests) / (width - distance), (MOST_BELOW * requests) / distance);
  const wanted = atP95Percent === null ? Math.floor(most) : Math.round((atP95Percent * requests) / 100 / width);
  const unit = Math.max(1, wanted);
  const under = Math.max(0, Math.round(0.95 * requests) - distance * unit);
  const upTo = Math.min(requests, under + width * unit);
  return BOUNDS.map((_, index) => {
    if (index < bucket - 1) return Math.floor(under * (UNDER[bucket - 2 - index] ?? 0));
    if (index > bucket) return upTo + Math.floor((requests - upTo) * (ABOVE[index - bucket - 1] ?? 1));
    return index === bucket ? upTo : under;
  });
}

/** The probes' answers: all quick. */
export function quickCounts(requests: number): BucketCounts {
  return QUICK.map((share) => Math.floor(share * requests));
}

/** Mean duration in seconds, with each request in the middle of its bucket. */
export function meanSeconds(requests: number, counts: BucketCounts): number {
  if (requests === 0) return 0;
  const bounds = [...BOUNDS.map(({ ms }) => ms), 2 * (BOUNDS.at(-1)?.ms ?? 0)];
  const milliseconds = [...counts, requests].reduce((sum, count, index, cumulative) => {
    const middle = ((bounds[index - 1] ?? 0) + (bounds[index] ?? 0)) / 2;
    return sum + (count - (cumulative[index - 1] ?? 0)) * middle;
  }, 0);
  return milliseconds / requests / 1000;
}
