import type { BucketCounts } from "./durations";
import type { TrackTraffic } from "./traffic";

/** Neighbours in time lie this part of all durations apart, so that every span holds quick and slow ones alike. */
const APART = (Math.sqrt(5) - 1) / 2;

/**
 * How many of a handler's requests took at most as long as each bound, at every scrape. Each request lies in one bucket,
 * as in a real histogram: between any two scrapes the buckets are cumulative, and at the end of a stretch they hold
 * exactly what is wanted of it.
 * @param buckets what is wanted of all handlers' requests together, for each stretch.
 * @param isAsked which of ten requests in a row are the handler's.
 */
export function bucketsAtScrapes(
  { requests, stretchOf, within }: TrackTraffic,
  buckets: readonly BucketCounts[],
  isAsked: readonly number[],
): Float64Array[] {
  const bounds = buckets[0]?.length ?? 0;
  const counted = Array.from({ length: bounds }, () => new Float64Array(within.length));
  // The last one counts what took longer than every bound.
  const own = new Float64Array(bounds + 1);
  let [stretch, place, rank] = [0, 0, 0];
  const countTo = (until: number): void => {
    const all = requests[stretch] ?? 0;
    const upTo = buckets[stretch] ?? [];
    for (const step = coprimeStep(all); place < until; place++, rank = (rank + step) % all) {
      if (isAsked[place % isAsked.length] !== 1) continue;
      let bucket = 0;
      while (bucket < bounds && rank >= (upTo[bucket] ?? 0)) bucket++;
      own[bucket] = (own[bucket] ?? 0) + 1;
    }
  };
  within.forEach((soFar, scrape) => {
    for (; stretch < (stretchOf[scrape] ?? 0); stretch++, place = 0, rank = 0) countTo(requests[stretch] ?? 0);
    countTo(soFar);
    let upTo = 0;
    for (const [bucket, values] of counted.entries()) values[scrape] = upTo += own[bucket] ?? 0;
  });
  return counted;
}

/** A step by which all of so many ranks are reached, each once. */
function coprimeStep(ranks: number): number {
  let step = Math.max(1, Math.round(ranks * APART));
  while (greatestCommonDivisor(step, ranks) > 1) step++;
  return step;
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
