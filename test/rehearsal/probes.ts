import { connect } from "node:net";
import { appendFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Rehearsal } from "../../rehearsal/boot";
import { PYTHON } from "../../rehearsal/programs";

const DEADLINE_MS = 5_000;

/** A variable of the rehearsal. */
export function variable({ variables }: Rehearsal, name: string): string {
  const value = variables[name];
  if (value === undefined) throw new Error(`The rehearsal has no variable ${name}.`);
  return value;
}

/** A secret of the rehearsal. */
export function secret({ secrets }: Rehearsal, name: string): string {
  const value = secrets[name];
  if (value === undefined) throw new Error(`The rehearsal has no secret ${name}.`);
  return value;
}

/** An HTTP answer: status, headers and body, redirects not followed. */
export async function request(url: string, init: RequestInit = {}, deadlineMs = DEADLINE_MS) {
  const headers = new Headers(init.headers);
  headers.set("connection", "close"); // a kept one may be closed by the other side just when it is used again
  const signal = AbortSignal.timeout(deadlineMs);
  const response = await fetch(url, { redirect: "manual", signal, ...init, headers });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** A POST of JSON with an Authorization header; the JSON answer, unchecked. */
export async function post(url: string, authorization: string, body: unknown) {
  const headers = { authorization, "content-type": "application/json" };
  const answer = await request(url, { method: "POST", headers, body: JSON.stringify(body) });
  const json: unknown = JSON.parse(answer.body);
  return { status: answer.status, json };
}

/** What Redis answers to these commands after logging in. */
export async function askRedis(rehearsal: Rehearsal, ...commands: readonly string[]): Promise<string[]> {
  const { port } = new URL(variable(rehearsal, "REHEARSAL_REDIS_URL"));
  const socket = connect(Number(port), "127.0.0.1");
  socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error("no answer from Redis")));
  socket.write(
    `AUTH ${secret(rehearsal, "REHEARSAL_REDIS_PASSWORD")}\r\n${commands.map((c) => `${c}\r\n`).join("")}QUIT\r\n`,
  );
  return (await text(socket)).trim().split("\r\n").slice(1, -1);
}

/** HAProxy's answer to one command. */
export async function askHaproxy(rehearsal: Rehearsal, command: string): Promise<string> {
  const [host, port] = variable(rehearsal, "REHEARSAL_HAPROXY_SOCKET").split(":");
  const socket = connect(Number(port), host ?? "");
  socket.write(`${command}\n`);
  return text(socket);
}

/** How many of so many requests through the balancer each track answered. */
export async function shareOfRequests(rehearsal: Rehearsal, requests: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let sent = 0; sent < requests; sent += 1) {
    const { headers } = await request(`${variable(rehearsal, "REHEARSAL_BALANCER_URL")}/livez`);
    const track = headers.get("x-deployment-track") ?? "none";
    counts[track] = (counts[track] ?? 0) + 1;
  }
  return counts;
}

const targets = z.object({
  data: z.object({
    activeTargets: z.array(z.object({ labels: z.record(z.string(), z.string()), health: z.string() })),
  }),
});

/** The health of each of Prometheus's targets, by job and track. */
export async function targetHealth(rehearsal: Rehearsal): Promise<Record<string, string>> {
  const { body } = await request(`${variable(rehearsal, "REHEARSAL_PROMETHEUS_URL")}/api/v1/targets?state=active`);
  const { activeTargets } = targets.parse(JSON.parse(body)).data;
  return Object.fromEntries(
    activeTargets.map(({ labels, health }) => [[labels["job"], labels["track"]].filter(Boolean).join(" "), health]),
  );
}

const rules = z.object({
  data: z.object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ name: z.string(), health: z.string(), state: z.string() })) }),
    ),
  }),
});

/** Name, health and state of each alert rule, once none is pending: just after the boot a sound one may be, for a moment. */
export function ruleStates(rehearsal: Rehearsal): Promise<string[]> {
  return eventually(
    () => readRuleStates(rehearsal),
    (states) => !states.some((state) => state.endsWith(" pending")),
  );
}

async function readRuleStates(rehearsal: Rehearsal): Promise<string[]> {
  const { body } = await request(`${variable(rehearsal, "REHEARSAL_PROMETHEUS_URL")}/api/v1/rules`);
  const { groups } = rules.parse(JSON.parse(body)).data;
  return groups.flatMap((group) => group.rules.map(({ name, health, state }) => `${name} ${health} ${state}`));
}

const searchAnswer = z.object({
  _shards: z.object({ failed: z.number() }),
  hits: z.object({ hits: z.array(z.object({ _source: z.record(z.string(), z.unknown()) })) }),
});

/** Searches the log store for the documents that match. */
export async function searchLogs(rehearsal: Rehearsal, clause: object) {
  const url = `${variable(rehearsal, "REHEARSAL_ELASTICSEARCH_URL")}/logs-phase4-*/_search`;
  const key = secret(rehearsal, "REHEARSAL_ELASTICSEARCH_API_KEY");
  const answer = await post(url, `ApiKey ${key}`, { query: { bool: { filter: [clause] } }, size: 10 });
  const { hits, _shards } = searchAnswer.parse(answer.json);
  return { documents: hits.hits.map(({ _source }) => _source), failedShards: _shards.failed };
}

/** Waits until the probe gives something, at most five seconds; else what it gave last. */
export async function eventually<T>(probe: () => Promise<T>, isThere: (result: T) => boolean): Promise<T> {
  const start = performance.now();
  for (;;) {
    const result = await probe();
    if (isThere(result) || performance.now() - start > DEADLINE_MS) return result;
    await sleep(50);
  }
}

/** Carries out a Python module in one of the checkouts, as the checks do; exit code and both outputs. */
export async function runInCheckout(
  rehearsal: Rehearsal,
  args: readonly string[],
  environment: Record<string, string> = {},
) {
  const options = {
    cwd: variable(rehearsal, args[0] === "alembic" ? "REHEARSAL_MIGRATION_CHECKOUT" : "REHEARSAL_CHECKOUT"),
    env: { PATH: "/usr/bin:/bin", PYTHONDONTWRITEBYTECODE: "1", ...environment },
    timeout: 90_000,
  };
  try {
    const { stdout, stderr } = await promisify(execFile)(PYTHON, ["-m", ...args], options);
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const failure = z.looseObject({ code: z.number(), stdout: z.string(), stderr: z.string() }).parse(error);
    return { exitCode: failure.code, output: failure.stdout + failure.stderr };
  }
}

/** What a server says about its health. */
export async function healthOf(rehearsal: Rehearsal, name: "CANARY" | "LEGACY") {
  const { status, body } = await request(`${variable(rehearsal, `REHEARSAL_${name}_URL`)}/health`);
  return {
    status,
    ...z
      .object({ status: z.string(), version: z.string() })
      .transform((h) => ({ health: h.status, version: h.version }))
      .parse(JSON.parse(body)),
  };
}

/** A page or an answer of Grafana's, with the token. */
export const grafana = (rehearsal: Rehearsal, path: string) =>
  request(`${variable(rehearsal, "REHEARSAL_GRAFANA_URL")}${path}`, {
    headers: { authorization: `Bearer ${secret(rehearsal, "REHEARSAL_GRAFANA_TOKEN")}` },
  });

/** Posts to the preflight channel. */
export const postToSlack = (rehearsal: Rehearsal) =>
  post(
    `${variable(rehearsal, "REHEARSAL_SLACK_URL")}/api/chat.postMessage`,
    `Bearer ${secret(rehearsal, "REHEARSAL_SLACK_TOKEN")}`,
    { channel: variable(rehearsal, "REHEARSAL_SLACK_CHANNEL_ID"), text: "probe" },
  );

/** Upgrades the migration check's database. */
export const upgrade = (rehearsal: Rehearsal, revision: string) =>
  runInCheckout(rehearsal, ["alembic", "upgrade", revision], {
    PHASE4_DATABASE_URL: variable(rehearsal, "REHEARSAL_MIGRATION_DATABASE_URL"),
  });

const operations = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ tags: z.array(z.string()).optional() }))),
});

/** How many operations the API document has in the section "Phase 4". */
export async function phase4Operations(rehearsal: Rehearsal): Promise<number> {
  const { body } = await request(`${variable(rehearsal, "REHEARSAL_CANARY_URL")}/openapi.json`);
  const all = Object.values(operations.parse(JSON.parse(body)).paths).flatMap((methods) => Object.values(methods));
  return all.filter(({ tags }) => tags?.includes("Phase 4")).length;
}

/** Writes a marked line where the service writes its logs, and waits for it in the log store. */
export async function markedLine(rehearsal: Rehearsal) {
  const line = { "@timestamp": new Date().toISOString(), message: "marked-line", "http.request.id": "marked" };
  appendFileSync(variable(rehearsal, "REHEARSAL_CANARY_LOG_FILE"), `${JSON.stringify(line)}\n`);
  const { documents } = await eventually(
    () => searchLogs(rehearsal, { match_phrase: { message: "marked-line" } }),
    (found) => found.documents.length > 0,
  );
  return documents;
}

/** Runs tests in the checkout. */
export const pytest = (rehearsal: Rehearsal, tests: string) =>
  runInCheckout(rehearsal, ["pytest", "-q", "-p", "no:cacheprovider", tests]);

/** Sends PagerDuty an event. */
export const triggerPagerDuty = (rehearsal: Rehearsal) => {
  const event = {
    routing_key: secret(rehearsal, "REHEARSAL_PAGERDUTY_ROUTING_KEY"),
    event_action: "trigger",
    payload: { summary: "probe", source: "test", severity: "info" },
  };
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(event) };
  return request(`${variable(rehearsal, "REHEARSAL_PAGERDUTY_EVENTS_URL")}/v2/enqueue`, init);
};

const dashboard = z.object({
  dashboard: z.object({
    panels: z.array(z.object({ title: z.string(), targets: z.array(z.record(z.string(), z.unknown())) })),
  }),
});

const frames = z.object({
  results: z.record(
    z.string(),
    z.object({ frames: z.array(z.object({ data: z.object({ values: z.array(z.array(z.unknown())) }) })) }),
  ),
});

/** The titles of the dashboard's panels whose queries bring no point of data. */
export async function emptyPanels(rehearsal: Rehearsal): Promise<string[]> {
  const { body } = await grafana(rehearsal, "/api/dashboards/uid/phase4-canary");
  const { panels } = dashboard.parse(JSON.parse(body)).dashboard;
  const points = panels.map(async ({ targets: queries }) => {
    const asked = queries.map((query) => ({ ...query, intervalMs: 1000, maxDataPoints: 300 }));
    const url = `${variable(rehearsal, "REHEARSAL_GRAFANA_URL")}/api/ds/query`;
    const token = `Bearer ${secret(rehearsal, "REHEARSAL_GRAFANA_TOKEN")}`;
    const answer = await post(url, token, { from: "now-5m", to: "now", queries: asked });
    const all = Object.values(frames.parse(answer.json).results).flatMap((result) => result.frames);
    return all.reduce((sum, frame) => sum + (frame.data.values[0]?.length ?? 0), 0);
  });
  const counts = await Promise.all(points);
  return panels.filter((_, index) => counts[index] === 0).map(({ title }) => title);
}
