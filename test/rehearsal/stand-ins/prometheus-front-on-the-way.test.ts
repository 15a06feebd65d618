import assert from "node:assert/strict";
import type { RequestListener, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startPrometheusFront } from "../../../rehearsal/stand-ins/prometheus-front";
import type { FrontManner } from "../../../rehearsal/stand-ins/prometheus-front/manner";
import { closedPort, serve } from "../../clients/transport/local-servers";
import { ask, at } from "./ask";

/** The front before a server of the test. */
async function frontBefore(t: TestContext, manner: FrontManner, handler: RequestListener): Promise<string> {
  const server = await serve(t, handler);
  const front = await startPrometheusFront({ manner, prometheusUrl: server.url }, () => undefined);
  t.after(() => front.stop());
  return front.url;
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));
}

const LOST = "127.0.0.1:10901: rpc error: code = Unavailable desc = connection refused";

const LISTS: Record<string, readonly [string, unknown, unknown, string]> = {
  "two targets": [
    "targets?partial_response=false",
    { activeTargets: [{ health: "up" }, { health: "down" }], droppedTargets: [] },
    { activeTargets: [{ health: "up" }], droppedTargets: [] },
    `fetching targets from ${LOST}`,
  ],
  "two groups of rules": [
    "rules?type=alert&partial_response=false",
    { groups: [{ name: "a" }, { name: "b" }] },
    { groups: [{ name: "a" }] },
    `fetching rules from ${LOST}`,
  ],
  "one group of rules": [
    "rules",
    { groups: [{ name: "a" }] },
    { groups: [{ name: "a" }] },
    `fetching rules from ${LOST}`,
  ],
};
for (const [sentence, [path, data, left, warning]] of Object.entries(LISTS)) {
  test(`partial: of ${sentence} one store's are left, whatever is said of partial responses`, async (t) => {
    const url = await frontBefore(t, "partial", (_request, response) =>
      sendJson(response, { status: "success", data }),
    );
    const { status, json } = await ask(`${url}/api/v1/${path}`);
    assert.deepEqual([status, json], [200, { status: "success", data: left, warnings: [warning] }]);
  });
  test(`warns: ${sentence} come as they are`, async (t) => {
    const url = await frontBefore(t, "warns", (_request, response) => sendJson(response, { status: "success", data }));
    assert.deepEqual((await ask(`${url}/api/v1/${path}`)).json, { status: "success", data });
  });
}

test("a warning that is there already is kept before the front's own", async (t) => {
  const url = await frontBefore(t, "warns", (_request, response) =>
    sendJson(response, { status: "success", data: {}, warnings: ["first"], infos: ["remark"] }),
  );
  const { json } = await ask(`${url}/api/v1/query?query=up`);
  assert.equal(at(json, "warnings.0"), "first");
  assert.equal(at(json, "warnings.length"), 2);
  assert.deepEqual(at(json, "infos"), ["remark"]);
});

test("the server behind sees the same request, and no offer to compress", async (t) => {
  const seen: unknown[] = [];
  const url = await frontBefore(t, "warns", (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { authorization, "accept-encoding": encoding, "content-type": type } = request.headers;
      seen.push([request.method, request.url, authorization, encoding, type, Buffer.concat(chunks).toString()]);
      sendJson(response, { status: "success", data: {} });
    });
  });
  const headers = { authorization: "Bearer x", "accept-encoding": "gzip" };
  await ask(`${url}/api/v1/query?stats=all`, { headers, form: { query: 'up{job="ü"}' } });
  const form = "query=up%7Bjob%3D%22%C3%BC%22%7D";
  const type = "application/x-www-form-urlencoded";
  assert.deepEqual(seen, [["POST", "/api/v1/query?stats=all", "Bearer x", undefined, type, form]]);
});

test("bytes that are no text pass unchanged, with their headers", async (t) => {
  const bytes = gzipSync(Buffer.from([0, 255, 128, 10]));
  const url = await frontBefore(t, "partial", (_request, response) =>
    response.writeHead(203, { "content-type": "image/png", "x-own": "1" }).end(bytes),
  );
  const response = await fetch(`${url}/favicon.png`);
  assert.deepEqual([response.status, response.headers.get("x-own")], [203, "1"]);
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
});

test("a Prometheus that does not run: 502, as by a proxy", async (t) => {
  const prometheusUrl = `http://127.0.0.1:${await closedPort()}`;
  const front = await startPrometheusFront({ manner: "partial", prometheusUrl }, () => undefined);
  t.after(() => front.stop());
  const { status, text } = await ask(`${front.url}/api/v1/query?query=up`);
  assert.equal(status, 502);
  assert.match(text, /^Bad Gateway: connect ECONNREFUSED 127\.0\.0\.1:\d+\n$/);
});

test("an answer that breaks off is no answer: 502", async (t) => {
  const url = await frontBefore(t, "warns", (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write('{"status":');
    setTimeout(() => response.destroy(), 20);
  });
  assert.equal((await ask(`${url}/api/v1/query?query=up`)).status, 502);
});

test("who leaves is not asked for any longer; the front stops with a question under way", async (t) => {
  const open = new Set<ServerResponse>();
  const server = await serve(t, (_request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  const front = await startPrometheusFront({ manner: "warns", prometheusUrl: server.url }, () => undefined);
  const leave = new AbortController();
  const left = assert.rejects(fetch(`${front.url}/api/v1/query?query=up`, { signal: leave.signal }));
  while (open.size === 0) await sleep(5);
  leave.abort();
  await left;
  while (open.size > 0) await sleep(5);
  const cut = assert.rejects(fetch(`${front.url}/api/v1/query?query=up`));
  while (open.size === 0) await sleep(5);
  await front.stop();
  await front.stop();
  await cut;
  while (open.size > 0) await sleep(5);
  await assert.rejects(fetch(front.url));
});
