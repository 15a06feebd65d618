import { assembleCanary, type CanaryWindow, type Moment } from "./assembly/canary";
import { assembleCommunication, type Communication } from "./assembly/communication";
import { assembleDashboard } from "./assembly/dashboard";
import { assembleIncident, type IncidentResponse } from "./assembly/incident";
import { assembleLogStores } from "./assembly/log-stores";
import { assembleMonitoring } from "./assembly/monitoring";
import { namedIn, type Named } from "./assembly/named";
import { assemblePeople, type People } from "./assembly/people";
import { assembleRollbackDescription } from "./assembly/rollback-description";
import { assembleRecord, type OwnRecord } from "./assembly/record";
import { waitingFor } from "./assembly/waiting-for";
import { createApiDocumentation } from "./clients/api-documentation";
import { createApp } from "./clients/app-start";
import { createCache } from "./clients/cache";
import { createLoadBalancer } from "./clients/load-balancer";
import { createMigrations } from "./clients/migrations";
import { createPagerDuty } from "./clients/pagerduty";
import { createServers } from "./clients/servers";
import { createSlack } from "./clients/slack";
import { createTestSuite } from "./clients/test-suite";
import type { Environment } from "./environment/schema";
import type { CheckContext } from "./model/check-context";
import type { ApiDocumentation } from "./model/readings/api-documentation";
import type { AppStart } from "./model/readings/app-start";
import type { CacheState } from "./model/readings/cache-state";
import type { DashboardState } from "./model/readings/dashboard-state";
import type { LogArrival } from "./model/readings/log-arrival";
import type { MessageDelivery, PageDelivery } from "./model/readings/messages";
import type { MigrationState } from "./model/readings/migrations";
import type { RollbackDescription } from "./model/readings/rollback-description";
import type { ScrapeState } from "./model/readings/scrape-state";
import type { ServerHealth } from "./model/readings/server-health";
import type { TestRun } from "./model/readings/test-run";
import type { TrafficShares } from "./model/readings/traffic-shares";

/**
 * The systems of one environment, as one check sees them, in the runbook's words.
 * Each throws InconclusiveError (not-executed) where the environment does not name the system.
 */
export interface Systems extends People {
  service(): {
    runTests(suite: "unit" | "integration"): Promise<TestRun>;
    startApplication(announcement: string): Promise<AppStart>;
  };
  apiDocumentation(): { open(section: string): Promise<ApiDocumentation> };
  database(): { bringToNewestRevision(): Promise<MigrationState> };
  cache(): { askReadiness(): Promise<CacheState> };
  servers(): { readonly okStatus: string; askAllHealth(): Promise<readonly ServerHealth[]> };
  loadBalancer(): { readShares(): Promise<TrafficShares> };
  monitoring(): { readState(): Promise<ScrapeState> };
  dashboard(): { open(): Promise<DashboardState> };
  logStores(): { awaitMarkedLine(limitMs: number): Promise<readonly LogArrival[]> };
  chat(): { postTestMessage(): Promise<MessageDelivery> };
  paging(): { sendTestAlert(limitMs: number): Promise<PageDelivery> };
  /** @param asOf another time that is judged, ISO 8601; null or left out: the run's own. */
  canary(asOf?: string | null): CanaryWindow;
  communication(): Communication;
  rollbackPlan(): { describe(): Promise<RollbackDescription> };
  record(): OwnRecord;
  incident(): IncidentResponse;
}

/** Wires the clients to an environment, for one check. The one place that knows both. */
export function assemble(environment: Environment, context: CheckContext, moment: Moment): Systems {
  const named = namedIn(context.environment);
  return {
    ...technicalSystems(environment, context, named),
    ...infrastructure(environment, context, named),
    ...assemblePeople(environment, context, named, moment),
    communication: () => assembleCommunication(environment, context, named, moment),
    rollbackPlan: () => assembleRollbackDescription(named("incident", environment.incident).rollback, context),
    canary: (asOf) =>
      assembleCanary(environment, context, named, { ...moment, evaluatedAt: asOf ?? moment.evaluatedAt }),
    record: () => assembleRecord(environment, context, moment),
    incident: () => assembleIncident(environment, context, named, moment),
  };
}

type Technical = Pick<Systems, "service" | "apiDocumentation" | "database" | "cache">;

/** What the technical checks of Day 3 ask. */
function technicalSystems(environment: Environment, context: CheckContext, named: Named): Technical {
  return {
    service: () => service(environment, context, named),
    apiDocumentation: () => {
      const options = named("apiDocumentation", environment.apiDocumentation);
      return createApiDocumentation({ ...options, browser: environment.browser }, context);
    },
    database: () => {
      const mayUpgrade = environment.permits.includes("database-upgrade");
      return createMigrations(
        { ...named("commands.migrations", environment.commands.migrations), mayUpgrade },
        context,
      );
    },
    cache: () => {
      const mayWriteMarker = environment.permits.includes("cache-marker");
      return createCache({ ...named("cache", environment.cache), mayWriteMarker }, context);
    },
  };
}

type Infrastructure = Omit<
  Systems,
  keyof Technical | keyof People | "canary" | "communication" | "rollbackPlan" | "record" | "incident"
>;

/** What the infrastructure checks of Day 3 ask. */
function infrastructure(environment: Environment, context: CheckContext, named: Named): Infrastructure {
  return {
    servers: () => {
      const options = named("servers", environment.servers);
      return { okStatus: options.health.okStatus, askAllHealth: () => createServers(options, context).askAllHealth() };
    },
    loadBalancer: () => createLoadBalancer(named("loadBalancer", environment.loadBalancer), context),
    monitoring: () => {
      const { prometheus, alertmanager } = environment;
      return assembleMonitoring(named("prometheus", prometheus), named("alertmanager", alertmanager), context);
    },
    dashboard: () => assembleDashboard(named("grafana", environment.grafana), environment.browser, context),
    logStores: () => {
      const { logStores, logMarker } = environment;
      return assembleLogStores(named("logStores", logStores), named("logMarker", logMarker), context);
    },
    chat: () => createSlack(named("slack", environment.slack), context),
    paging: () => {
      const options = named("pagerduty", environment.pagerduty);
      return {
        sendTestAlert: (limitMs) =>
          createPagerDuty({ ...options, api: waitingFor(options.api, limitMs) }, context).sendTestAlert(),
      };
    },
  };
}

function service({ commands }: Environment, context: CheckContext, named: Named): ReturnType<Systems["service"]> {
  const suites = { unit: "unitTests", integration: "integrationTests" } as const;
  return {
    runTests: (suite) => {
      const key = suites[suite];
      return createTestSuite({ title: `${suite} tests`, ...named(`commands.${key}`, commands[key]) }, context).run();
    },
    startApplication: (announcement) =>
      createApp(named("commands.appStart", commands.appStart), context).start(announcement),
  };
}
