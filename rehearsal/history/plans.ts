import { VERSIONS, type Track } from "../plan";
import type { TimedStretch, WeekDescription } from "./description";
import { withNoise } from "./noise";
import type { Span, Timeline } from "./timeline";

/** The users' requests and who gets them. */
export interface TrafficPlan {
  readonly times: Timeline;
  /** In order, each from the end of the one before. */
  readonly stretches: readonly { readonly until: number; readonly requests: number }[];
  readonly canaryPercent: number;
  readonly canaryPauses: readonly Span[];
  /** Further requests of the canary, all just before one scrape. */
  readonly refusals: { readonly at: number; readonly requests: number } | null;
}

/** How one track fares in a stretch of the traffic. */
export interface TrackStretch {
  readonly errors: number;
  readonly p95Ms: TimedStretch["p95Ms"];
  readonly atP95Percent: number | null;
  readonly memoryGb: number;
  readonly wavingGb: number;
}

/** Everything about one track beside how many requests it gets. */
export interface TrackPlan {
  readonly track: Track;
  readonly instance: string;
  readonly version: string;
  readonly scrapedFrom: number;
  readonly requestsMetric: string;
  /** One for each stretch of the traffic. */
  readonly stretches: readonly TrackStretch[];
  readonly outbursts: readonly (Span & { readonly errorPercent: number })[];
  readonly refusals: { readonly at: number; readonly requests: number; readonly status: string } | null;
  readonly memoryGrowthMbPerHour: number;
  readonly memoryNoise: { readonly seed: number; readonly percent: number } | null;
  readonly restartsAt: readonly number[];
  readonly countersResetAt: readonly number[];
  readonly missing: readonly Span[];
  readonly requestsAreNaNFrom: number | null;
  readonly withoutBuckets: readonly string[];
  readonly hasSidecar: boolean;
  readonly rollbacksAt: readonly number[];
}

/** What the week's data are made from: of plain values only, so that equal plans are known by their text. */
export interface WeekPlans {
  readonly traffic: TrafficPlan;
  readonly tracks: Readonly<Record<Track, TrackPlan>>;
  readonly weights: WeekDescription["weights"];
  readonly probes: WeekDescription["probes"];
}

/** What a described week asks of each part of its data. */
export function plansOf(description: WeekDescription): WeekPlans {
  const stretches = withNoise(stretchesOf(description), description);
  const { times, canaryPercent, canaryPauses, refusals, weights, probes } = description;
  return {
    traffic: {
      times,
      stretches: stretches.map(({ until, requests }) => ({ until, requests })),
      canaryPercent,
      canaryPauses,
      refusals: refusals === undefined ? null : { at: refusals.at, requests: refusals.requests },
    },
    tracks: { canary: canaryPlan(description, stretches), legacy: legacyPlan(description, stretches) },
    weights,
    probes,
  };
}

function stretchesOf({ stretches, everyStretch = {}, times }: WeekDescription): TimedStretch[] {
  const changes = Object.fromEntries(Object.entries(everyStretch).filter(([, value]) => value !== undefined));
  return Object.entries(stretches).map(([end, stretch]) => {
    const until = Number(end);
    return until > times.rolledOutAt ? { ...stretch, ...changes, until } : { ...stretch, until };
  });
}

function canaryPlan(description: WeekDescription, stretches: readonly TimedStretch[]): TrackPlan {
  const { canary, times, outbursts, refusals, noise } = description;
  return {
    ...soundTrack("canary", description),
    scrapedFrom: times.canaryStartsAt,
    stretches: stretches.map(({ errors, p95Ms, atP95Percent = null, memoryGb, wavingGb = 0 }) => ({
      errors,
      p95Ms,
      atP95Percent,
      memoryGb,
      wavingGb,
    })),
    outbursts,
    refusals: refusals ?? null,
    memoryGrowthMbPerHour: canary.memoryGrowthMbPerHour,
    memoryNoise: noise === undefined ? null : { seed: noise.seed, percent: noise.memoryPercent },
    restartsAt: canary.restartsAt,
    countersResetAt: canary.countersResetAt,
    missing: canary.missing,
    requestsAreNaNFrom: canary.requestsAreNaN ? times.rolledOutAt : null,
    withoutBuckets: canary.withoutBuckets,
    hasSidecar: canary.hasSidecar,
    rollbacksAt: canary.rollbacksAt,
  };
}

function legacyPlan(description: WeekDescription, stretches: readonly TimedStretch[]): TrackPlan {
  const { errorPercent, p95Ms, memoryGb, missing } = description.legacy;
  const failing = (errorPercent / 100) * ((100 - description.canaryPercent) / 100);
  return {
    ...soundTrack("legacy", description),
    stretches: stretches.map(({ requests }) => ({
      errors: Math.round(requests * failing),
      p95Ms,
      atP95Percent: null,
      memoryGb,
      wavingGb: memoryGb / 100,
    })),
    missing,
  };
}

function soundTrack(track: Track, { times, requestsMetric }: WeekDescription): TrackPlan {
  return {
    track,
    instance: `${track}-1:9101`,
    version: VERSIONS[track],
    scrapedFrom: times.startsAt,
    requestsMetric,
    stretches: [],
    outbursts: [],
    refusals: null,
    memoryGrowthMbPerHour: 0,
    memoryNoise: null,
    restartsAt: [],
    countersResetAt: [],
    missing: [],
    requestsAreNaNFrom: null,
    withoutBuckets: [],
    hasSidecar: false,
    rollbacksAt: [],
  };
}
