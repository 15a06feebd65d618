import assert from "node:assert/strict";
import { after, describe, test, type TestContext } from "node:test";
import { createGrafana, type GrafanaOptions } from "../../../support/clients/grafana";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import type { Cause } from "../../../support/model/outcome";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "../transport/local-servers";

after(() => closeTransports());

const OK = { status: "OK", message: "fine" };
const frame = (values: readonly unknown[]) => ({
  schema: {
    fields: [
      { name: "Time", type: "time" },
      { name: "Value", type: "number" },
    ],
  },
  data: { values: [values.map((_, index) => index), values] },
});
const oneSeries = { results: { A: { status: 200, frames: [frame([1, 2])] } } };

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: unknown;
}

/** A Grafana of a test: answers by path; keeps what was queried. */
async function grafanaWith(
  t: TestContext,
  answers: Readonly<Record<string, Answer>>,
  about: Partial<GrafanaOptions> = {},
) {
  const queried: { queries: Record<string, unknown>[]; from: string; to: string }[] = [];
  const { url } = await serve(t, (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (request.url === "/api/ds/query") queried.push(JSON.parse(body) as (typeof queried)[number]);
      const health: Answer | undefined = request.url?.endsWith("/health") === true ? { body: OK } : undefined;
      const answer: Answer = answers[request.url ?? ""] ?? health ?? { status: 404, body: { message: "Not found" } };
      const { status = 200, type = "application/json", body: content } = answer;
      response.writeHead(status, { "content-type": type });
      response.end(typeof content === "string" ? content : JSON.stringify(content));
    });
  });
  const options = {
    connection: connectionTo(url, { system: "Grafana" }),
    dashboardUid: "c",
    orgId: 1,
    variables: {},
    ...about,
  };
  return { queried, read: () => createGrafana(options, createTestContext().context).readDashboard() };
}

const classic = (panels: readonly object[], variables: readonly object[] = []): Answer => ({
  body: { dashboard: { uid: "c", title: "Canary", panels, templating: { list: variables } }, meta: {} },
});
const panel = (title: string, about: object = {}) => ({
  type: "timeseries",
  title,
  datasource: { type: "prometheus", uid: "prom" },
  targets: [{ refId: "A", expr: "up" }],
  ...about,
});

function inconclusive(reason: Cause, what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.problems[0].what, what);
    return true;
  };
}

describe("which panels there are", () => {
  test("rows are flattened, collapsed ones too; texts are left out; a panel without queries is there", async (t) => {
    const panels = [
      { type: "row", title: "open", panels: [] },
      panel("first"),
      { type: "text", title: "about" },
      { type: "row", title: "collapsed", collapsed: true, panels: [panel("second")] },
      panel("empty", { targets: [] }),
    ];
    const { read } = await grafanaWith(t, {
      "/api/dashboards/uid/c": classic(panels),
      "/api/ds/query": { body: oneSeries },
    });
    const state = await read();
    assert.deepEqual(state.panels, [
      { title: "first", queryErrors: [], seriesWithData: 1 },
      { title: "second", queryErrors: [], seriesWithData: 1 },
      { title: "empty", queryErrors: [], seriesWithData: 0 },
    ]);
  });

  test("a library panel's queries are those of its element", async (t) => {
    const { read, queried } = await grafanaWith(t, {
      "/api/dashboards/uid/c": classic([{ title: "shared", libraryPanel: { uid: "lib", name: "Shared" } }]),
      "/api/library-elements/lib": { body: { result: { model: panel("shared") } } },
      "/api/ds/query": { body: oneSeries },
    });
    assert.deepEqual((await read()).panels, [{ title: "shared", queryErrors: [], seriesWithData: 1 }]);
    assert.equal(queried[0]?.queries[0]?.["expr"], "up");
  });

  test("a panel that shows another panel's answers has that panel's queries; hidden queries are not asked", async (t) => {
    const panels = [
      panel("source", {
        id: 7,
        targets: [
          { refId: "A", expr: "up" },
          { refId: "B", expr: "down", hide: true },
        ],
      }),
      panel("mirror", { datasource: { uid: "-- Dashboard --" }, targets: [{ refId: "A", panelId: 7 }] }),
    ];
    const { read, queried } = await grafanaWith(t, {
      "/api/dashboards/uid/c": classic(panels),
      "/api/ds/query": { body: oneSeries },
    });
    assert.deepEqual(
      (await read()).panels.map(({ seriesWithData }) => seriesWithData),
      [1, 1],
    );
    assert.deepEqual(
      queried.map(({ queries }) => queries.map((one) => one["expr"])),
      [["up"], ["up"]],
    );
  });

  test("a dashboard of schema 2 is read by the path that Grafana names", async (t) => {
    const path = "/apis/dashboard.grafana.app/v2beta1/namespaces/default/dashboards/c";
    const query = { kind: "DataQuery", group: "prometheus", datasource: { name: "prom" }, spec: { expr: "up" } };
    const data = { kind: "QueryGroup", spec: { queries: [{ kind: "PanelQuery", spec: { refId: "A", query } }] } };
    const elements = { "panel-1": { kind: "Panel", spec: { id: 1, title: "first", data } } };
    const { read, queried } = await grafanaWith(t, {
      "/api/dashboards/uid/c": {
        status: 406,
        body: { message: `dashboard api version not supported, use ${path} instead` },
      },
      [path]: { body: { kind: "Dashboard", spec: { title: "Canary v2", elements, variables: [] } } },
      "/api/ds/query": { body: oneSeries },
    });
    const state = await read();
    assert.equal(state.title, "Canary v2");
    assert.deepEqual(state.panels, [{ title: "first", queryErrors: [], seriesWithData: 1 }]);
    assert.deepEqual(queried[0]?.queries[0]?.["datasource"], { uid: "prom" });
  });
});

describe("what a panel's queries are asked with", () => {
  test("variables are replaced by the environment's values, or those that were saved; Grafana's own stay", async (t) => {
    const variables = [
      { name: "track", current: { value: "legacy" } },
      { name: "server", current: { value: ["a", "b"] } },
      { name: "zone", current: { value: ["$__all"] }, options: [{ value: "$__all" }, { value: "x" }, { value: "y" }] },
      { name: "datasource", type: "datasource", current: { value: "saved" } },
    ];
    const expr =
      'rate(m{track="$track",server=~"${server:regex}",zone=~"[[zone]]"}[$__rate_interval]) or label_replace(up,"a","$1","b","(.*)")';
    const shown = panel("p", { datasource: { uid: "${datasource}" }, targets: [{ refId: "A", expr }] });
    const { read, queried } = await grafanaWith(
      t,
      { "/api/dashboards/uid/c": classic([shown], variables), "/api/ds/query": { body: oneSeries } },
      { variables: { track: "canary" }, dataSource: "chosen" },
    );
    const state = await read();
    const query = queried[0]?.queries[0] ?? {};
    assert.equal(
      query["expr"],
      'rate(m{track="canary",server=~"(a|b)",zone=~"(x|y)"}[$__rate_interval]) or label_replace(up,"a","$1","b","(.*)")',
    );
    assert.deepEqual(query["datasource"], { uid: "chosen" });
    assert.deepEqual([queried[0]?.from, queried[0]?.to], ["now-900s", "now"]);
    assert.deepEqual(state.dataSources, [{ uid: "chosen", isHealthy: true, message: "fine" }]);
  });

  test("a data source that stays unknown is not guessed", async (t) => {
    const answers = { "/api/dashboards/uid/c": classic([panel("p", { datasource: null })]) };
    const { read } = await grafanaWith(t, answers);
    await assert.rejects(
      read(),
      inconclusive("not-executed", /The data source of panel "p" is not known: it names none\./),
    );
  });
});

describe("what a panel's queries give", () => {
  const given = async (t: TestContext, answer: Answer) => {
    const answers = { "/api/dashboards/uid/c": classic([panel("p")]), "/api/ds/query": answer };
    return (await (await grafanaWith(t, answers)).read()).panels[0];
  };

  test("a series whose values are all null is no data; each series with a value counts", async (t) => {
    const body = {
      results: { A: { frames: [frame([null, null]), frame([null, 0]), frame([])] }, B: { frames: [frame([1])] } },
    };
    assert.deepEqual(await given(t, { body }), { title: "p", queryErrors: [], seriesWithData: 2 });
  });

  test("a panel without data is looked at a second time: its first sample may have come just now", async (t) => {
    let count = 0;
    const answer: Answer = {
      get body() {
        count += 1;
        return { results: { A: { frames: [frame(count === 1 ? [] : [1])] } } };
      },
    };
    assert.deepEqual(await given(t, answer), { title: "p", queryErrors: [], seriesWithData: 1 });
    assert.equal(count, 2);
  });

  test("a table of texts with rows is data", async (t) => {
    const table = { schema: { fields: [{ type: "time" }, { type: "string" }] }, data: { values: [[1], ["a line"]] } };
    assert.equal((await given(t, { body: { results: { A: { frames: [table] } } } }))?.seriesWithData, 1);
  });

  test("one failing query among several is an error, whatever the status", async (t) => {
    const body = { results: { A: { frames: [frame([1])] }, B: { error: "parse error", frames: [] } } };
    for (const status of [200, 207, 400]) {
      assert.deepEqual(await given(t, { status, body }), {
        title: "p",
        queryErrors: ["query B: parse error"],
        seriesWithData: 1,
      });
    }
  });

  test("a data source that is not there is an error of the panel; trouble of Grafana's own is not", async (t) => {
    const gone = await given(t, { status: 404, body: { message: "Data source not found" } });
    assert.deepEqual(gone?.queryErrors, ["Data source not found"]);
    await assert.rejects(
      given(t, { status: 500, body: { message: "database is locked" } }),
      inconclusive("provider-warning", /panel "p": database is locked$/),
    );
  });
});

describe("what is no answer of Grafana's API", () => {
  test("a login page with status 200 is unauthorised", async (t) => {
    const page = { type: "text/html", body: "<html><form action=/login>" };
    const { read } = await grafanaWith(t, { "/api/dashboards/uid/c": page });
    await assert.rejects(read(), inconclusive("unauthorised", /with a page of HTML/));
  });

  test("a data source whose plugin has no health check is left out; one that is not there is unhealthy", async (t) => {
    const answers = {
      "/api/dashboards/uid/c": classic([panel("p"), panel("q", { datasource: { uid: "gone" } })]),
      "/api/ds/query": { body: oneSeries },
      "/api/datasources/uid/prom/health": { status: 404, body: { message: "Not implemented" } },
      "/api/datasources/uid/prom": { body: { uid: "prom", type: "csv" } },
      "/api/datasources/uid/gone/health": { status: 404, body: { message: "Not found" } },
    };
    const { dataSources } = await (await grafanaWith(t, answers)).read();
    assert.deepEqual(dataSources, [{ uid: "gone", isHealthy: false, message: "there is no such data source" }]);
  });
});
