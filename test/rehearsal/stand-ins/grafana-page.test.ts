import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { chromium, type Browser, type Page } from "playwright";
import { findProgram } from "../../../rehearsal/programs";
import { startGrafana, type GrafanaStandIn } from "../../../rehearsal/stand-ins/grafana";
import { listen, text, type RunningServer } from "../../../rehearsal/stand-ins/http-server";
import { ask, at, listAt } from "./ask";
import { anyBrowser } from "../../any-browser";

/** What one instance and the balancer export, as little as a service does that has hardly been asked anything. */
function exposition(track: string, requests: number): string {
  const labels = `handler="/x",track="${track}",version="1"`;
  return `# TYPE http_requests_total counter
http_requests_total{method="GET",status="200",${labels}} ${requests}
http_requests_total{method="GET",status="500",${labels}} 0
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{${labels},le="0.05"} ${requests}
http_request_duration_seconds_bucket{${labels},le="0.1"} ${requests}
http_request_duration_seconds_bucket{${labels},le="+Inf"} ${requests}
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 4.2e+07
# TYPE haproxy_server_http_responses_total counter
haproxy_server_http_responses_total{proxy="phase4",server="${track}",code="2xx"} 0
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}

function configuration(targets: Readonly<Record<"canary" | "legacy" | "prometheus", string>>, rules: string): string {
  const job = (name: string, target: string) => ({ job_name: name, static_configs: [{ targets: [target] }] });
  const phase4 = (["canary", "legacy"] as const).map((track) => ({ targets: [targets[track]], labels: { track } }));
  return JSON.stringify({
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    rule_files: [rules],
    scrape_configs: [
      { job_name: "phase4", honor_labels: true, static_configs: phase4 },
      job("prometheus", targets.prometheus),
    ],
  });
}

describe("Grafana stand-in: the dashboard's page, over a real Prometheus", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "grafana-page-"));
  const exporters: RunningServer[] = [];
  let prometheus: ChildProcess;
  let grafana: GrafanaStandIn;
  let browser: Browser;

  before(async () => {
    for (const [track, requests] of [
      ["canary", 1],
      ["legacy", 19],
    ] as const)
      exporters.push(
        await listen({
          routes: [
            {
              method: "GET",
              path: "/metrics",
              operation: "metrics",
              answer: () => text(200, exposition(track, requests)),
            },
          ],
          unknown: () => text(404, ""),
          onAnswer: () => undefined,
        }),
      );
    const [canary = "", legacy = ""] = exporters.map(({ url }) => new URL(url).host);
    const address = `127.0.0.1:${await freePort()}`;
    const file = (name: string, content: string) => (writeFileSync(join(folder, name), content), join(folder, name));
    const rules = file(
      "rules.json",
      JSON.stringify({ groups: [{ name: "a", rules: [{ alert: "Never", expr: "vector(0) > 1" }] }] }),
    );
    const config = file("prometheus.json", configuration({ canary, legacy, prometheus: address }, rules));
    prometheus = spawn(
      findProgram("prometheus") ?? "prometheus",
      [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, "data")}`, `--web.listen-address=${address}`],
      { stdio: "ignore" },
    );
    grafana = await startGrafana({ token: "glsa_x", prometheusUrl: `http://${address}` }, () => undefined);
    browser = await chromium.launch({ executablePath: anyBrowser(), args: ["--no-sandbox"] });
  });
  after(async () => {
    await browser.close();
    await grafana.stop();
    prometheus.kill();
    await new Promise((resolve) => prometheus.once("exit", resolve));
    await Promise.all(exporters.map((exporter) => exporter.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  const headers = { authorization: "Bearer glsa_x" };
  const open = async (): Promise<{ page: Page; statuses: number[] }> => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, extraHTTPHeaders: headers });
    const statuses: number[] = [];
    page.on(
      "response",
      (response) => void (response.url().includes("/api/ds/query") && statuses.push(response.status())),
    );
    await page.goto(grafana.dashboardUrl);
    return { page, statuses };
  };
  const panels = (page: Page) => page.locator('[data-testid^="data-testid Panel header "]');
  const settle = async (page: Page) => {
    for (const distance of [600, 600, 600]) {
      await page.mouse.wheel(0, distance);
      await page.waitForTimeout(250);
    }
    await page.locator('[aria-label="Panel loading bar"]').first().waitFor({ state: "detached" });
  };

  it("has data in every panel within seconds, though hardly any request came", async () => {
    const dashboard = grafana.dashboard();
    assert.ok(dashboard !== undefined);
    const deadline = Date.now() + 20_000;
    for (const { title, targets } of dashboard.panels) {
      const ask1 = () =>
        ask(`${grafana.url}/api/ds/query`, {
          headers,
          json: {
            from: "now-2m",
            to: "now",
            queries: targets.map((target) => ({ datasource: { uid: "prometheus" }, ...target })),
          },
        });
      const last = async () => {
        const { json } = await ask1();
        const frames = at(json, "results.A.frames") === undefined ? [] : listAt(json, "results.A.frames");
        return frames.map((frame) => at(frame, "data.values") && listAt(frame, "data.values.1").at(-1));
      };
      const isThere = (values: readonly unknown[]) =>
        values.length > 0 && values.every((value) => typeof value === "number");
      let values: readonly unknown[] = [];
      while (!isThere(values) && Date.now() < deadline) {
        values = await last().catch(() => []);
        if (!isThere(values)) await new Promise((resolve) => setTimeout(resolve, 250));
      }
      assert.ok(isThere(values), `${title}: ${JSON.stringify(values)}`);
    }
  });

  it("mounts a panel, and asks for its data, only when it scrolls into view", async () => {
    const { page, statuses } = await open();
    await page.locator(".panel svg").first().waitFor();
    await page.waitForTimeout(300);
    assert.ok((await panels(page).count()) < 8 && statuses.length < 8, `${statuses.length} queries`);
    await settle(page);
    const titles = await panels(page).evaluateAll((nodes) =>
      nodes.map((node) => node.getAttribute("data-testid")?.slice(25)),
    );
    assert.deepEqual(
      titles,
      grafana.dashboard()?.panels.map(({ title }) => title),
    );
    assert.deepEqual(statuses, Array<number>(8).fill(200));
    assert.equal(await page.locator('[data-testid="data-testid Panel status error"]').count(), 0);
    assert.equal(await page.getByText("No data").count(), 0);
    assert.ok((await page.locator(".panel polyline, .panel circle").count()) > 8);
    await page.close();
  });

  it("shows an error in the last panel only, when its query is broken", async () => {
    grafana.breakPanel();
    const { page, statuses } = await open();
    await settle(page);
    await page.locator('[data-testid="data-testid Panel status error"]').waitFor();
    assert.equal(await page.locator('[data-testid="data-testid Panel status error"]').count(), 1);
    assert.equal(statuses.filter((status) => status === 400).length, 1);
    await page.close();
  });

  it("shows No data in the last panel only, when nobody exports its metric", async () => {
    grafana.emptyPanel();
    const { page } = await open();
    await settle(page);
    await page.getByText("No data").waitFor();
    assert.equal(await page.getByText("No data").count(), 1);
    assert.equal(await page.locator('[data-testid="data-testid Panel status error"]').count(), 0);
    await page.close();
  });

  it("shows a log-in page and no panel behind a log-in wall", async () => {
    grafana.loginWall();
    const { page, statuses } = await open();
    assert.match(page.url(), /\/login/);
    assert.deepEqual([await panels(page).count(), statuses.length], [0, 0]);
    await page.close();
  });
});
