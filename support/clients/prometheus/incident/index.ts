import type { CheckContext } from "../../../model/check-context";
import type { Window } from "../../../model/measurement";
import type { AlertArrival, EndpointErrors, RecentChanges } from "../../../model/readings/incident";
import { placeOf } from "../../place";
import { createPrometheus } from "../../prometheus";
import { Asker } from "../canary-metrics/asker";
import type { CanaryMetricsOptions } from "../canary-metrics/options";
import { Sources } from "../canary-metrics/sources";
import type { IncidentSettings } from "./asked";
import { readChanges } from "./changes";
import { countEndpoints } from "./endpoints";
import { findFirstBadAnswer } from "./first-bad-answer";
import { ruleStateOf } from "./rule-state";

export type { IncidentSettings } from "./asked";

/** A Prometheus, what the canary's metrics are called there, and what an incident asks of them. */
export interface IncidentMetricsOptions extends CanaryMetricsOptions {
  readonly incident: IncidentSettings;
  /** Labels that each of the canary's alerts carries: `{ track: "canary" }`. */
  readonly alertLabels: Readonly<Record<string, string>>;
}

/** The canary's metrics in an incident; each verb throws InconclusiveError where it cannot be found out. */
export interface IncidentMetrics {
  /**
   * Requests and errors by endpoint and track, exact over the window, whose ends move down to whole scrape intervals;
   * no endpoints: no requests were found. @throws InconclusiveError not-executed where the requests have no such label.
   */
  countEndpointErrors(window: Window): Promise<EndpointErrors>;
  /** The versions that ran in the window, the processes that began in it, and the weights at its two ends. */
  readChanges(window: Window): Promise<RecentChanges>;
  /**
   * The scrape at which the canary's errors had first risen after a quiet time, of the newest run of errors in the
   * window; null: there were none, it was never quiet before, or the scrapes before it are missing.
   */
  findFirstBadAnswer(window: Window, quietSeconds: number): Promise<string | null>;
  /** The state of the alert rule for the canary, and since when; "unknown": there is no such rule, or it is in error. */
  readRuleState(alertName: string): Promise<AlertArrival["rule"]>;
}

/** A client for what an incident asks of one Prometheus. */
export function createIncidentMetrics(options: IncidentMetricsOptions, context: CheckContext): IncidentMetrics {
  const { connection, incident, alertLabels } = options;
  const metrics = { ...options.metrics, scrapeSeconds: incident.scrapeSeconds ?? options.metrics.scrapeSeconds };
  const where = placeOf(connection, context.environment);
  const prometheus = createPrometheus(options, context);
  const about = {
    asker: new Asker(prometheus, where),
    sources: new Sources(metrics, context.environment),
    metrics,
    incident,
    origin: { where, source: connection.system },
  };
  return {
    countEndpointErrors: (window) => countEndpoints(about, window),
    readChanges: (window) => readChanges(about, window),
    findFirstBadAnswer: (window, quietSeconds) => findFirstBadAnswer(about, window, quietSeconds),
    readRuleState: async (alertName) => ruleStateOf(await prometheus.readAlertRules(), alertName, alertLabels),
  };
}
