import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { FOLDER_PREFIX, FOLDER_VARIABLE } from "../../rehearsal/ledger";
import { RehearsalInterruptedError, UnknownFaultError } from "../../rehearsal/errors";
import { findByEnvironment } from "../../rehearsal/process-identity";
import * as probe from "./probes";

let rehearsal: Rehearsal;
let folder = "";
const progress: string[] = [];
const at = (name: string): string => probe.variable(rehearsal, name);
const secret = (name: string): string => probe.secret(rehearsal, name);

before(async () => {
  rehearsal = await bootRehearsal({ faults: [], onProgress: (line) => progress.push(line) });
  folder = join(at("REHEARSAL_CHECKOUT"), "..");
});
after(() => rehearsal.stop());

test("each part that came up was reported", () => {
  assert.deepEqual(progress.map((line) => line.replace(/ \([\d.]+ s\)$/, "")).sort(), [
    "Alertmanager",
    "Prometheus, every target scraped",
    "Redis",
    "databases",
    "log shipping",
    "servers and load balancer",
  ]);
});

test("no secret stands in a variable or an address", () => {
  const told = JSON.stringify([rehearsal.variables, rehearsal.addresses]);
  for (const [name, value] of Object.entries(rehearsal.secrets)) assert.ok(!told.includes(value), name);
  assert.equal(new Set(Object.values(rehearsal.secrets)).size, 8);
});

test("every panel of Grafana's dashboard has data, seconds after the boot", async () => {
  const empty = await probe.eventually(
    () => probe.emptyPanels(rehearsal),
    (panels) => panels.length === 0,
  );
  assert.deepEqual(empty, []);
});

test("both servers are healthy with their versions", async () => {
  for (const [name, track, version] of [
    ["CANARY", "canary", "2.0.0"],
    ["LEGACY", "legacy", "1.9.4"],
  ] as const) {
    const { status, body } = await probe.request(`${at(`REHEARSAL_${name}_URL`)}/health`);
    assert.deepEqual({ status, ...JSON.parse(body) }, { status: "ok", version, track, service: "phase4" });
    assert.equal(status, 200);
  }
});

test("the balancer sends every twentieth request to the canary", async () => {
  const counts = await probe.shareOfRequests(rehearsal, 100);
  assert.equal((counts["canary"] ?? 0) + (counts["legacy"] ?? 0), 100);
  assert.ok(Math.abs((counts["canary"] ?? 0) - 5) <= 1, JSON.stringify(counts));
  assert.match(await probe.askHaproxy(rehearsal, "get weight phase4/canary"), /^5 \(initial 5\)/);
  assert.match((await probe.request(`${at("REHEARSAL_HAPROXY_STATS_URL")};csv`)).body, /^phase4,legacy,/m);
  assert.ok(existsSync(join(folder, "haproxy.sock")));
});

test("Prometheus has scraped every target, its rules are sound and silent, and Alertmanager is attached", async () => {
  assert.deepEqual(await probe.targetHealth(rehearsal), {
    "phase4 canary": "up",
    "phase4 legacy": "up",
    haproxy: "up",
    prometheus: "up",
    alertmanager: "up",
    "stand-ins": "up",
  });
  const states = await probe.ruleStates(rehearsal);
  assert.equal(states.length, 6);
  for (const state of states) assert.match(state, / ok inactive$/);
  const alertmanagers = await probe.request(`${at("REHEARSAL_PROMETHEUS_URL")}/api/v1/alertmanagers`);
  assert.ok(alertmanagers.body.includes(at("REHEARSAL_ALERTMANAGER_URL")));
  assert.equal((await probe.request(`${at("REHEARSAL_ALERTMANAGER_URL")}/api/v2/silences`)).body.trim(), "[]");
});

test("Redis answers PONG and takes writes, with the password only", async () => {
  assert.deepEqual(await probe.askRedis(rehearsal, "PING", "SET probe 1 EX 5", "DEL probe"), ["+PONG", "+OK", ":1"]);
});

test("a request's log line arrives in both log stores, once, with its fields", async () => {
  const id = "boot-test-marker";
  await probe.request(`${at("REHEARSAL_CANARY_URL")}/health`, { headers: { "x-request-id": id } });
  const clause = { term: { "http.request.id": id } };
  const found = await probe.eventually(
    () => probe.searchLogs(rehearsal, clause),
    ({ documents }) => documents.length > 0,
  );
  assert.deepEqual(
    found.documents.map((log) => [log["url.path"], log["service.track"]]),
    [["/health", "canary"]],
  );
  const project = at("REHEARSAL_CLOUD_LOGGING_PROJECT");
  const wanted = {
    resourceNames: [`projects/${project}`],
    filter: `logName="projects/${project}/logs/phase4" AND jsonPayload."http.request.id"="${id}" AND labels.track="canary"`,
  };
  const url = `${at("REHEARSAL_CLOUD_LOGGING_URL")}/v2/entries:list`;
  const list = () => probe.post(url, `Bearer ${secret("REHEARSAL_CLOUD_LOGGING_TOKEN")}`, wanted);
  const listed = await probe.eventually(list, ({ json }) => JSON.stringify(json).includes(id));
  assert.equal(
    JSON.stringify(listed.json).split(`"http.request.id":"${id}"`).length - 1,
    1,
    JSON.stringify(listed.json),
  );
});

test("an alert reaches Slack's channel for critical alerts", async () => {
  const alerts = [
    {
      labels: { alertname: "Planted", severity: "critical", track: "canary" },
      annotations: { summary: "planted by a test" },
    },
  ];
  await probe.request(`${at("REHEARSAL_ALERTMANAGER_URL")}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(alerts),
  });
  const authorization = { authorization: `Bearer ${secret("REHEARSAL_SLACK_TOKEN")}` };
  const history = () =>
    probe.request(
      `${at("REHEARSAL_SLACK_URL")}/api/conversations.history?channel=${at("REHEARSAL_SLACK_CRITICAL_CHANNEL_ID")}`,
      {
        headers: authorization,
      },
    );
  const { body } = await probe.eventually(history, (answer) => answer.body.includes("planted by a test"));
  assert.match(body, /"ok":true/);
  assert.match(body, /planted by a test/);
});

test("Grafana's dashboard is there, and PagerDuty and Slack know their secrets", async () => {
  const grafana = { headers: { authorization: `Bearer ${secret("REHEARSAL_GRAFANA_TOKEN")}` } };
  assert.equal(
    (await probe.request(`${at("REHEARSAL_GRAFANA_URL")}/api/dashboards/uid/phase4-canary`, grafana)).status,
    200,
  );
  const pagerduty = { headers: { authorization: `Token token=${secret("REHEARSAL_PAGERDUTY_API_TOKEN")}` } };
  const service = `${at("REHEARSAL_PAGERDUTY_API_URL")}/services/${at("REHEARSAL_PAGERDUTY_SERVICE_ID")}`;
  assert.equal((await probe.request(service, pagerduty)).status, 200);
  const slack = await probe.post(
    `${at("REHEARSAL_SLACK_URL")}/api/auth.test`,
    `Bearer ${secret("REHEARSAL_SLACK_TOKEN")}`,
    {},
  );
  assert.match(JSON.stringify(slack.json), /"ok":true/);
});

test("the migration check's database is one revision behind, and upgrading it brings it to the head", async () => {
  const database = { PHASE4_DATABASE_URL: at("REHEARSAL_MIGRATION_DATABASE_URL") };
  const current = () => probe.runInCheckout(rehearsal, ["alembic", "current"], database);
  assert.doesNotMatch((await current()).output, /\(head\)/);
  assert.match((await current()).output, /^[0-9a-f]{12}$/m);
  assert.equal((await probe.runInCheckout(rehearsal, ["alembic", "upgrade", "head"], database)).exitCode, 0);
  assert.match((await current()).output, /\(head\)/);
});

test("the checkout has the service's tests and no faults", () => {
  const names = readdirSync(at("REHEARSAL_CHECKOUT"));
  assert.ok(names.includes("phase4_development") && names.includes("tests") && !names.includes("faults"));
  assert.ok(existsSync(join(at("REHEARSAL_SWAGGER_DIR"), "swagger-ui-bundle.js")));
});

test("stop ends every process, closes every port and removes the folder", async () => {
  await Promise.all([rehearsal.stop(), rehearsal.stop()]);
  assert.deepEqual(findByEnvironment(`${FOLDER_VARIABLE}=${folder}`), []);
  assert.equal(existsSync(folder), false);
  for (const { name, url } of rehearsal.addresses.filter((address) => address.url.startsWith("http")))
    await assert.rejects(probe.request(url), TypeError, name);
});

test("an unknown fault is an error before anything is started", async () => {
  await assert.rejects(bootRehearsal({ faults: ["redis-dwon"] }), UnknownFaultError);
});

test("an interrupted boot leaves nothing behind", async () => {
  const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(FOLDER_PREFIX));
  const earlier = folders();
  const interrupt = new AbortController();
  const boot = bootRehearsal({ faults: [], signal: interrupt.signal });
  await sleep(700);
  const [own] = folders().filter((name) => !earlier.includes(name));
  interrupt.abort();
  await assert.rejects(boot, RehearsalInterruptedError);
  assert.ok(own !== undefined);
  assert.equal(existsSync(join(tmpdir(), own)), false);
  assert.deepEqual(findByEnvironment(`${FOLDER_VARIABLE}=${join(tmpdir(), own)}`), []);
});
