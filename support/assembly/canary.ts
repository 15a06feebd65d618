import { createLoadBalancer } from "../clients/load-balancer";
import { createCanaryMetrics } from "../clients/prometheus/canary-metrics";
import type { Environment } from "../environment/schema";
import { InconclusiveError, rollOutUnknown } from "../errors";
import type { CheckContext } from "../model/check-context";
import type { Window } from "../model/measurement";
import type {
  BothTracks,
  ErrorCounts,
  LatencyChange,
  LatencyCounts,
  MemorySamples,
  ProbeSamples,
  RollbackSigns,
  Track,
  TrafficCounts,
} from "../model/readings/canary-metrics";
import type { IncidentRun } from "../model/incident-run";
import { windowFor, type CanaryTimes, type WindowWish } from "../model/schedule";
import type { Named } from "./named";

/** The moment that is judged, and the canary's times. */
export interface Moment {
  /** ISO 8601. */
  readonly evaluatedAt: string;
  /** null: the environment does not say when the canary was rolled out. */
  readonly canary: CanaryTimes | null;
  /** Folder of the environment's journal. */
  readonly journalFolder: string;
  /** What the checks of the run share of an incident. */
  readonly incident: IncidentRun;
  /** Language of what people are told. */
  readonly language: "en" | "ko";
}

/** What the canary's metrics tell, each over the window that a step asks for. */
export interface CanaryWindow {
  /** @param sliceMinutes how long a slice is, at most; left out: 30 minutes, in windows of a few hours 5. */
  countErrors(wish: WindowWish, sliceMinutes?: number): Promise<ErrorCounts>;
  countDurations(wish: WindowWish): Promise<LatencyCounts>;
  /** Of both versions over the same window. */
  countErrorsOfBoth(wish: WindowWish): Promise<BothTracks<ErrorCounts>>;
  countDurationsOfBoth(wish: WindowWish): Promise<BothTracks<LatencyCounts>>;
  /** In the canary's last and first so many hours. */
  countDurationsBesideFirst(hours: number): Promise<LatencyChange>;
  sampleMemory(wish: WindowWish): Promise<MemorySamples>;
  sampleProbes(wish: WindowWish): Promise<ProbeSamples>;
  countTraffic(wish: WindowWish): Promise<TrafficCounts>;
  readRollbackSigns(wish: WindowWish): Promise<RollbackSigns>;
}

/** Windows up to so many hours are cut finely. */
const SHORT_HOURS = 4;
/** The chart beside a comparison shows so many hours. */
const SHOWN_HOURS = 48;
const SLICE_SECONDS = { short: 300, long: 1800 } as const;

/** The canary's metrics in Prometheus, with what the load balancer is configured with. */
export function assembleCanary(
  environment: Environment,
  context: CheckContext,
  named: Named,
  moment: Moment,
): CanaryWindow {
  const { connection, refusesPartialResponse } = named("prometheus", environment.prometheus);
  const options = { connection, refusesPartialResponse, metrics: named("metrics", environment.metrics) };
  const metrics = createCanaryMetrics(options, context);
  const windowOf = (wish: WindowWish) => resolved(wish, moment, context.environment);
  const errors = (track: Track, window: Window) => metrics.countErrors(track, window, sliceSeconds(window));
  const durations = (track: Track, window: Window) => metrics.countDurations(track, window, sliceSeconds(window));
  return {
    countErrors: async (wish, sliceMinutes) => {
      const window = windowOf(wish);
      const seconds = sliceMinutes === undefined ? sliceSeconds(window) : 60 * sliceMinutes;
      return metrics.countErrors("canary", window, seconds);
    },
    countDurations: async (wish) => durations("canary", windowOf(wish)),
    countErrorsOfBoth: async (wish) => ofBoth((track) => errors(track, windowOf(wish))),
    countDurationsOfBoth: async (wish) => ofBoth((track) => durations(track, windowOf(wish))),
    countDurationsBesideFirst: async (hours) => besideFirst(durations, windowOf, hours),
    sampleMemory: async (wish) => metrics.sampleMemory("canary", windowOf(wish)),
    sampleProbes: async (wish) => metrics.sampleProbes("canary", windowOf(wish)),
    readRollbackSigns: async (wish) => metrics.readRollbackSigns(windowOf(wish), SLICE_SECONDS.long),
    countTraffic: async (wish) => {
      const window = windowOf(wish);
      const balancer = createLoadBalancer(named("loadBalancer", environment.loadBalancer), context);
      const [counts, { where, canaryPercent }] = await Promise.all([
        metrics.countTraffic(window, sliceSeconds(window)),
        balancer.readConfiguredShare(),
      ]);
      return { ...counts, configuredCanaryPercent: canaryPercent, configuredWhere: where };
    },
  };
}

async function ofBoth<Reading>(read: (track: Track) => Promise<Reading>): Promise<BothTracks<Reading>> {
  const [canary, legacy] = await Promise.all([read("canary"), read("legacy")]);
  return { canary, legacy };
}

async function besideFirst(
  durations: (track: Track, window: Window) => Promise<LatencyCounts>,
  windowOf: (wish: WindowWish) => Window,
  hours: number,
): Promise<LatencyChange> {
  const first = windowOf({ kind: "first", hours });
  const last = windowOf({ kind: "last", hours, isFromRollOut: true });
  const ofTrack = async (track: Track) => {
    const [begin, end] = await Promise.all([durations(track, first), durations(track, last)]);
    return { first: begin, last: end };
  };
  const whole = windowOf({ kind: "last", hours: SHOWN_HOURS, isFromRollOut: true });
  const [canary, legacy, shown] = await Promise.all([ofTrack("canary"), ofTrack("legacy"), durations("canary", whole)]);
  return { canary, legacy, whole: shown };
}

function sliceSeconds({ start, end }: Window): number {
  const hours = (Date.parse(end) - Date.parse(start)) / 3_600_000;
  return hours <= SHORT_HOURS ? SLICE_SECONDS.short : SLICE_SECONDS.long;
}

/** The window that a step asks for. @throws InconclusiveError where the canary's roll-out is unknown or still to come. */
export function resolved(wish: WindowWish, { evaluatedAt, canary }: Moment, environment: string): Window {
  if (canary === null) throw rollOutUnknown(environment);
  const window = windowFor(wish, canary, evaluatedAt);
  if (Date.parse(window.end) > Date.parse(window.start)) return window;
  throw new InconclusiveError("not-executed", [notRolledOut(canary.rolledOutAt, evaluatedAt, environment)]);
}

function notRolledOut(rolledOutAt: string, evaluatedAt: string, environment: string) {
  return {
    what: `There is nothing to look at yet: the canary is rolled out at ${rolledOutAt}, and ${evaluatedAt} is judged.`,
    where: `environments/${environment}.yaml`,
    why: "The time that is judged lies before the roll-out.",
    fix: "Run this after the roll-out, or correct release.rolledOutAt or --at.",
  };
}
