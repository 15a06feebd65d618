import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { examine } from "../../support/doctor/examine";
import type { Finding } from "../../support/doctor/finding";
import { createRedactor } from "../../support/reporting/redact";

const SECRET = "planted-secret-value";
const folder = mkdtempSync(join(tmpdir(), "environments-"));
const servers: Server[] = [];
const findings = new Map<string, Finding>();
let secretsByName: Readonly<Record<string, string>> = {};

const ANSWERS: Readonly<Record<string, readonly [number, object]>> = {
  "/openapi.json": [200, { openapi: "3.1.0" }],
  "/health": [200, { status: "ok", version: "2" }],
  "/api/dashboards/uid/none": [404, { message: "Dashboard not found" }],
  "/logs/_search": [200, { hits: {} }],
  "/api/conversations.history": [200, { ok: false, error: "not_in_channel" }],
};

const answer: RequestListener = (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const isSearch = pathname === "/logs/_search";
  const mayCome = !isSearch || request.headers["x-key"] === `${SECRET}-2`;
  const [status, body] = (mayCome ? ANSWERS[pathname] : undefined) ?? [401, { error: "unauthorized" }];
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

before(async () => {
  const system = await listen(answer);
  const closed = await closedPort();
  mkdirSync(join(folder, "checkout"));
  writeFileSync(join(folder, "shop.yaml"), shop(system, closed));
  const variables = { ...process.env, SLACK_TOKEN: SECRET, SEARCH_KEY: `${SECRET}-2` };
  const examination = await examine({
    environment: "shop",
    folder,
    variables,
    signal: new AbortController().signal,
  });
  for (const finding of examination.findings) findings.set(finding.subject, finding);
  ({ secretsByName } = examination);
});

after(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

const EXPECTED: Readonly<Record<string, readonly [string, Finding["state"], RegExp]>> = {
  "a valid file with its secrets": ["environment file", "ok", /^valid; 2 secrets are set$/],
  "changes that are not permitted": ["permits", "left-out", /^not permitted: database-upgrade \(D3-T5 only compares/],
  "a Node.js that is new enough": ["Node.js", "ok", /^\d+\.\d+\.\d+$/],
  "a program that is not there": ["unit tests", "problem", /^there is no program no-such-program$/],
  "a folder that is not there": ["integration tests", "problem", /^there is no folder .*nowhere$/],
  "a Python module that is not there": ["application start", "problem", /does not know the module no_such_module$/],
  "a command that is left out": ["migrations", "left-out", /^D3-T5 ends inconclusive$/],
  "a document that is there": ["API documentation", "ok", /^the OpenAPI document is there$/],
  "a cache that does not run": ["cache", "problem", /connection refused/],
  "a server that does not run": ["servers", "problem", /^1 of 2 gave no answer: silent \(http/],
  "an answer that does not say its track": ["load balancer", "problem", /^its answer has no header X-Track$/],
  "who asks is not let in": ["Prometheus", "problem", /HTTP 401/],
  "a system that is left out": ["alertmanager", "left-out", /^D3-I3: inconclusive$/],
  "a dashboard that is not there": ["Grafana", "problem", /^it has no dashboard none that the token may see$/],
  "a log store that can be searched": ["Elasticsearch", "ok", /^logs can be searched$/],
  "a log file that is not there": ["log marker", "problem", /absent\.log is not there or cannot be written$/],
  "a channel without the bot": ["Slack", "problem", /^it refused to read #shop: not_in_channel$/],
};

describe("the doctor finds", () => {
  for (const [sentence, [subject, state, detail]] of Object.entries(EXPECTED)) {
    test(sentence, () => {
      const finding = findings.get(subject);
      assert.ok(finding, [...findings.keys()].join(", "));
      assert.equal(finding.state, state, finding.detail);
      assert.match(finding.detail, detail);
    });
  }

  test("a runtime socket on which nothing listens", () => {
    const finding = [...findings.values()].find(({ subject }) => subject.startsWith("HAProxy 127.0.0.1:"));
    assert.equal(finding?.state, "problem");
    assert.match(finding.detail, /^no answer: .*connection refused/);
  });

  test("a fix for everything that is not in order, and none for what is", () => {
    for (const { subject, state, fix } of findings.values()) assert.equal(fix === null, state === "ok", subject);
  });

  test("no secret, but what the redactor needs to keep it out", () => {
    const text = JSON.stringify([...findings.values()]);
    assert.equal(createRedactor(secretsByName).text(text), text);
    assert.deepEqual(Object.keys(secretsByName).sort(), ["SEARCH_KEY", "SLACK_TOKEN"]);
  });
});

test("a file with faults: each fault is a problem, and the tools are examined all the same", async () => {
  writeFileSync(join(folder, "broken.yaml"), "name: broken\nlanguage: fr\n");
  const { findings: found } = await examine({
    environment: "broken",
    folder,
    variables: {},
    signal: new AbortController().signal,
  });
  assert.deepEqual(
    found.map(({ subject, state }) => `${subject}: ${state}`),
    ["Node.js: ok", "environment file: problem", "environment file: problem", "Java: ok"],
  );
});

function shop(system: string, closed: number): string {
  const dead = `127.0.0.1:${closed}`;
  return `name: shop
release: { id: r1, service: shop, canaryVersion: "2", legacyVersion: "1" }
permits: [app-start]
defaults: { timeoutSeconds: 2, deadlineSeconds: 4, retries: 0 }
commands:
  unitTests: { run: [no-such-program, "{report}"], folder: checkout }
  integrationTests: { run: [python3, "{report}"], folder: nowhere }
  appStart: { run: [/usr/bin/python3, -m, no_such_module, "{port}"], folder: checkout }
apiDocumentation: { connection: { url: "${system}" } }
cache: { kind: redis, url: "redis://${dead}/0", timeoutSeconds: 1, deadlineSeconds: 3 }
servers:
  inventory:
    kind: list
    servers: [{ name: healthy, url: "${system}" }, { name: silent, url: "http://${dead}" }]
loadBalancer:
  kind: haproxy
  sockets: ["${dead}"]
  proxy: shop
  servers: { canary: [c], legacy: [l] }
  sample: { connection: { url: "${system}" }, path: /health, trackHeader: X-Track }
prometheus:
  connection: { url: "${system}/prometheus" }
  expectedTargets: [{ job: a, instance: b }]
  expectedRules: [Down]
grafana: { connection: { url: "${system}" }, dashboardUid: none }
logStores:
  - kind: elasticsearch
    connection: { url: "${system}", auth: { kind: header, name: X-Key, valueFrom: SEARCH_KEY } }
    index: logs
    markerField: id
    fields: { service.name: shop }
logMarker: { kind: file, path: absent.log, template: "{marker}" }
slack: { connection: { url: "${system}/api" }, tokenFrom: SLACK_TOKEN, channelId: C1, channelName: "#shop" }
`;
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  return `http://127.0.0.1:${await portOf(server)}`;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("The server has no port."));
    });
  });
}
