import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startGrafana, type GrafanaStandIn } from "../../rehearsal/stand-ins/grafana";
import { createGrafana } from "../../support/clients/grafana";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../support/errors";
import type { Cause } from "../../support/model/outcome";
import { eventually, startPrometheus, type RealServer } from "./real-prometheus";
import { createTestContext } from "./test-context";
import { closedPort, connectionTo } from "./transport/local-servers";

const TOKEN = "glsa_token-of-a-test";
const LAST = "Alerts firing";

function inconclusive(reason: Cause, what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.problems[0].what, what);
    return true;
  };
}

describe("the canary's dashboard, over a real Prometheus", () => {
  let prometheus: RealServer;
  let grafana: GrafanaStandIn;
  const read = (token = TOKEN, uid = grafana.dashboardUid) =>
    createGrafana(
      {
        connection: connectionTo(grafana.url, { system: "Grafana", auth: { kind: "bearer", token } }),
        dashboardUid: uid,
        orgId: 1,
        variables: {},
      },
      createTestContext().context,
    ).readDashboard();

  before(async () => {
    const rules = [{ alert: "Never", expr: "vector(0) > 1" }];
    prometheus = await startPrometheus({ rules });
    await eventually("Prometheus has scraped itself some times", async () => {
      const promql = encodeURIComponent("count_over_time(prometheus_rule_group_rules[1m]) > 2");
      const answer = await fetch(`${prometheus.url}/api/v1/query?query=${promql}`);
      return (await answer.text()).includes("rule_group");
    });
  });
  beforeEach(async () => {
    grafana = await startGrafana({ token: TOKEN, prometheusUrl: prometheus.url }, () => undefined);
  });
  afterEach(() => grafana.stop());
  after(async () => {
    closeTransports();
    await prometheus.stop();
  });

  test("gives each panel's title with what its own queries find, and the health of its data source", async () => {
    const state = await read();
    assert.equal(state.title, "Canary: Phase 4");
    assert.equal(state.where, `Grafana, ${grafana.url}, environment test`);
    assert.deepEqual(
      state.panels.map(({ title }) => title),
      grafana.dashboard()?.panels.map(({ title }) => title),
    );
    const byTitle = Object.fromEntries(state.panels.map((panel) => [panel.title, panel]));
    assert.deepEqual(byTitle["Scrape targets up"], { title: "Scrape targets up", queryErrors: [], seriesWithData: 1 });
    assert.deepEqual(byTitle[LAST], { title: LAST, queryErrors: [], seriesWithData: 1 });
    assert.deepEqual(byTitle["Request rate"], { title: "Request rate", queryErrors: [], seriesWithData: 0 });
    assert.deepEqual(
      state.dataSources.map(({ uid, isHealthy }) => ({ uid, isHealthy })),
      [{ uid: "prometheus", isHealthy: true }],
    );
  });

  test("a panel whose query is broken has its error", async () => {
    grafana.breakPanel();
    const panel = (await read()).panels.at(-1);
    assert.equal(panel?.title, LAST);
    assert.equal(panel.seriesWithData, 0);
    assert.equal(panel.queryErrors.length, 1);
    assert.match(panel.queryErrors[0] ?? "", /^query A: .*parse error/);
  });

  test("a panel that asks for what nobody exports has no series, and no error", async () => {
    grafana.emptyPanel();
    assert.deepEqual((await read()).panels.at(-1), { title: LAST, queryErrors: [], seriesWithData: 0 });
  });

  test("a dashboard that is gone has no title", async () => {
    grafana.removeDashboard();
    assert.deepEqual(await read(), {
      where: `Grafana, ${grafana.url}, environment test`,
      uid: grafana.dashboardUid,
      title: null,
      panels: [],
      dataSources: [],
    });
  });

  test("a login wall and a wrong token are unauthorised", async () => {
    await assert.rejects(read("glsa_another"), inconclusive("unauthorised", /HTTP 401/));
    grafana.loginWall();
    await assert.rejects(read(), inconclusive("unauthorised", /HTTP 302/));
  });
});

test("a Prometheus that is away shows in each panel's error and in the data source's health", async (t) => {
  const prometheusUrl = `http://127.0.0.1:${await closedPort()}`;
  const grafana = await startGrafana({ token: TOKEN, prometheusUrl }, () => undefined);
  t.after(() => grafana.stop());
  const connection = connectionTo(grafana.url, { system: "Grafana", auth: { kind: "bearer", token: TOKEN } });
  const options = { connection, dashboardUid: grafana.dashboardUid, orgId: 1, variables: {} };
  const state = await createGrafana(options, createTestContext().context).readDashboard();
  assert.ok(state.panels.every(({ queryErrors, seriesWithData }) => queryErrors.length > 0 && seriesWithData === 0));
  assert.deepEqual(
    state.dataSources.map(({ uid, isHealthy }) => ({ uid, isHealthy })),
    [{ uid: "prometheus", isHealthy: false }],
  );
});
