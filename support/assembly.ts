import { createAlertmanager } from "./clients/alertmanager";
import { createApiDocumentation } from "./clients/api-documentation";
import { createApp } from "./clients/app-start";
import { createCache } from "./clients/cache";
import { createGrafana } from "./clients/grafana";
import { createGrafanaPage } from "./clients/grafana-page";
import { createLoadBalancer } from "./clients/load-balancer";
import { createLogStore } from "./clients/log-store";
import { createLogMarker } from "./clients/log-store/marker";
import { createMigrations } from "./clients/migrations";
import { createPagerDuty } from "./clients/pagerduty";
import { createPrometheus } from "./clients/prometheus";
import { createServers } from "./clients/servers";
import { createSlack } from "./clients/slack";
import { createTestSuite } from "./clients/test-suite";
import type { Environment } from "./environment/schema";
import { InconclusiveError } from "./errors";
import type { CheckContext } from "./model/check-context";
import type { ApiDocumentation } from "./model/readings/api-documentation";
import type { AppStart } from "./model/readings/app-start";
import type { CacheState } from "./model/readings/cache-state";
import type { DashboardState, PanelState } from "./model/readings/dashboard-state";
import type { LogArrival } from "./model/readings/log-arrival";
import type { MessageDelivery, PageDelivery } from "./model/readings/messages";
import type { MigrationState } from "./model/readings/migrations";
import type { ScrapeState } from "./model/readings/scrape-state";
import type { ServerHealth } from "./model/readings/server-health";
import type { TestRun } from "./model/readings/test-run";
import type { TrafficShares } from "./model/readings/traffic-shares";

/**
 * The systems of one environment, as one check sees them, in the runbook's words.
 * Each throws InconclusiveError (not-executed) where the environment does not name the system.
 */
export interface Systems {
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
}

/** Longest that a client may wait, in ms. */
const LONGEST_WAIT_MS = 30_000;

/** For the store's own search and a second look, beside the time that a log line may take. */
const SEARCH_MARGIN_MS = 5_000;

/** Wires the clients to an environment, for one check. The one place that knows both. */
export function assemble(environment: Environment, context: CheckContext): Systems {
  const named = <Section>(key: string, section: Section | undefined): Section => {
    if (section === undefined) throw notNamed(key, context.environment);
    return section;
  };
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
    servers: () => {
      const options = named("servers", environment.servers);
      return { okStatus: options.health.okStatus, askAllHealth: () => createServers(options, context).askAllHealth() };
    },
    loadBalancer: () => createLoadBalancer(named("loadBalancer", environment.loadBalancer), context),
    monitoring: () => monitoring(environment, context, named),
    dashboard: () => dashboard(environment, context, named),
    logStores: () => logStores(environment, context, named),
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

type Named = <Section>(key: string, section: Section | undefined) => Section;

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

function monitoring(environment: Environment, context: CheckContext, named: Named): ReturnType<Systems["monitoring"]> {
  const { expectedTargets, expectedRules, canaryAlerts, ...options } = named("prometheus", environment.prometheus);
  const { attachedAs, connection } = named("alertmanager", environment.alertmanager);
  const prometheus = createPrometheus(options, context);
  const alertmanager = createAlertmanager({ connection, alertLabels: canaryAlerts }, context);
  const readState = async (): Promise<ScrapeState> => {
    // Asked in one go: the age of a scrape is the difference of two answers, which must speak of the same moment.
    const [{ ownTime }, targets, rules, attachedAlertmanagers] = await Promise.all([
      prometheus.readIdentity(),
      prometheus.readTargets(),
      prometheus.readAlertRules(),
      prometheus.readAlertmanagers(),
    ]);
    const watched = rules.filter(({ name }) => expectedRules.includes(name));
    const silences = await alertmanager.readHidingSilences(watched);
    return {
      where: `Prometheus ${options.connection.baseUrl}`,
      askedAt: ownTime,
      expected: expectedTargets,
      targets,
      expectedRules,
      rules,
      attachedAlertmanagers,
      expectedAlertmanager: attachedAs,
      silences,
    };
  };
  return { readState };
}

function dashboard(environment: Environment, context: CheckContext, named: Named): ReturnType<Systems["dashboard"]> {
  const options = named("grafana", environment.grafana);
  const open = async (): Promise<DashboardState> => {
    const queries = await createGrafana(options, context).readDashboard();
    if (queries.title === null) return { ...queries, panels: [] };
    const page = createGrafanaPage({ ...options, browser: environment.browser }, context);
    const { panels } = await page.open(queries.panels.map(({ title }) => title));
    const drawnOf = (title: string) => panels.filter((panel) => panel.title === title).map(({ drawn }) => drawn);
    return {
      ...queries,
      panels: queries.panels.map((panel) => ({ ...panel, drawn: worstDrawn(drawnOf(panel.title)) })),
    };
  };
  return { open };
}

function logStores(environment: Environment, context: CheckContext, named: Named): ReturnType<Systems["logStores"]> {
  const stores = named("logStores", environment.logStores);
  const marker = createLogMarker(named("logMarker", environment.logMarker), context);
  return {
    awaitMarkedLine: async (limitMs) => {
      const written = await marker.write();
      return Promise.all(
        stores.map((store) => {
          const options = { ...store, connection: waitingFor(store.connection, limitMs + SEARCH_MARGIN_MS) };
          return createLogStore(options, context).awaitMarker(written, limitMs);
        }),
      );
    },
  };
}

const DRAWN_WORST_FIRST = ["not-drawn", "error", "loading", "no-data"] as const;

/** What is drawn under a title that several panels may share: the worst of them; of none, that it is not drawn. */
function worstDrawn(drawn: readonly PanelState["drawn"][]): PanelState["drawn"] {
  if (drawn.length === 0) return "not-drawn";
  return DRAWN_WORST_FIRST.find((state) => drawn.includes(state)) ?? "ok";
}

/** The connection with a deadline that lets a client wait for so long: the limit of the feature decides. */
function waitingFor<C extends { readonly deadlineMs: number }>(connection: C, waitMs: number): C {
  return { ...connection, deadlineMs: Math.min(waitMs, LONGEST_WAIT_MS) };
}

function notNamed(key: string, environment: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The environment does not say where this is: ${key} is missing.`,
      where: `environments/${environment}.yaml`,
      why: "A section that is left out cannot be checked, and what is not checked is not known.",
      fix: `Add ${key} to the environment file; environments/production.example.yaml shows how.`,
    },
  ]);
}
