import { apiRoutes, errorBody } from "./grafana/api";
import { readDashboard, slugOf, withLastQuery, type Dashboard } from "./grafana/dashboard";
import { assetRoutes, dashboardNotFoundPage, dashboardPage } from "./grafana/pages";
import { Sessions } from "./grafana/session";
import { html, json, listen, redirect, type Route } from "./http-server";
import type { CountRequest } from "./request-metrics";

/** What the rehearsal's Grafana needs. */
export interface GrafanaOptions {
  /** The service account's token. */
  readonly token: string;
  /** The real Prometheus that the panels' queries run against. */
  readonly prometheusUrl: string;
}

/** The rehearsal's Grafana with one dashboard: API, and pages for a browser. Contract: grafana.com/docs, "HTTP API". */
export interface GrafanaStandIn {
  readonly url: string;
  readonly dashboardUid: string;
  /** The address of the dashboard's page. */
  readonly dashboardUrl: string;
  /** The dashboard as it is now, or undefined once it was removed. */
  dashboard(): Dashboard | undefined;
  /** The dashboard does not exist any more. */
  removeDashboard(): void;
  /** The last panel's query is no valid PromQL. */
  breakPanel(): void;
  /** The last panel asks for a metric that nobody exports. */
  emptyPanel(): void;
  /** Every address answers with a redirect to a log-in page. */
  loginWall(): void;
  stop(): Promise<void>;
}

const BROKEN_QUERY = 'count(ALERTS{alertstate="firing"';
const EMPTY_QUERY = "phase4_metric_that_nobody_exports";

/** Starts the rehearsal's Grafana on a free loopback port. */
export async function startGrafana(options: GrafanaOptions, count: CountRequest): Promise<GrafanaStandIn> {
  const original = readDashboard();
  let current: Dashboard | undefined = original;
  const path = `/d/${original.uid}/${slugOf(original)}`;
  const sessions = new Sessions(options.token);
  const dashboard = () => current;
  const server = await listen({
    routes: [
      ...apiRoutes({ prometheusUrl: options.prometheusUrl, dashboard }),
      ...sessions.loginRoutes(),
      ...assetRoutes(),
      ...pageRoutes(dashboard, path),
    ],
    guard: (request) => sessions.refuse(request),
    unknown: (request) =>
      request.path.startsWith("/api/")
        ? json(404, errorBody("Not found", 404, "route.notFound"))
        : html(404, "<!doctype html><title>Grafana</title><h1>Page not found</h1>"),
    onAnswer: (operation, status) => count("grafana", operation, status),
  });
  return {
    url: server.url,
    dashboardUid: original.uid,
    dashboardUrl: `${server.url}${path}`,
    dashboard,
    removeDashboard: () => {
      current = undefined;
    },
    breakPanel: () => {
      current = withLastQuery(original, BROKEN_QUERY);
    },
    emptyPanel: () => {
      current = withLastQuery(original, EMPTY_QUERY);
    },
    loginWall: () => {
      sessions.hasWall = true;
    },
    stop: server.stop,
  };
}

function pageRoutes(dashboard: () => Dashboard | undefined, dashboardPath: string): Route[] {
  const answer: Route["answer"] = ({ parameters }) => {
    const shown = dashboard();
    return shown?.uid === parameters["uid"] && shown !== undefined ? dashboardPage(shown) : dashboardNotFoundPage();
  };
  const operation = "dashboard page";
  return [
    { method: "GET", path: "/", operation: "home page", answer: () => redirect(dashboardPath) },
    { method: "GET", path: "/d/:uid", operation, answer },
    { method: "GET", path: "/d/:uid/:slug", operation, answer },
  ];
}
