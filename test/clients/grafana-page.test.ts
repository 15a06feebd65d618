import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startGrafana, type GrafanaStandIn } from "../../rehearsal/stand-ins/grafana";
import { closeBrowser } from "../../support/clients/browser";
import { createGrafanaPage, type DrawnDashboard } from "../../support/clients/grafana-page";
import { withMissing } from "../../support/clients/grafana-page/drawn-panels";
import { createTestContext, type TestContext } from "./test-context";
import { browserOptions, connectionTo, sendHtml, startWebServer, type WebServer } from "./web-server";

const TOKEN = "a-token-of-the-test";

/** Answers as Prometheus does: an error for a query that does not parse, nothing for a metric that nobody exports. */
function startPrometheus(): Promise<WebServer> {
  return startWebServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const asked = new URLSearchParams(body === "" ? (request.url ?? "").split("?")[1] : body).get("query") ?? "";
      const isBroken = asked.split("(").length !== asked.split(")").length;
      const now = Date.now() / 1000;
      const series = { metric: { track: "canary" }, values: [now - 60, now].map((at) => [at, "1"]) };
      const result = asked.includes("nobody_exports") ? [] : [series];
      response.writeHead(isBroken ? 400 : 200, { "content-type": "application/json" });
      response.end(
        JSON.stringify(
          isBroken
            ? { status: "error", errorType: "bad_data", error: "parse error" }
            : { status: "success", data: { resultType: "matrix", result } },
        ),
      );
    });
  });
}

interface Looked extends TestContext {
  readonly drawn: DrawnDashboard;
}

async function lookAt(url: string, titles: readonly string[], pageTimeoutMs = 15_000, token = TOKEN): Promise<Looked> {
  const test = createTestContext();
  const connection = connectionTo(url, { system: "Grafana", auth: { kind: "bearer", token } });
  const browser = browserOptions({ pageTimeoutMs });
  const page = createGrafanaPage({ connection, dashboardUid: "phase4-canary", orgId: 1, browser }, test.context);
  return { ...test, drawn: await page.open(titles) };
}

describe("The dashboard's page, by the rehearsal's Grafana in a real browser", () => {
  let prometheus: WebServer;
  const standIns: GrafanaStandIn[] = [];
  const grafana = async (): Promise<GrafanaStandIn> => {
    const started = await startGrafana({ token: TOKEN, prometheusUrl: prometheus.url }, () => undefined);
    standIns.push(started);
    return started;
  };
  const titlesOf = (standIn: GrafanaStandIn): readonly string[] =>
    standIn.dashboard()?.panels.map(({ title }) => title) ?? [];

  before(async () => {
    prometheus = await startPrometheus();
  });
  after(async () => {
    await closeBrowser();
    await Promise.all(standIns.map((standIn) => standIn.stop()));
    await prometheus.stop();
  });

  test("every panel is drawn, down to the last one, which asked only once it was seen", async () => {
    const standIn = await grafana();
    const titles = titlesOf(standIn);
    const { drawn, evidence, evidenceText } = await lookAt(standIn.url, titles);
    assert.ok(titles.length >= 8);
    assert.deepEqual(
      drawn.panels,
      titles.map((title) => ({ title, drawn: "ok" })),
    );
    assert.equal(drawn.queriesSeen, titles.length);
    assert.deepEqual(drawn.pageErrors, []);
    const screenshot = evidence.find(({ mediaType }) => mediaType === "image/png")?.content;
    assert.ok(screenshot instanceof Uint8Array);
    const height = Buffer.from(screenshot).readUInt32BE(20);
    assert.ok(height > 1_000, `the screenshot shows all of it: ${height} px`);
    assert.match(evidenceText("what its panels show"), /"drawn": "ok"/);
  });

  test("panel-error: the last panel shows an error", async () => {
    const standIn = await grafana();
    standIn.breakPanel();
    const titles = titlesOf(standIn);
    const { drawn } = await lookAt(standIn.url, titles);
    assert.deepEqual(
      drawn.panels.map(({ drawn }) => drawn),
      [...titles.slice(1).map(() => "ok"), "error"],
    );
    assert.equal(drawn.panels.at(-1)?.title, titles.at(-1));
  });

  test("panel-no-data: the last panel shows none", async () => {
    const standIn = await grafana();
    standIn.emptyPanel();
    const { drawn } = await lookAt(standIn.url, titlesOf(standIn));
    assert.equal(drawn.panels.at(-1)?.drawn, "no-data");
    assert.equal(drawn.panels.filter(({ drawn }) => drawn === "ok").length, drawn.panels.length - 1);
  });

  test("dashboard-missing: none of the panels is drawn", async () => {
    const standIn = await grafana();
    const titles = titlesOf(standIn);
    standIn.removeDashboard();
    const { drawn } = await lookAt(standIn.url, titles);
    assert.deepEqual(
      drawn.panels,
      titles.map((title) => ({ title, drawn: "not-drawn" })),
    );
    assert.equal(drawn.queriesSeen, 0);
  });

  test("grafana-login-wall, and a wrong token: it could not be found out", async () => {
    const standIn = await grafana();
    const unauthorised = {
      name: "InconclusiveError",
      reason: "unauthorised",
      message: /^Grafana does not show the page: it shows a login\.\n/,
    };
    await assert.rejects(lookAt(standIn.url, ["Any"], 15_000, "not-the-token"), unauthorised);
    standIn.loginWall();
    await assert.rejects(lookAt(standIn.url, ["Any"]), unauthorised);
  });
});

describe("A dashboard's page of other makings", () => {
  after(closeBrowser);

  const panel = (title: string, content: string, more = ""): string =>
    `<section style="height: 500px" data-testid="data-testid Panel header ${title}"><h2>${title}</h2>` +
    `<div data-testid="data-testid panel content">${content}</div>${more}</section>`;

  async function show(
    html: string,
    titles: readonly string[],
    pageTimeoutMs = 4_000,
  ): Promise<DrawnDashboard["panels"]> {
    const server = await startWebServer((_request, response) => sendHtml(response, html));
    try {
      return (await lookAt(server.url, titles, pageTimeoutMs)).drawn.panels;
    } finally {
      await server.stop();
    }
  }

  test("each state, and panels that nobody expects", async () => {
    const html = [
      panel("Chart", "<canvas></canvas>"),
      panel("Number", "42"),
      panel("Empty", ""),
      panel("Message", '<div data-testid="data-testid Panel data error message">Data is missing a time field</div>'),
      panel("For ever", "", '<div aria-label="Panel loading bar"></div>'),
    ].join("");
    assert.deepEqual(await show(html, ["Number", "Absent"]), [
      { title: "Chart", drawn: "ok" },
      { title: "Number", drawn: "ok" },
      { title: "Empty", drawn: "not-drawn" },
      { title: "Message", drawn: "error" },
      { title: "For ever", drawn: "loading" },
      { title: "Absent", drawn: "not-drawn" },
    ]);
  });

  test("panels that are mounted only when a box within the page is scrolled to them", async () => {
    const titles = ["One", "Two", "Three", "Four"];
    const html =
      `<style>body { margin: 0 } main { height: 100vh; overflow-y: auto } main > div { height: 900px }</style>` +
      `<main>${titles.map((title) => `<div data-panelid="${title}"></div>`).join("")}</main><script>` +
      `const seen = new IntersectionObserver((all) => all.forEach(({ isIntersecting, target }) => {` +
      `  if (isIntersecting && target.firstChild === null) target.innerHTML = '<i data-testid="data-testid Panel header ' + target.dataset.panelid + '">x</i>';` +
      `})); document.querySelectorAll("main > div").forEach((slot) => seen.observe(slot));</script>`;
    assert.deepEqual(
      await show(html, titles, 10_000),
      titles.map((title) => ({ title, drawn: "ok" })),
    );
  });

  test("a page that still loads at its deadline: what it would show is not known", async () => {
    const neverEnding = "<script>setInterval(() => document.body.append(document.createElement('i')), 10)</script>";
    await assert.rejects(show(neverEnding, ["One"], 3_000), { name: "InconclusiveError", reason: "timed-out" });
  });

  test("a page that asks for a password", async () => {
    await assert.rejects(show("<form><input type=password></form>", []), { reason: "unauthorised" });
  });
});

describe("Expected and seen titles", () => {
  for (const [what, expected, seen, result] of [
    ["the same title twice, seen once", ["CPU", "CPU"], ["CPU"], ["CPU ok", "CPU not-drawn"]],
    ["a variable in the title", ["Rate of ${track}"], ["Rate of canary"], ["Rate of ${track} ok"]],
    ["a repeated panel", ["Rate of $track"], ["Rate of a", "Rate of b"], ["Rate of $track ok", "Rate of $track ok"]],
    ["other characters mean themselves", ["P95 (ms)"], ["P95 ms"], ["P95 ms ok", "P95 (ms) not-drawn"]],
  ] as const) {
    test(what, () => {
      const panels = withMissing(
        expected,
        seen.map((title) => ({ title, drawn: "ok" })),
      );
      assert.deepEqual(
        panels.map(({ title, drawn }) => `${title} ${drawn}`),
        result,
      );
    });
  }
});
