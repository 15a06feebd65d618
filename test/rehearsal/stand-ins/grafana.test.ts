import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { startGrafana, type GrafanaStandIn } from "../../../rehearsal/stand-ins/grafana";
import { json, listen, type RunningServer } from "../../../rehearsal/stand-ins/http-server";
import { ask, at, listAt } from "./ask";

/** What the fake Prometheus answers to a query. */
const RESULTS: Readonly<Record<string, { status: number; body: unknown }>> = {
  "1+1": { status: 200, body: { status: "success", data: { resultType: "scalar", result: [1, "2"] } } },
  up: success("matrix", [
    {
      metric: { __name__: "up", job: "a" },
      values: [
        [1000, "1"],
        [1001, "NaN"],
        [1002, "+Inf"],
      ],
    },
  ]),
  now: success("vector", [{ metric: { job: "a" }, value: [1000.5, "3"] }]),
  nothing: success("matrix", []),
  "rate(x[4s])": success("matrix", [{ metric: {}, values: [[1000, "0"]] }]),
};

function success(resultType: string, result: unknown) {
  return { status: 200, body: { status: "success", data: { resultType, result } } };
}

describe("Grafana stand-in", () => {
  let prometheus: RunningServer;
  let grafana: GrafanaStandIn;
  const asked: { path: string; parameters: Record<string, string> }[] = [];

  before(async () => {
    const answer = (request: { path: string; body: string }) => {
      const parameters = Object.fromEntries(new URLSearchParams(request.body));
      asked.push({ path: request.path, parameters });
      const refusal = { status: "error", errorType: "bad_data", error: "1:1: parse error" };
      const { status, body } = RESULTS[parameters["query"] ?? ""] ?? { status: 400, body: refusal };
      return json(status, body);
    };
    const paths = ["/api/v1/query", "/api/v1/query_range"];
    prometheus = await listen({
      routes: paths.map((path) => ({ method: "POST", path, operation: path, answer })),
      unknown: () => json(404, {}),
      onAnswer: () => undefined,
    });
  });
  after(() => prometheus.stop());
  beforeEach(async () => {
    asked.length = 0;
    grafana = await startGrafana({ token: "glsa_x", prometheusUrl: prometheus.url }, () => undefined);
  });
  afterEach(() => grafana.stop());

  const headers = { authorization: "Bearer glsa_x" };
  const get = (path: string) => ask(grafana.url + path, { headers });
  const query = (queries: readonly Record<string, unknown>[], range = { from: "now-5m", to: "now" }) =>
    ask(`${grafana.url}/api/ds/query`, {
      headers,
      json: { ...range, queries: queries.map((one) => ({ refId: "A", datasource: { uid: "prometheus" }, ...one })) },
    });

  describe("who may see what", () => {
    it("answers 401 to the API without its token, and sends pages to the log-in page", async () => {
      const wrong = { authorization: "Bearer glsa_other" };
      const statuses = [
        (await ask(`${grafana.url}/api/user`)).status,
        (await ask(`${grafana.url}/api/user`, { headers: wrong })).status,
        (await ask(`${grafana.url}/api/ds/query`, { headers: wrong, json: {} })).status,
        (await get("/api/user")).status,
        (await ask(`${grafana.url}/api/health`)).status,
      ];
      assert.deepEqual(statuses, [401, 401, 401, 200, 200]);
      const page = await ask(grafana.dashboardUrl);
      assert.deepEqual(
        [page.status, page.headers.get("location")],
        [302, "/login?redirectTo=%2Fd%2Fphase4-canary%2Fcanary-phase-4"],
      );
    });

    it("opens a session for a human who gives the token on the log-in page", async () => {
      assert.equal((await ask(`${grafana.url}/login`, { form: { token: "guess" } })).status, 401);
      const login = await ask(`${grafana.url}/login`, { form: { token: "glsa_x" } });
      const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
      assert.equal(login.status, 302);
      assert.equal((await ask(grafana.dashboardUrl, { headers: { cookie } })).status, 200);
      assert.equal((await ask(grafana.dashboardUrl, { headers: { cookie: "grafana_session=x" } })).status, 302);
    });
  });

  describe("dashboards and data sources", () => {
    it("finds the dashboard by what it is searched for", async () => {
      const uids = async (search: string) => {
        const answer = await get(`/api/search?${search}`);
        assert.ok(Array.isArray(answer.json));
        return answer.json.map((entry) => at(entry, "uid"));
      };
      assert.deepEqual(await uids("type=dash-db&query=canary&tag=canary&dashboardUIDs=phase4-canary"), [
        "phase4-canary",
      ]);
      for (const search of ["query=other", "tag=other", "dashboardUIDs=other", "type=dash-folder", "page=2"])
        assert.deepEqual(await uids(search), [], search);
    });

    it("gives the dashboard as a real Grafana would import it", async () => {
      const answer = await get("/api/dashboards/uid/phase4-canary");
      assert.equal(at(answer.json, "meta.url"), "/d/phase4-canary/canary-phase-4");
      assert.equal(typeof at(answer.json, "dashboard.schemaVersion"), "number");
      const panels = listAt(answer.json, "dashboard.panels");
      assert.equal(panels.length, 8);
      for (const panel of panels) {
        assert.equal(at(panel, "datasource.uid"), "prometheus");
        assert.ok(listAt(panel, "targets").length > 0);
      }
      const missing = await get("/api/dashboards/uid/other");
      assert.deepEqual([missing.status, at(missing.json, "message")], [404, "Dashboard not found"]);
    });

    it("describes the data source and its health", async () => {
      assert.equal(at((await get("/api/datasources/uid/prometheus")).json, "type"), "prometheus");
      assert.equal((await get("/api/datasources/uid/other")).status, 404);
      assert.equal((await get("/api/datasources/uid/other/health")).status, 404);
      const health = await get("/api/datasources/uid/prometheus/health");
      assert.deepEqual([health.status, at(health.json, "status")], [200, "OK"]);
    });

    it("answers 404 in JSON to other paths of the API", async () => {
      const answer = await get("/api/nowhere");
      assert.deepEqual([answer.status, at(answer.json, "message")], [404, "Not found"]);
    });
  });

  describe("queries", () => {
    it("gives a frame per series, with what JSON cannot say as entities", async () => {
      const answer = await query([{ expr: "up", legendFormat: "job {{job}}" }]);
      assert.equal(answer.status, 200);
      assert.deepEqual(at(answer.json, "results.A.frames.0.data"), {
        values: [
          [1_000_000, 1_001_000, 1_002_000],
          [1, null, null],
        ],
        entities: [null, { NaN: [1], Inf: [2], NegInf: [] }],
      });
      const field = at(answer.json, "results.A.frames.0.schema.fields.1");
      assert.deepEqual([at(field, "labels.job"), at(field, "config.displayNameFromDS")], ["a", "job a"]);
    });

    it("asks for a range by default, for an instant when told, and for both", async () => {
      await query([{ expr: "up", intervalMs: 15_000 }]);
      await query([{ expr: "now", instant: true, range: false }]);
      assert.deepEqual(
        asked.map(({ path, parameters }) => `${path} ${parameters["step"]}`),
        ["/api/v1/query_range 15", "/api/v1/query undefined"],
      );
      const both = await query([{ expr: "now", instant: true, range: true }]);
      assert.equal(listAt(both.json, "results.A.frames").length, 2);
    });

    it("fills in Grafana's own variables", async () => {
      assert.equal((await query([{ expr: "rate(x[$__rate_interval])" }])).status, 200);
      assert.equal((await query([{ expr: "rate(x[${__rate_interval}])" }])).status, 200);
    });

    it("marks no data by a frame without values", async () => {
      const answer = await query([{ expr: "nothing" }]);
      assert.equal(answer.status, 200);
      assert.deepEqual(at(answer.json, "results.A.frames.0.data"), { values: [] });
    });

    it("answers 400 when one of several queries fails, and still gives the others", async () => {
      const answer = await query([{ expr: "up" }, { refId: "B", expr: "sum(" }]);
      assert.equal(answer.status, 400);
      assert.equal(listAt(answer.json, "results.A.frames").length, 1);
      assert.deepEqual(
        [at(answer.json, "results.B.status"), at(answer.json, "results.B.error")],
        [400, "bad_data: 1:1: parse error"],
      );
    });

    it("refuses requests without queries, with a bad range, and for an unknown data source", async () => {
      assert.equal((await query([])).status, 400);
      assert.equal((await query([{ expr: "up" }], { from: "then", to: "now" })).status, 400);
      assert.equal((await query([{ expr: "up" }], { from: "now", to: "now-5m" })).status, 400);
      assert.equal((await query([{ expr: "up", datasource: { uid: "other" } }])).status, 404);
      assert.equal((await ask(`${grafana.url}/api/ds/query`, { headers, form: { a: "b" } })).status, 400);
    });

    it("says so when Prometheus cannot be reached", async (t) => {
      const lonely = await startGrafana({ token: "glsa_x", prometheusUrl: "http://127.0.0.1:1" }, () => undefined);
      t.after(() => lonely.stop());
      const health = await ask(`${lonely.url}/api/datasources/uid/prometheus/health`, { headers });
      assert.deepEqual([health.status, at(health.json, "status")], [400, "ERROR"]);
      const queries = [{ refId: "A", datasource: { uid: "prometheus" }, expr: "up" }];
      const answer = await ask(`${lonely.url}/api/ds/query`, { headers, json: { from: "now-5m", to: "now", queries } });
      assert.deepEqual([answer.status, at(answer.json, "results.A.status")], [400, 502]);
    });
  });

  describe("faults", () => {
    const lastQuery = async () =>
      at((await get("/api/dashboards/uid/phase4-canary")).json, "dashboard.panels.7.targets.0.expr");

    it("removeDashboard: neither the API nor the search knows it", async () => {
      grafana.removeDashboard();
      assert.equal((await get("/api/dashboards/uid/phase4-canary")).status, 404);
      assert.deepEqual((await get("/api/search")).json, []);
      assert.match((await get("/d/phase4-canary")).text, /Dashboard not found/);
    });

    it("breakPanel and emptyPanel: only the last panel's query is another", async () => {
      const original = await get("/api/dashboards/uid/phase4-canary");
      const sound = await lastQuery();
      grafana.breakPanel();
      const broken = await lastQuery();
      grafana.emptyPanel();
      const empty = await lastQuery();
      assert.equal(new Set([sound, broken, empty]).size, 3);
      const changed = await get("/api/dashboards/uid/phase4-canary");
      assert.deepEqual(
        listAt(changed.json, "dashboard.panels").slice(0, 7),
        listAt(original.json, "dashboard.panels").slice(0, 7),
      );
    });

    it("loginWall: API and pages alike redirect to a page that is a 200", async () => {
      grafana.loginWall();
      for (const path of ["/api/health", "/api/dashboards/uid/phase4-canary", "/d/phase4-canary"]) {
        const answer = await get(path);
        assert.deepEqual([answer.status, answer.headers.get("location")?.split("?")[0]], [302, "/login"], path);
      }
      const login = await get("/login");
      assert.deepEqual([login.status, login.headers.get("content-type")], [200, "text/html; charset=utf-8"]);
      assert.equal((await ask(`${grafana.url}/login`, { form: { token: "glsa_x" } })).status, 401);
    });
  });
});
