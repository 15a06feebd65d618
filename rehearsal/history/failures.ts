import type { TrackPlan, TrafficPlan } from "./plans";
import { scrapeAt } from "./timeline";
import type { TrackTraffic } from "./traffic";

/** The status of an ordinary error. */
export const ERROR_STATUS = "500";

/** Which requests fail: of each stretch of the traffic, their places in the order of its requests, ascending. */
export type Failures = readonly (readonly number[])[];

/** The requests that fail with `ERROR_STATUS`: the stretches' errors, evenly spread, and the outbursts'. */
export function failuresOf(plan: TrackPlan, traffic: TrackTraffic, { times }: TrafficPlan): Failures {
  const failing = plan.stretches.map(({ errors }, stretch) => new Set(evenly(errors, traffic.requests[stretch] ?? 0)));
  for (const { from, until, errorPercent } of plan.outbursts) {
    const last = Math.min(scrapeAt(times, until), traffic.within.length - 1);
    for (let scrape = scrapeAt(times, from) + 1; scrape <= last; scrape++) {
      const [before, now] = requestsBetween(traffic, scrape);
      for (let place = before; place < now; place++)
        if (isHit(place, errorPercent)) failing[traffic.stretchOf[scrape] ?? 0]?.add(place);
    }
  }
  return failing.map((places) => [...places].sort((one, other) => one - other));
}

/** The requests that are refused, all just before one scrape. */
export function refusalsOf(
  plan: TrackPlan,
  traffic: TrackTraffic,
  { times }: TrafficPlan,
): { readonly status: string; readonly bornAt: number; readonly failures: Failures } | null {
  if (plan.refusals === null) return null;
  const { at, requests, status } = plan.refusals;
  const bornAt = scrapeAt(times, at);
  const [before] = requestsBetween(traffic, bornAt);
  const places = Array.from({ length: requests }, (_, index) => before + index);
  const inStretch = traffic.stretchOf[bornAt];
  return { status, bornAt, failures: plan.stretches.map((_, stretch) => (stretch === inStretch ? places : [])) };
}

/** How many of the ascending places are among the first so many requests. */
export function numberBelow(places: readonly number[], requests: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? Infinity) < requests) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Places of the stretch's requests between the scrape before and this one: from the first to before the second. */
function requestsBetween({ stretchOf, within }: TrackTraffic, scrape: number): readonly [number, number] {
  const isFirst = stretchOf[scrape - 1] !== stretchOf[scrape];
  return [isFirst ? 0 : (within[scrape - 1] ?? 0), within[scrape] ?? 0];
}

function evenly(errors: number, requests: number): number[] {
  const number = Math.min(errors, requests);
  return Array.from({ length: number }, (_, index) => Math.floor(((index + 0.5) * requests) / number));
}

/** Whether the request at this place is one of so many percent, evenly spread. */
function isHit(place: number, percent: number): boolean {
  return Math.floor(((place + 1) * percent) / 100) > Math.floor((place * percent) / 100);
}
