import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createIncidentMetrics, type IncidentSettings } from "../../../support/clients/prometheus/incident";
import type { MetricsSettings } from "../../../support/clients/prometheus/canary-metrics";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { inconclusive } from "../inconclusive";
import { startBackfilledPrometheus, type BackfilledServer, type StoredSeries } from "../prometheus/backfilled";
import { BEGIN, growing, scraped, SETTINGS, WINDOW, type Scraped } from "../prometheus/known-history";
import { createTestContext } from "../test-context";
import { connectionTo } from "../transport/local-servers";

const at = (second: number) => new Date((BEGIN + second) * 1_000).toISOString();
const CANARY = { track: "canary", instance: "10.0.0.1:8000" };
const LEGACY = { track: "legacy", instance: "10.0.0.2:8000" };
const LAST_FIVE = { start: at(6_900), end: at(7_200) };

const requests = (labels: object, handler: string, status: string, ...stretches: readonly Scraped[]): StoredSeries => ({
  name: "http_requests_total",
  labels: { ...labels, handler, status, version: "track" in labels && labels.track === "canary" ? "2.0.0" : "1.9.4" },
  samples: scraped(...stretches),
});
const whole = (each: number) => growing(-3_600, 7_200, 0, each);
const gauge = (name: string, labels: Readonly<Record<string, string>>, ...stretches: readonly Scraped[]): StoredSeries => ({ name, labels, samples: scraped(...stretches) }); // prettier-ignore

/** The canary: a stray error 30 min ago, then every scrape from 5,400 s on; restarted at 6,000 s; weight taken at 7,000 s. */
const HISTORY: readonly StoredSeries[] = [
  requests(CANARY, "/items", "200", whole(10)),
  requests(CANARY, "/items", "500", growing(-3_600, 5_385, 0, 0), growing(5_400, 7_200, 3, 3)),
  requests(CANARY, "/search", "200", whole(4)),
  requests(CANARY, "/search", "503", growing(3_600, 7_200, 1, 0)),
  requests(CANARY, "/health", "200", whole(1)),
  requests(LEGACY, "/items", "200", whole(100)),
  requests(LEGACY, "/items", "500", growing(-3_600, 7_020, 5, 0), growing(7_035, 7_200, 6, 0)),
  gauge("up", CANARY, growing(-3_600, 7_200, 1, 0)),
  gauge("up", LEGACY, growing(-3_600, 7_200, 1, 0)),
  gauge("process_start_time_seconds", CANARY, growing(-3_600, 5_985, BEGIN - 9_000, 0), growing(6_000, 7_200, BEGIN + 5_990.5, 0)),
  gauge("process_start_time_seconds", LEGACY, growing(-3_600, 7_200, BEGIN - 90_000, 0)),
  gauge("phase4_build_info", { ...CANARY, version: "2.0.0" }, growing(-3_600, 5_985, 1, 0)),
  gauge("phase4_build_info", { ...CANARY, version: "2.0.1" }, growing(6_000, 7_200, 1, 0)),
  gauge("phase4_build_info", { ...LEGACY, version: "1.9.4" }, growing(-3_600, 7_200, 1, 0)),
  gauge("haproxy_server_weight", { proxy: "phase4", server: "canary" }, growing(-3_600, 6_990, 5, 0), growing(7_005, 7_200, 0, 0)),
  gauge("haproxy_server_weight", { proxy: "phase4", server: "legacy" }, growing(-3_600, 7_200, 95, 0)),
]; // prettier-ignore

describe("the canary's metrics in an incident", () => {
  let server: BackfilledServer;
  before(async () => {
    server = await startBackfilledPrometheus(HISTORY);
  });
  after(async () => {
    closeTransports();
    await server.stop();
  });

  const metrics = (about: Partial<IncidentSettings> = {}, settings: Partial<MetricsSettings> = {}) =>
    createIncidentMetrics(
      {
        connection: connectionTo(server.url),
        refusesPartialResponse: false,
        metrics: { ...SETTINGS, ...settings },
        incident: { endpointLabel: "handler", versionLabel: "version", ...about },
        alertLabels: {},
      },
      createTestContext().context,
    );

  test("requests and errors are counted by endpoint and track, exactly; probes are left out", async () => {
    const errors = await metrics().countEndpointErrors(LAST_FIVE);
    assert.deepEqual(errors.endpoints, [
      { endpoint: "/items", track: "canary", requests: 20 * 13, errors: 20 * 3 },
      { endpoint: "/search", track: "canary", requests: 20 * 4, errors: 0 },
      { endpoint: "/items", track: "legacy", requests: 20 * 100 + 1, errors: 1 },
    ]);
    assert.deepEqual(errors.window, LAST_FIVE);
    assert.deepEqual(errors.coverage.canary.instances, [
      { instance: "10.0.0.1:8000", scrapes: [20], answered: [20], lastScrapeAt: BEGIN + 7_200 },
    ]);
    assert.equal(errors.where, `Prometheus, ${server.url}, environment test`);
    assert.match(
      errors.query,
      /^http_requests_total\{status=~"5\.\.",track="canary",.*\} of http_requests_total\{track="canary"/,
    );
  });

  test("the counts are those of the whole window, and add up to the track's", async () => {
    const { endpoints } = await metrics().countEndpointErrors(WINDOW);
    const of = (endpoint: string) => endpoints.find((one) => one.endpoint === endpoint && one.track === "canary");
    assert.deepEqual(of("/items"), {
      endpoint: "/items",
      track: "canary",
      requests: 480 * 10 + 121 * 3,
      errors: 121 * 3,
    });
    assert.deepEqual(of("/search"), { endpoint: "/search", track: "canary", requests: 480 * 4 + 1, errors: 1 });
  });

  test("a label that no series has is not executed, and the labels that there are are named", async () => {
    await assert.rejects(
      metrics({ endpointLabel: "route" }).countEndpointErrors(LAST_FIVE),
      inconclusive("not-executed", /has a label route; the first one has .*handler.*\.$/),
    );
  });

  test("no such metric is no endpoint, not none with errors", async () => {
    const selectors = { requests: "nobody_exports_this", errors: "nor_this" };
    assert.deepEqual((await metrics({}, { selectors }).countEndpointErrors(LAST_FIVE)).endpoints, []);
  });

  test("versions by the metric of the build, restarts, and the weights at both ends of the window", async () => {
    const changes = await metrics({ versions: "phase4_build_info" }).readChanges({ start: at(5_400), end: at(7_200) });
    assert.deepEqual(changes, {
      where: `Prometheus, ${server.url}, environment test`,
      window: { start: at(5_400), end: at(7_200) },
      versions: [
        { track: "canary", version: "2.0.0" },
        { track: "canary", version: "2.0.1" },
        { track: "legacy", version: "1.9.4" },
      ],
      restarts: [{ instance: "10.0.0.1:8000", at: at(5_990.5) }],
      canaryShare: { atStart: 5, atEnd: 0 },
    });
  });

  test("without that metric the requests tell the versions; nothing new is no change", async () => {
    const changes = await metrics().readChanges({ start: at(3_600), end: at(5_400) });
    assert.deepEqual(changes.versions, [
      { track: "canary", version: "2.0.0" },
      { track: "legacy", version: "1.9.4" },
    ]);
    assert.deepEqual(changes.restarts, []);
    assert.deepEqual(changes.canaryShare, { atStart: 5, atEnd: 5 });
  });

  test("what is not known of versions and weights is not said; unknown starts are not executed", async () => {
    const without = { balancer: undefined };
    const changes = await metrics({ versionLabel: "release" }, without).readChanges(LAST_FIVE);
    assert.deepEqual([changes.versions, changes.canaryShare], [[], { atStart: null, atEnd: null }]);
    const away = await metrics().readChanges({ start: at(86_400), end: at(90_000) });
    assert.deepEqual([away.versions, away.canaryShare], [[], { atStart: null, atEnd: null }]);
    await assert.rejects(
      metrics({}, { flavour: "opentelemetry-http" }).readChanges(LAST_FIVE),
      inconclusive("not-executed", /metrics\.selectors\.processStart is missing/),
    );
  });

  for (const [sentence, start, end, expected] of [
    ["the first scrape of the newest run", 4_200, 7_200, 5_400],
    ["a stray error long before is another run", 1_800, 5_000, 3_600],
    ["no error is no first bad answer", 0, 3_000, null],
    ["a run that was under way when the window began has no known begin", 6_600, 7_200, null],
    ["a run that began just before the window is not in it", 5_415, 7_200, null],
    ["nothing scraped is nothing known", 86_400, 90_000, null],
  ] as const)
    test(sentence, async () => {
      const first = await metrics().findFirstBadAnswer({ start: at(start), end: at(end) }, 300);
      assert.equal(first, expected === null ? null : at(expected));
    });
});
