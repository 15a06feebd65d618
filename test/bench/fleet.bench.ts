import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { z } from "zod";
import { createServers } from "../../support/clients/servers";
import { createTestContext } from "../clients/test-context";

/**
 * What 10,000 health checks cost in CPU, ours against a bare undici Pool that reads the same four things out of each
 * answer (status, content type, JSON, version). Rounds alternate within one process, so both have the same machine,
 * and the ratio of the medians is the figure; the server is another process and not counted. Ours includes its inventory,
 * deadlines, limits and table of evidence, which is kept in memory here: writing and redacting it is not counted.
 * Run: node --require ts-node/register test/bench/fleet.bench.ts
 */
const SERVERS = 10_000;
const CONNECTIONS = 50;
const WARM_UPS = 2;
const ROUNDS = 9;
const LONGEST_MS = 180_000;
const GOAL = 1.5;

interface Cost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

async function main(): Promise<void> {
  const server = fork(join(__dirname, "fleet-server.ts"), { execArgv: ["--require", "ts-node/register"] });
  try {
    const origin = `http://127.0.0.1:${await portOf(server)}`;
    const urls = Array.from({ length: SERVERS }, (_, n) => `${origin}/svc/${n}`);
    const ours: Cost[] = [];
    const bare: Cost[] = [];
    const startedAt = performance.now();
    for (let round = -WARM_UPS; round < ROUNDS && performance.now() - startedAt < LONGEST_MS; round += 1) {
      const isOursFirst = round % 2 === 0;
      const first = await costOf(isOursFirst ? () => askOurs(urls) : () => askBare(origin, urls));
      const second = await costOf(isOursFirst ? () => askBare(origin, urls) : () => askOurs(urls));
      if (round < 0) continue;
      (isOursFirst ? ours : bare).push(first);
      (isOursFirst ? bare : ours).push(second);
    }
    report(ours, bare);
  } finally {
    server.kill();
  }
}

async function askOurs(urls: readonly string[]): Promise<number> {
  const options = {
    inventory: { kind: "list", servers: urls.map((url) => ({ url })) },
    health: {
      path: "/health",
      statusPointer: "/status",
      versionPointer: "/version",
      versions: ["2.0.0"],
      okStatus: "ok",
    },
    connection: {
      system: "the servers",
      auth: { kind: "none" },
      headers: {},
      tls: { isInsecure: false },
      timeoutMs: 5_000,
      deadlineMs: 30_000,
      retries: 0,
      pollMs: 1_000,
      maxBodyBytes: 1_048_576,
    },
    concurrency: CONNECTIONS,
  } as const;
  const health = await createServers(options, createTestContext().context).askAllHealth();
  return health.filter(
    ({ answer }) =>
      answer.kind === "answered" &&
      answer.httpStatus === 200 &&
      answer.contentType === "application/json" &&
      answer.status === "ok" &&
      answer.version === "2.0.0",
  ).length;
}

async function askBare(origin: string, urls: readonly string[]): Promise<number> {
  const pool = new Pool(origin, { connections: CONNECTIONS });
  let next = 0;
  let healthy = 0;
  const worker = async (): Promise<void> => {
    while (next < urls.length) {
      const path = `/svc/${next++}/health`;
      const { statusCode, headers, body } = await pool.request({ path, method: "GET" });
      const document: unknown = await body.json();
      const isHealthy = isHealth(document) && document.status === "ok" && document.version === "2.0.0";
      if (statusCode === 200 && headers["content-type"] === "application/json" && isHealthy) healthy += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  await pool.close();
  return healthy;
}

function isHealth(value: unknown): value is { readonly status: unknown; readonly version: unknown } {
  return typeof value === "object" && value !== null && "status" in value && "version" in value;
}

async function costOf(ask: () => Promise<number>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const healthy = await ask();
  const { user, system } = process.cpuUsage(cpu);
  assert.equal(healthy, SERVERS, "every server is healthy");
  return { cpuSeconds: (user + system) / 1e6, wallSeconds: (performance.now() - start) / 1_000 };
}

function report(ours: readonly Cost[], bare: readonly Cost[]): void {
  const ratio = median(ours.map(cpuOf)) / median(bare.map(cpuOf));
  const { version } = process;
  console.log(
    [
      `${SERVERS.toLocaleString("en-US")} distinct health URLs of one node:http server in a process of its own, loopback, ` +
        `keep-alive, ${CONNECTIONS} connections; Node ${version}, ${cpus().length} CPUs; ${ours.length} rounds each, alternating`,
      `bare undici Pool: ${line(bare)}`,
      `ours:             ${line(ours)}`,
      `CPU, ours ÷ bare: ${ratio.toFixed(2)} (goal: at most ${GOAL})`,
    ].join("\n"),
  );
  if (!(ratio <= GOAL)) process.exitCode = 1;
}

function line(costs: readonly Cost[]): string {
  const cpu = costs.map(cpuOf);
  const wall = costs.map(({ wallSeconds }) => wallSeconds);
  const range = `[${Math.min(...cpu).toFixed(2)}–${Math.max(...cpu).toFixed(2)}]`;
  return `${median(cpu).toFixed(2)} s CPU ${range}, ${median(wall).toFixed(2)} s wall`;
}

function cpuOf({ cpuSeconds }: Cost): number {
  return cpuSeconds;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

async function portOf(server: ChildProcess): Promise<number> {
  const message = await new Promise((resolve, reject) => {
    server.once("message", resolve);
    server.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return z.object({ port: z.number() }).parse(message).port;
}

void main();
