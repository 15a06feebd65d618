import { setTimeout as sleep } from "node:timers/promises";
import { createDependencies } from "../../clients/dependencies";
import { createErrorLines, type ErrorLinesOptions } from "../../clients/log-store/errors";
import type { IncidentMetrics } from "../../clients/prometheus/incident";
import type { Environment } from "../../environment/schema";
import { InconclusiveError } from "../../errors";
import { mayBeOneEndpoint } from "../../judgement/incident/endpoints";
import type { ErrorLimit } from "../../judgement/incident/errors-after";
import { MOST_LOOKS } from "../../judgement/incident/looks";
import type { CheckContext } from "../../model/check-context";
import type { DependencyState, Diagnosis, EndpointErrors, ErrorLogs } from "../../model/readings/incident";
import type { IncidentWindow } from "./window";

type IncidentSection = NonNullable<Environment["incident"]>;
type LogStores = NonNullable<Environment["logStores"]>;

/** What a diagnosis asks. */
export interface Asked {
  readonly metrics: IncidentMetrics;
  /** The incident's window as it is now. */
  readonly windowNow: () => IncidentWindow;
  readonly incident: IncidentSection;
  readonly logStores: LogStores | undefined;
}

/** Lines are on their way for a while: where the store has no error line yet, it is searched again. */
const LOG_WAIT_MS = 6_000;
const LOG_PAUSE_MS = 500;
/** Between two looks at the endpoints so many scrapes come in. */
const PAUSE_SCRAPES = 2;
/** So long it is looked again at the endpoints: whoever is to be rolled back does not wait longer for a better reason. */
const ENDPOINTS_WAIT_MS = 30_000;

/** Asks everything that the runbook's diagnosis asks, at once; what does not answer is named as unknown. */
export async function diagnose(
  { metrics, windowNow, incident, logStores }: Asked,
  limit: ErrorLimit,
  context: CheckContext,
): Promise<Diagnosis> {
  const startedAt = new Date().toISOString();
  const window = windowNow();
  const unknown: string[] = [];
  const orUnknown = async <T>(what: string, asked: Promise<T>): Promise<T | null> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof InconclusiveError)) throw error;
      unknown.push(`${what}: ${error.problems[0].what}`);
      return null;
    }
  };
  if (logStores === undefined) unknown.push("error logs: the environment names no log store.");
  const [logs, endpoints, dependencies, changes] = await Promise.all([
    Promise.all((logStores ?? []).map((store) => orUnknown(store.kind, searchLog(store, incident, window, context)))),
    orUnknown("endpoints", countEndpoints(metrics, windowNow, limit, context.signal)),
    createDependencies(incident.dependencies, context)
      .askAll()
      .then((states) => (window.isLive ? states : states.map((one) => ({ ...one, ...notOfThen(one, window) })))),
    orUnknown("recent changes", metrics.readChanges(window)),
  ]);
  const found = logs.filter((one) => one !== null);
  return {
    startedAt,
    finishedAt: new Date().toISOString(),
    logs: found,
    endpoints,
    dependencies,
    changes,
    unknown,
  };
}

/** Looks again while one endpoint alone has errors and too few requests tell whether it is the only one. */
async function countEndpoints(
  metrics: Pick<IncidentMetrics, "countEndpointErrors">,
  windowNow: () => IncidentWindow,
  limit: ErrorLimit,
  signal: AbortSignal,
): Promise<EndpointErrors> {
  const until = Date.now() + ENDPOINTS_WAIT_MS;
  for (let looks = 1; ; looks += 1) {
    const window = windowNow();
    const found = await metrics.countEndpointErrors(window);
    const pauseMs = 1_000 * PAUSE_SCRAPES * window.scrapeSeconds;
    const isLast = !window.isLive || looks === MOST_LOOKS || Date.now() + pauseMs > until;
    if (isLast || !mayBeOneEndpoint(found, limit)) return found;
    await sleep(pauseMs, undefined, { signal });
  }
}

/** How a dependency is now says nothing of how it was. */
function notOfThen({ isHealthy, detail }: DependencyState, { end }: IncidentWindow): Partial<DependencyState> {
  const now = isHealthy === true ? "it is healthy now" : detail;
  return { isHealthy: null, isAskedTooLate: true, detail: `how it was at ${end} cannot be asked any more; ${now}` };
}

async function searchLog(
  store: LogStores[number],
  { logs }: IncidentSection,
  window: IncidentWindow,
  context: CheckContext,
): Promise<ErrorLogs> {
  const options: ErrorLinesOptions =
    store.kind === "elasticsearch"
      ? { ...store, logFields: logs.elasticsearch }
      : { ...store, logFields: logs["google-cloud-logging"] };
  const lines = createErrorLines(options, context);
  const search = () => lines.searchErrors(window, { most: logs.mostLines, track: "canary" });
  const until = Date.now() + (window.isLive ? LOG_WAIT_MS : 0);
  let found = await search();
  while (found.total === 0 && Date.now() < until) {
    await sleep(LOG_PAUSE_MS, undefined, { signal: context.signal });
    found = await search();
  }
  return found;
}
