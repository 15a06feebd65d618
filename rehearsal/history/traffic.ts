import type { Track } from "../plan";
import type { TrafficPlan } from "./plans";
import { numberOfScrapes, scrapeAt, secondOf, type Span } from "./timeline";

/** The requests of one track, scrape by scrape. */
export interface TrackTraffic {
  /** Its requests in each stretch of the traffic. */
  readonly requests: readonly number[];
  /** The stretch that each scrape belongs to: it ends one, or lies within it. */
  readonly stretchOf: Uint16Array;
  /** Requests since the beginning of that stretch, at each scrape. */
  readonly within: Float64Array;
}

/** By how much the hour of the day bends the traffic: most of it at 14:00 UTC, least at 02:00. */
const DAY_CURVE = 0.25;
const BUSIEST_HOUR = 14;

/**
 * Shares the users' requests out, in whole requests: at the end of each stretch both tracks have got exactly their
 * part of it, and within it each has its part at every scrape, to one request.
 */
export function trafficOf(plan: TrafficPlan): Readonly<Record<Track, TrackTraffic>> {
  const scrapes = numberOfScrapes(plan.times);
  const stretchOf = new Uint16Array(scrapes);
  const canary = { requests: [] as number[], stretchOf, within: new Float64Array(scrapes) };
  const legacy = { requests: [] as number[], stretchOf, within: new Float64Array(scrapes) };
  let first = 0;
  plan.stretches.forEach(({ until, requests }, stretch) => {
    const last = scrapeAt(plan.times, until);
    const all = spread(requests, plan, first, last);
    const canarys = canaryPart(all, plan, first, last);
    all.forEach((total, index) => {
      const scrape = first + index;
      stretchOf[scrape] = stretch;
      canary.within[scrape] = canarys[index] ?? 0;
      legacy.within[scrape] = total - (canarys[index] ?? 0);
    });
    addRefusals(canary.within, plan, first, last);
    canary.requests.push(canary.within[last] ?? 0);
    legacy.requests.push(legacy.within[last] ?? 0);
    first = last + 1;
  });
  return { canary, legacy };
}

/** A counter of the track at each scrape, out of its value within the present stretch. */
export function countedBy(
  { requests, stretchOf, within }: TrackTraffic,
  valueWithin: (stretch: number, requests: number) => number,
): Float64Array {
  const before: number[] = [];
  requests.reduce((sum, all, stretch) => {
    before.push(sum);
    return sum + valueWithin(stretch, all);
  }, 0);
  return within.map((count, scrape) => {
    const stretch = stretchOf[scrape] ?? 0;
    return (before[stretch] ?? 0) + valueWithin(stretch, count);
  });
}

/** Requests of the stretch up to each of its scrapes. */
function spread(requests: number, { times }: TrafficPlan, first: number, last: number): number[] {
  const pace: number[] = [];
  for (let scrape = first, sum = 0; scrape <= last; scrape++) {
    const hour = secondOf(times, scrape) / 3600;
    if (scrape > 0) sum += 1 + DAY_CURVE * Math.cos(((hour - BUSIEST_HOUR) / 24) * 2 * Math.PI);
    pace.push(sum);
  }
  const all = pace.at(-1) || 1;
  return pace.map((sum) => Math.floor(requests * (sum / all))); // the last one: times exactly 1
}

function canaryPart(all: readonly number[], plan: TrafficPlan, first: number, last: number): number[] {
  const { times, canaryPercent, canaryPauses } = plan;
  let hundredths = 0;
  return all.map((total, index) => {
    const second = secondOf(times, Math.min(first + index, last));
    const isServed = second > times.rolledOutAt && !canaryPauses.some((pause) => endsIn(pause, second));
    if (isServed) hundredths += canaryPercent * (total - (all[index - 1] ?? 0));
    return Math.floor(hundredths / 100);
  });
}

/** Whether the time between this scrape and the one before lies in the span. */
function endsIn({ from, until }: Span, second: number): boolean {
  return second > from && second <= until;
}

function addRefusals(within: Float64Array, { refusals, times }: TrafficPlan, first: number, last: number): void {
  const at = refusals === null ? Number.NaN : scrapeAt(times, refusals.at);
  for (let scrape = at; scrape >= first && scrape <= last; scrape++)
    within[scrape] = (within[scrape] ?? 0) + (refusals?.requests ?? 0);
}
