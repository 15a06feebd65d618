import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { createServers } from "../../support/clients/servers";
import { askHealth, serversOptions, settled } from "./servers/asking";
import { createTestContext } from "./test-context";
import { HOSTILE_ANSWERS } from "./transport/hostile-answers";
import { closedPort, serve, serveRaw } from "./transport/local-servers";

const OK = '{"status":"ok","build":{"version":"2.0.0"}}';
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

describe("the answer of a server", () => {
  test("is read: status, content type, status word and version, each with its latency", async (t) => {
    const server = await serve(t, (request, response) => {
      assert.equal(request.url, "/base/health");
      setTimeout(() => response.writeHead(200, JSON_TYPE).end(OK), 30);
    });
    const [health] = await askHealth([`${server.url}/base`]);
    assert.deepEqual(health?.answer, {
      kind: "answered",
      httpStatus: 200,
      contentType: "application/json",
      status: "ok",
      version: "2.0.0",
    });
    assert.equal(health.name, `127.0.0.1:${server.port}`);
    assert.equal(health.url, `${server.url}/base/health`);
    assert.deepEqual(health.expectedVersions, ["2.0.0"]);
    assert.ok(health.latencyMs >= 29 && health.latencyMs < 1_000, `${health.latencyMs} ms`);
  });

  const answers: readonly {
    readonly name: string;
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body: string | Buffer;
    readonly read: { httpStatus: number; contentType: string; status: string | null; version: string | null };
  }[] = [
    {
      name: "a 200 that says degraded",
      status: 200,
      headers: JSON_TYPE,
      body: '{"status":"degraded","build":{"version":"2.0.0"}}',
      read: { httpStatus: 200, contentType: "application/json", status: "degraded", version: "2.0.0" },
    },
    {
      name: "a 503 with its reason",
      status: 503,
      headers: JSON_TYPE,
      body: '{"status":"down","build":{"version":"1.9.4"}}',
      read: { httpStatus: 503, contentType: "application/json", status: "down", version: "1.9.4" },
    },
    {
      name: "a 200 with a page",
      status: 200,
      headers: { "content-type": "text/html" },
      body: OK,
      read: { httpStatus: 200, contentType: "text/html", status: null, version: null },
    },
    {
      name: "JSON that is cut short",
      status: 200,
      headers: JSON_TYPE,
      body: '{"status":"ok","build":',
      read: { httpStatus: 200, contentType: "application/json", status: null, version: null },
    },
    {
      name: "JSON without the words",
      status: 200,
      headers: JSON_TYPE,
      body: '{"status":{"ok":true},"build":[]}',
      read: { httpStatus: 200, contentType: "application/json", status: null, version: null },
    },
    {
      name: "a redirect, which is not followed",
      status: 302,
      headers: { location: "/login" },
      body: "",
      read: { httpStatus: 302, contentType: "", status: null, version: null },
    },
    {
      name: "an answer that is compressed without having been asked to be",
      status: 200,
      headers: { ...JSON_TYPE, "content-encoding": "gzip" },
      body: gzipSync(OK),
      read: { httpStatus: 200, contentType: "application/json", status: "ok", version: "2.0.0" },
    },
  ];
  for (const { name, status, headers, body, read } of answers) {
    test(name, async (t) => {
      const server = await serve(t, (_request, response) => response.writeHead(status, headers).end(body));
      const [health] = await askHealth([server.url]);
      assert.deepEqual(health?.answer, { kind: "answered", ...read });
    });
  }
});

describe("a server that gives no answer", () => {
  test("is asked once more, and named with the reason", async (t) => {
    let asked = 0;
    const hanging = await serve(t, () => (asked += 1));
    const healthy = await serve(t, (_request, response) => response.writeHead(200, JSON_TYPE).end(OK));
    const port = await closedPort();
    const health = await askHealth([hanging.url, healthy.url, `http://127.0.0.1:${port}`], { timeoutMs: 300 });
    assert.deepEqual(
      health.map(({ name, answer }) => [name, answer.kind === "answered" ? answer.status : answer.why]),
      [
        [`127.0.0.1:${hanging.port}`, "no complete answer within 300 ms"],
        [`127.0.0.1:${healthy.port}`, "ok"],
        [`127.0.0.1:${port}`, `connection refused by 127.0.0.1:${port}`],
      ],
    );
    const causes = health.map(({ answer }) => (answer.kind === "answered" ? null : answer.cause));
    assert.deepEqual(causes, ["timed-out", null, "unreachable"]);
    assert.equal(asked, 2);
  });

  test("counts with its second answer", async (t) => {
    let asked = 0;
    const server = await serve(t, (request, response) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else response.writeHead(200, JSON_TYPE).end(OK);
    });
    const [health] = await askHealth([server.url]);
    assert.equal(health?.answer.kind, "answered");
    assert.equal(asked, 2);
  });

  test("does not hold the others beyond the deadline of all; those not asked are named", async (t) => {
    const hanging = await serve(t, () => undefined);
    const urls = Array.from({ length: 30 }, (_, n) => `${hanging.url}/${n}`);
    const start = performance.now();
    const health = await askHealth(urls, { timeoutMs: 400, deadlineMs: 600 }, { concurrency: 10 });
    const took = performance.now() - start;
    assert.ok(took < 1_500, `took ${took} ms`);
    const reasons = health.map(({ answer }) => (answer.kind === "no-answer" ? answer.why : "answered"));
    assert.equal(health.length, 30);
    assert.equal(reasons[0], "no complete answer within 400 ms");
    assert.equal(reasons[15], "no complete answer: the 600 ms for all servers were over");
    assert.equal(reasons[29], "not asked: the 600 ms for all servers were over");
    await settled();
    assert.equal(hanging.openConnections(), 0);
  });

  test("is no longer waited for when the check ends", async (t) => {
    const hanging = await serve(t, () => undefined);
    const check = createTestContext();
    setTimeout(() => check.interrupt(), 100);
    const [health] = await createServers(serversOptions([hanging.url]), check.context).askAllHealth();
    assert.deepEqual(health?.answer, {
      kind: "no-answer",
      cause: "timed-out",
      why: "no complete answer: the check was ended before",
    });
    assert.ok(health.latencyMs < 1_000);
  });

  for (const { name, answer, cause, poolCause = cause } of HOSTILE_ANSWERS) {
    test(`${name} is no answer`, async (t) => {
      const isSlowToMake = name.endsWith("bomb");
      const server = await serveRaw(t, answer);
      const peakBefore = process.resourceUsage().maxRSS;
      const start = performance.now();
      const [health] = await askHealth([server.url], isSlowToMake ? {} : { timeoutMs: 300 });
      assert.equal(health?.answer.kind, "no-answer");
      assert.equal(health.answer.cause, poolCause);
      assert.ok(performance.now() - start < (isSlowToMake ? 10_000 : 2_000));
      assert.ok(process.resourceUsage().maxRSS - peakBefore < 100 * 1_024);
      await settled();
      assert.equal(server.openConnections(), 0);
    });
  }
});
