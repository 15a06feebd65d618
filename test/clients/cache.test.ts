import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createCache, type CacheOptions } from "../../support/clients/cache";
import { findFreePort } from "../../support/clients/process/free-port";
import { startProgram, type StartedProgram } from "./started-program";
import { startTcpServer } from "./tcp-server";
import { createTestContext } from "./test-context";

const PASSWORD = "correct-horse-battery";

function optionsFor(port: number, about: Partial<CacheOptions> = {}): CacheOptions {
  return {
    url: `redis://127.0.0.1:${port}/0`,
    password: PASSWORD,
    tls: { isInsecure: false },
    protocol: 2,
    timeoutMs: 300,
    deadlineMs: 3_000,
    mayWriteMarker: true,
    ...about,
  };
}

/** What the server says to some lines of its protocol, on a connection of its own. */
async function say(port: number, ...lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write([...lines, "QUIT", ""].join("\r\n")));
    socket.once("error", reject);
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.once("close", () => resolve(answer));
  });
}

async function startRedis(folder: string, port: number, ...more: readonly string[]): Promise<StartedProgram> {
  const run = ["redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder, ...more];
  return startProgram(run, async () => (await say(port, "PING")).length > 0);
}

describe("The cache server", () => {
  let folder = "";
  const started: StartedProgram[] = [];
  const redis = async (...more: readonly string[]): Promise<number> => {
    const port = await findFreePort();
    started.push(await startRedis(folder, port, ...more));
    return port;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "cache-test-"));
  });
  after(async () => {
    await Promise.all(started.map((program) => program.stop()));
    await rm(folder, { recursive: true });
  });

  for (const protocol of [2, 3] as const) {
    test(`a healthy server answers PONG and takes a marker (RESP ${protocol})`, async () => {
      const port = await redis("--requirepass", PASSWORD);
      const { context, declaredUndos, playUndos, evidenceText } = createTestContext({ runId: "r1", checkId: "D3-T6" });
      const state = await createCache(optionsFor(port, { protocol }), context).askReadiness();
      assert.ok(state.kind === "answered");
      const { latencyMs, ...facts } = state;
      assert.deepEqual(facts, {
        kind: "answered",
        where: `redis://127.0.0.1:${port}/0`,
        ping: "PONG",
        role: "master",
        isLoading: false,
        marker: "done",
      });
      assert.ok(latencyMs >= 0 && latencyMs < 300);
      assert.deepEqual(declaredUndos, ["delete the marker canary-runbook:marker:r1:D3-T6 from the cache server"]);
      assert.deepEqual(await playUndos(), []);
      const evidence = evidenceText("commands and answers");
      assert.match(evidence, /"PING"/);
      assert.ok(!evidence.includes(PASSWORD));
      assert.match(await say(port, `AUTH ${PASSWORD}`, "DBSIZE"), /:0\r\n/);
    });
  }

  test("where no marker may be written, none is, and the reading says so", async () => {
    const port = await redis("--requirepass", PASSWORD);
    const { context, declaredUndos } = createTestContext();
    const state = await createCache(optionsFor(port, { mayWriteMarker: false }), context).askReadiness();
    assert.ok(state.kind === "answered");
    assert.deepEqual(state.marker, { problem: "not tried: the environment does not permit it" });
    assert.deepEqual(declaredUndos, []);
  });

  test("redis-down: nothing listens", async () => {
    const port = await findFreePort();
    const { context } = createTestContext();
    const state = await createCache(optionsFor(port), context).askReadiness();
    assert.deepEqual(state, { kind: "no-answer", where: `redis://127.0.0.1:${port}/0`, why: "connection refused" });
  });

  test("a server that takes the connection and stays silent is asked twice", async (t) => {
    const server = await startTcpServer(() => undefined);
    t.after(() => server.stop());
    const { context } = createTestContext();
    const startedAt = performance.now();
    const state = await createCache(optionsFor(server.port), context).askReadiness();
    assert.deepEqual(state, {
      kind: "no-answer",
      where: `redis://127.0.0.1:${server.port}/0`,
      why: "no answer within 300 ms",
    });
    assert.equal(server.connections(), 2);
    assert.ok(performance.now() - startedAt < 2_000);
  });

  test("a server that cuts the connection off is asked twice", async (t) => {
    const server = await startTcpServer((socket) => socket.destroy());
    t.after(() => server.stop());
    const { context } = createTestContext();
    const state = await createCache(optionsFor(server.port), context).askReadiness();
    assert.ok(state.kind === "no-answer");
    assert.equal(state.why, "the connection was cut off");
    assert.equal(server.connections(), 2);
  });

  test("redis-loading: PING is answered with LOADING", async () => {
    const port = await redis("--requirepass", PASSWORD, "--dbfilename", "slow.rdb", "--enable-debug-command", "local");
    await say(port, `AUTH ${PASSWORD}`, "DEBUG POPULATE 20000 k 10", "SAVE");
    await started.at(-1)?.stop();
    const slowly = ["--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024"];
    started.push(await startRedis(folder, port, "--dbfilename", "slow.rdb", "--requirepass", PASSWORD, ...slowly));
    const { context, declaredUndos } = createTestContext();
    const state = await createCache(optionsFor(port, { timeoutMs: 1_500, deadlineMs: 8_000 }), context).askReadiness();
    assert.ok(state.kind === "answered");
    const { latencyMs: _latencyMs, where: _where, ...facts } = state;
    assert.deepEqual(facts, {
      kind: "answered",
      ping: "LOADING",
      role: "master",
      isLoading: true,
      marker: { problem: 'not tried: PING was answered with "LOADING Redis is loading the dataset in memory"' },
    });
    assert.deepEqual(declaredUndos, []);
  });

  test("redis-read-only: a replica refuses the marker", async () => {
    const port = await redis("--requirepass", PASSWORD, "--replicaof", "127.0.0.1", "1");
    const { context, playUndos } = createTestContext();
    const state = await createCache(optionsFor(port), context).askReadiness();
    assert.ok(state.kind === "answered");
    assert.equal(state.ping, "PONG");
    assert.equal(state.role, "replica");
    assert.deepEqual(state.marker, { problem: "READONLY You can't write against a read only replica." });
    assert.equal((await playUndos()).length, 1);
  });

  test("wrong and missing credentials are the server's own words", async () => {
    const port = await redis("--requirepass", PASSWORD);
    const { context } = createTestContext();
    const wrong = await createCache(optionsFor(port, { password: "not-the-password" }), context).askReadiness();
    const missing = await createCache(optionsFor(port, { password: undefined }), context).askReadiness();
    assert.ok(wrong.kind === "answered" && missing.kind === "answered");
    assert.equal(wrong.ping, "WRONGPASS");
    assert.equal(missing.ping, "NOAUTH");
    assert.equal(missing.role, null);
    assert.equal(missing.isLoading, null);
  });

  test("a marker that was not deleted is deleted by its undo", async () => {
    const port = await redis("--requirepass", PASSWORD, "--rename-command", "GET", "GOT");
    const { context, playUndos } = createTestContext({ runId: "r2", checkId: "D3-T6" });
    const state = await createCache(optionsFor(port), context).askReadiness();
    assert.ok(state.kind === "answered" && state.marker !== "done");
    assert.match(state.marker.problem, /unknown command/);
    assert.deepEqual(await playUndos(), []);
    assert.match(await say(port, `AUTH ${PASSWORD}`, "EXISTS canary-runbook:marker:r2:D3-T6"), /:0\r\n/);
  });

  test("an interruption ends the waiting", async (t) => {
    const server = await startTcpServer(() => undefined);
    t.after(() => server.stop());
    const { context, interrupt } = createTestContext();
    const reading = createCache(
      optionsFor(server.port, { timeoutMs: 5_000, deadlineMs: 9_000 }),
      context,
    ).askReadiness();
    await sleep(50);
    interrupt();
    await assert.rejects(reading, { name: "InconclusiveError", reason: "not-executed" });
  });
});
