import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Connection as ClientConnection } from "../../support/clients/transport/connection";
import type { Connection } from "../../support/environment/connection";
import { loadEnvironmentFile } from "../../support/environment/load";
import { environmentsFolder, inputFor, PLANTED_SECRET } from "./input-for";

function load(file: string) {
  const path = join(environmentsFolder, file);
  return loadEnvironmentFile(path, inputFor(readFileSync(path, "utf8")));
}

test("a connection has the block's own settings, else the file's defaults, else the built-in ones", () => {
  const { environment } = load("production.example.yaml");
  const connection: Connection | undefined = environment.prometheus?.connection;
  assert.ok(connection);
  assert.deepEqual(connection, {
    system: "Prometheus",
    baseUrl: "https://prometheus.example.com",
    auth: { kind: "basic", user: "preflight", password: PLANTED_SECRET },
    headers: {},
    tls: { isInsecure: false },
    proxy: undefined,
    timeoutMs: 5_000,
    deadlineMs: 20_000,
    retries: 1,
    pollMs: 1_000,
    maxBodyBytes: 16 * 1024 * 1024,
  });
  assert.equal(environment.logStores?.[1]?.connection.pollMs, 3_000);
});

test("a connection has the very shape that the clients' transport takes", () => {
  const connection = load("rehearsal.yaml").environment.prometheus?.connection;
  assert.ok(connection);
  // Both assignments are the test: the compiler refuses them once the two shapes differ.
  const forClients: ClientConnection = connection;
  const back: Connection = forClients;
  assert.equal(back.baseUrl, "http://127.0.0.1:8000");
});

test("Slack's and PagerDuty's tokens are in their connections, at their usual addresses", () => {
  const { slack, pagerduty } = load("production.example.yaml").environment;
  assert.equal(slack?.connection.baseUrl, "https://slack.com/api");
  assert.deepEqual(slack.connection.auth, { kind: "bearer", token: PLANTED_SECRET });
  assert.equal(pagerduty?.events.baseUrl, "https://events.pagerduty.com");
  assert.deepEqual(pagerduty.events.auth, { kind: "none" });
  assert.deepEqual(pagerduty.api.auth, {
    kind: "header",
    name: "Authorization",
    prefix: "Token token=",
    value: PLANTED_SECRET,
  });
});

test("every secret that the file names is given out by its variable's name, and no other", () => {
  const { secretsByName } = load("production.example.yaml");
  assert.deepEqual(Object.keys(secretsByName).sort(), [
    "ELASTICSEARCH_API_KEY",
    "GITHUB_TOKEN",
    "GRAFANA_TOKEN",
    "PAGERDUTY_API_TOKEN",
    "PAGERDUTY_ROUTING_KEY",
    "PHASE4_DATABASE_URL",
    "PHASE4_REDIS_PASSWORD",
    "PHASE4_TEST_DATABASE_URL",
    "PROMETHEUS_PASSWORD",
    "SLACK_BOT_TOKEN",
  ]);
});

test("a secret of a command is in its environment", () => {
  const { migrations } = load("production.example.yaml").environment.commands;
  assert.deepEqual(migrations?.environment, { DATABASE_URL: PLANTED_SECRET });
});

test("paths are relative to the environment file's folder", () => {
  const { unitTests } = load("production.example.yaml").environment.commands;
  assert.equal(unitTests?.folder, join(environmentsFolder, "..", "..", "phase4"));
});

test("a server has its own versions, else the release's two", () => {
  const { servers } = load("production.example.yaml").environment;
  assert.deepEqual(servers?.health.versions, ["2.0.0", "1.9.4"]);
  const list = servers.inventory.kind === "list" ? servers.inventory.servers : [];
  assert.deepEqual(
    list.map(({ name, versions }) => [name, versions]),
    [
      ["phase4-01", ["2.0.0", "1.9.4"]],
      ["phase4-02", ["2.0.0", "1.9.4"]],
      ["phase4-canary", ["2.0.0"]],
    ],
  );
});

test("a runtime socket is host and port, or a path", () => {
  const { loadBalancer } = load("production.example.yaml").environment;
  assert.deepEqual(loadBalancer?.sockets[0], { kind: "tcp", host: "haproxy-1.example.com", port: 9999 });
});

test("Alertmanager is attached under its own host and port unless the file says otherwise", () => {
  assert.equal(load("production.example.yaml").environment.alertmanager?.attachedAs, "alertmanager.example.com:443");
});

test("the example permits no change of the database", () => {
  assert.equal(load("production.example.yaml").environment.permits.includes("database-upgrade"), false);
});

test("the rehearsal names its stand-ins and permits every change", () => {
  const { standIns, permits } = load("rehearsal.yaml").environment;
  assert.deepEqual(standIns, ["Slack", "PagerDuty", "Grafana", "Elasticsearch", "Google Cloud Logging", "GitHub"]);
  assert.equal(permits.length, 8);
});
