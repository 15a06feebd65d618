import { json, type Route, type StandInAnswer } from "../http-server";
import { mediaTypeOf, parseJson } from "../outside-data";
import { answerDataQuery, answerHealth, DATA_SOURCE_UID, SCRAPE_INTERVAL_SECONDS } from "./data-query";
import { slugOf, type Dashboard } from "./dashboard";

/** What the API answers from. */
export interface ApiContext {
  readonly prometheusUrl: string;
  /** The dashboard as it is now, or undefined once it was removed. */
  dashboard(): Dashboard | undefined;
}

/** Grafana's body of an error. */
export function errorBody(message: string, statusCode: number, messageId: string): Record<string, unknown> {
  return { message, messageId, statusCode, traceID: "" };
}

/** The operations of Grafana's HTTP API that a dashboard check needs. Contract: grafana.com/docs, "HTTP API". */
export function apiRoutes(context: ApiContext): Route[] {
  return [
    get("/api/health", () => json(200, { commit: "0000000", database: "ok", version: "12.1.0" })),
    get("/api/user", () => json(200, serviceAccount())),
    get("/api/search", ({ query }) => json(200, search(context.dashboard(), query))),
    get("/api/dashboards/uid/:uid", ({ parameters }) => answerDashboard(context.dashboard(), parameters["uid"])),
    get("/api/datasources/uid/:uid", ({ parameters }) =>
      parameters["uid"] === DATA_SOURCE_UID ? json(200, dataSource(context.prometheusUrl)) : noDataSource(),
    ),
    get("/api/datasources/uid/:uid/health", ({ parameters }) =>
      parameters["uid"] === DATA_SOURCE_UID ? answerHealth(context.prometheusUrl) : noDataSource(),
    ),
    {
      method: "POST",
      path: "/api/ds/query",
      operation: "POST /api/ds/query",
      answer: (request) => {
        const parsed = parseJson(request.body);
        if (mediaTypeOf(request) !== "application/json" || !parsed.ok)
          return json(400, errorBody("bad request data", 400, "query.badRequest"));
        return answerDataQuery(parsed.value, context.prometheusUrl);
      },
    },
  ];
}

function get(path: string, answer: Route["answer"]): Route {
  return { method: "GET", path, operation: `GET ${path}`, answer };
}

function noDataSource(): StandInAnswer {
  return json(404, errorBody("Data source not found", 404, "datasources.notFound"));
}

function answerDashboard(dashboard: Dashboard | undefined, uid: string | undefined): StandInAnswer {
  if (dashboard === undefined || dashboard.uid !== uid)
    return json(404, { message: "Dashboard not found", traceID: "" });
  const slug = slugOf(dashboard);
  const meta = {
    type: "db",
    slug,
    url: `/d/${dashboard.uid}/${slug}`,
    version: dashboard.version,
    canSave: false,
    canEdit: false,
    canAdmin: false,
    canStar: false,
    canDelete: false,
    hasAcl: false,
    isFolder: false,
    folderId: 0,
    folderUid: "",
    folderTitle: "General",
    provisioned: true,
    provisionedExternalId: "phase4-canary.json",
  };
  return json(200, { dashboard: { id: 1, ...dashboard }, meta });
}

/** All filters must hold; an empty list is a 200 too. */
function search(dashboard: Dashboard | undefined, query: URLSearchParams): readonly Record<string, unknown>[] {
  if (dashboard === undefined) return [];
  const { uid, title, tags } = dashboard;
  const uids = query.getAll("dashboardUIDs").flatMap((value) => value.split(","));
  const isFound =
    ["", "dash-db"].includes(query.get("type") ?? "") &&
    title.toLowerCase().includes((query.get("query") ?? "").toLowerCase()) &&
    query.getAll("tag").every((tag) => tags.includes(tag)) &&
    (uids.length === 0 || uids.includes(uid)) &&
    (query.get("page") ?? "1") === "1";
  const slug = slugOf(dashboard);
  const entry = { id: 1, uid, title, uri: `db/${slug}`, url: `/d/${uid}/${slug}`, slug: "", type: "dash-db", tags };
  return isFound ? [{ ...entry, isStarred: false, sortMeta: 0 }] : [];
}

function dataSource(prometheusUrl: string): Record<string, unknown> {
  return {
    id: 1,
    uid: DATA_SOURCE_UID,
    orgId: 1,
    name: "Prometheus",
    type: "prometheus",
    typeLogoUrl: "",
    access: "proxy",
    url: prometheusUrl,
    user: "",
    database: "",
    basicAuth: false,
    withCredentials: false,
    isDefault: true,
    jsonData: { httpMethod: "POST", timeInterval: `${SCRAPE_INTERVAL_SECONDS}s` },
    secureJsonFields: {},
    version: 1,
    readOnly: true,
  };
}

function serviceAccount(): Record<string, unknown> {
  return {
    id: 2,
    uid: "service-account:rehearsal",
    email: "",
    name: "canary-runbook",
    login: "sa-1-canary-runbook",
    theme: "",
    orgId: 1,
    isGrafanaAdmin: false,
    isDisabled: false,
    isExternal: false,
    isGrafanaAdminExternallySynced: false,
    authLabels: [],
  };
}
