import type {
  AlertArrival,
  DependencyState,
  Diagnosis,
  EndpointCount,
  EndpointErrors,
  ErrorLogs,
  RecentChanges,
  RollbackOutcome,
  RollbackStep,
} from "../../../support/model/readings/incident";
import { windowOf } from "../../../support/model/slices";
import { BEGIN, coverage, slices } from "../window-readings";

/** The window of the readings: 30 minutes from 2025-10-23 14:00 UTC. */
export const WINDOW = windowOf(slices());

/** A time of the readings: so many seconds after 14:00 UTC. */
export function after(seconds: number): string {
  return new Date((BEGIN + seconds) * 1000).toISOString();
}

/** An alert that stands in the channel 14 s after the first bad answer; `given` says what is different. */
export function alertArrival(given: Partial<AlertArrival> = {}): AlertArrival {
  return {
    where: "Slack http://127.0.0.1:9000 (rehearsal)",
    alertName: "Phase4CanaryErrorRateHigh",
    channel: "#phase4-critical",
    firstBadAt: after(0),
    rule: { state: "firing", activeAt: after(4) },
    notified: { startsAt: after(9), isSilenced: false },
    message: {
      postedAt: after(14),
      permalink: "https://slack.example/p7",
      text: "[FIRING:1] Phase4CanaryErrorRateHigh",
    },
    lookedUntil: after(120),
    ...given,
  };
}

/** Messages with their counts, as a store gives them. */
export function errorLogs(groups: Readonly<Record<string, number>>, given: Partial<ErrorLogs> = {}): ErrorLogs {
  const counts = Object.values(groups);
  return {
    where: "Elasticsearch http://127.0.0.1:9200 (rehearsal)",
    source: "Elasticsearch",
    query: "service.track:canary AND http.response.status_code:>=500",
    window: WINDOW,
    total: counts.reduce((sum, count) => sum + count, 0),
    groups: Object.entries(groups).map(([message, count]) => ({ message, count, samples: [] })),
    linesOfCanary: 1000,
    ...given,
  };
}

/** One endpoint's counts: the canary's, and legacy's where they are given. */
export function endpoint(
  name: string,
  canary: readonly [number, number],
  legacy?: readonly [number, number],
): EndpointCount[] {
  const count = (track: "canary" | "legacy", [errors, requests]: readonly [number, number]) => ({
    endpoint: name,
    track,
    requests,
    errors,
  });
  return [count("canary", canary), ...(legacy === undefined ? [] : [count("legacy", legacy)])];
}

/** Errors by endpoint, wholly covered; `given` says what is different. */
export function endpointErrors(
  endpoints: readonly EndpointCount[],
  given: Partial<EndpointErrors> = {},
): EndpointErrors {
  return {
    where: "Prometheus http://127.0.0.1:9090 (rehearsal)",
    source: "Prometheus",
    query: "sum by (handler) (http_requests_total)",
    window: WINDOW,
    coverage: { canary: coverage(), legacy: coverage() },
    endpoints,
    ...given,
  };
}

/** A dependency; healthy unless it is said otherwise. */
export function dependency(name: string, given: Partial<DependencyState> = {}): DependencyState {
  return { name, where: `${name} at 127.0.0.1:6379`, isHealthy: true, detail: "answered PONG", ...given };
}

/** Nothing was restarted, nothing was deployed, 5 % all the time. */
export function changes(given: Partial<RecentChanges> = {}): RecentChanges {
  return {
    where: "Prometheus http://127.0.0.1:9090 (rehearsal)",
    window: WINDOW,
    versions: [
      { track: "canary", version: "2.0.0" },
      { track: "legacy", version: "1.9.4" },
    ],
    restarts: [],
    canaryShare: { atStart: 5, atEnd: 5 },
    ...given,
  };
}

/** A diagnosis of 90 s that found out everything; `given` says what is different. */
export function diagnosisOf(given: Partial<Diagnosis> = {}): Diagnosis {
  return {
    startedAt: after(15),
    finishedAt: after(105),
    logs: [errorLogs({ "time-out of the cache": 40, "no such order": 35 })],
    endpoints: null,
    dependencies: [dependency("redis")],
    changes: changes(),
    unknown: [],
    ...given,
  };
}

const DONE: readonly (readonly [RollbackStep["step"], number, string])[] = [
  ["asked", 110, "POST /api/v2/canary/rollback"],
  ["accepted", 110.4, "HTTP 200 rolled-back"],
  ["configured-zero", 110.5, "canary 0, legacy 100"],
  ["applied-zero", 110.6, "canary 0, legacy 100"],
  ["last-canary-answer", 110.9, "none since"],
  ["errors-below-limit", 118, "0 errors in 900 requests"],
  ["announced", 119, "https://slack.example/p8"],
];

/** A rollback with all its steps done, but for those that are left out or given otherwise. */
export function rollbackOf(
  given: Partial<RollbackOutcome> = {},
  steps: Readonly<Partial<Record<RollbackStep["step"], Partial<RollbackStep> | "left out">>> = {},
): RollbackOutcome {
  return {
    where: "the service http://127.0.0.1:8000 (rehearsal)",
    refusal: null,
    idempotencyKey: "incident-1",
    steps: DONE.flatMap(([step, seconds, detail]) => {
      const other = steps[step];
      return other === "left out" ? [] : [{ step, at: after(seconds), isDone: true, detail, ...other }];
    }),
    manualCommand: "curl -X POST http://127.0.0.1:8000/api/v2/canary/rollback",
    ...given,
  };
}
