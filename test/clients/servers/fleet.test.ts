import assert from "node:assert/strict";
import { createServer as createHttpsServer } from "node:https";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import { createServers } from "../../../support/clients/servers";
import { createTestContext } from "../test-context";
import { makeCertificate, type Certificate } from "../transport/certificates";
import { proxyTo } from "../transport/local-proxy";
import { closedPort, listen, serve, type LocalServer } from "../transport/local-servers";
import { askHealth, serversOptions, settled } from "./asking";

const OK = '{"status":"ok","build":{"version":"2.0.0"}}';
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

describe("how a fleet is asked", () => {
  let certificate: Certificate;
  before(async () => {
    certificate = await makeCertificate();
  });
  after(() => certificate.remove());

  test("many paths of one origin over few connections, in the order of the inventory", async (t) => {
    const server = await serve(t, (request, response) =>
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ status: request.url })),
    );
    const urls = Array.from({ length: 1_000 }, (_, n) => `${server.url}/${n}`);
    const health = await askHealth(urls, {}, { concurrency: 20 });
    assert.deepEqual(
      health.map(({ answer }) => (answer.kind === "answered" ? answer.status : null)),
      urls.map((_, n) => `/${n}/health`),
    );
    assert.ok(server.connections() <= 20, `${server.connections()} connections`);
  });

  test("never more at once than said, over many origins, and none is left open", async (t) => {
    let underWay = 0;
    let most = 0;
    let mostOpen = 0;
    const openConnections = (): number => servers.reduce((sum, server) => sum + server.openConnections(), 0);
    const servers: readonly LocalServer[] = await Promise.all(
      Array.from({ length: 120 }, () =>
        serve(t, (_request, response) => {
          most = Math.max(most, (underWay += 1));
          mostOpen = Math.max(mostOpen, openConnections());
          setTimeout(() => {
            underWay -= 1;
            response.writeHead(200, JSON_TYPE).end(OK);
          }, 5);
        }),
      ),
    );
    const health = await askHealth(
      servers.map(({ url }) => url),
      {},
      { concurrency: 15 },
    );
    assert.ok(health.every(({ answer }) => answer.kind === "answered" && answer.status === "ok"));
    assert.ok(most > 1 && most <= 15, `${most} at once`);
    assert.ok(mostOpen <= 45, `${mostOpen} connections`);
    await settled();
    assert.equal(openConnections(), 0);
  });

  test("with the connection's headers and credentials", async (t) => {
    const server = await serve(t, (request, response) => {
      const { authorization, accept, "x-team": team } = request.headers;
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ status: `${authorization} ${accept} ${String(team)}` }));
    });
    const about = {
      auth: { kind: "bearer", token: "t0ken" },
      headers: { Accept: "text/json", "X-Team": "a" },
    } as const;
    const [health] = await askHealth([server.url], about);
    assert.equal(health?.answer.kind === "answered" && health.answer.status, "Bearer t0ken text/json a");
  });

  test("over TLS with an own authority", async (t) => {
    const { cert, key, certFile } = certificate;
    const server = createHttpsServer({ cert, key }, (_request, response) => response.writeHead(200, JSON_TYPE).end(OK));
    const { url, port } = await listen(t, server, "https");
    const [trusted] = await askHealth([url], { tls: { isInsecure: false, caFile: certFile } });
    assert.equal(trusted?.answer.kind, "answered");
    const [untrusted] = await askHealth([url]);
    assert.deepEqual(untrusted?.answer, {
      kind: "no-answer",
      cause: "unreachable",
      why: `the certificate of 127.0.0.1:${port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    });
  });

  test("by the name that the inventory gives, where the address is a number", async (t) => {
    const { cert, key, certFile } = certificate;
    const server = createHttpsServer({ cert, key }, (request, response) =>
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ status: request.headers.host })),
    );
    const { port } = await listen(t, server, "https");
    const list = [{ url: `https://127.0.0.1:${port}`, host: "system.test" }];
    const [known] = await askHealth(list, { tls: { isInsecure: false, caFile: certFile } });
    assert.equal(known?.answer.kind === "answered" && known.answer.status, "system.test");
    const [other] = await askHealth([{ url: `https://127.0.0.1:${port}`, host: "other.test" }], {
      tls: { isInsecure: false, caFile: certFile },
    });
    assert.equal(other?.answer.kind, "no-answer");
  });

  test("through an explicit proxy", async (t) => {
    const server = await serve(t, (_request, response) => response.writeHead(200, JSON_TYPE).end(OK));
    const { server: proxy, asked } = await proxyTo(t, server.port);
    const health = await askHealth(["http://web-01.test", "http://web-02.test:8080"], { proxy: proxy.url });
    assert.ok(health.every(({ answer }) => answer.kind === "answered" && answer.status === "ok"));
    assert.deepEqual([...asked].sort(), ["GET http://web-01.test/health ", "GET http://web-02.test:8080/health "]);
  });

  test("through the proxy that the process's variables name, but never to loopback", async (t) => {
    const server = await serve(t, (_request, response) => response.writeHead(200, JSON_TYPE).end(OK));
    const { server: proxy, asked } = await proxyTo(t, server.port);
    const earlier = { ...process.env };
    t.after(() => {
      process.env = earlier;
    });
    for (const name of ["http_proxy", "https_proxy", "no_proxy"]) {
      delete process.env[name];
      delete process.env[name.toUpperCase()];
    }
    process.env["HTTP_PROXY"] = proxy.url;
    const health = await askHealth(["http://web-01.test", server.url]);
    assert.deepEqual(
      health.map(({ answer }) => answer.kind),
      ["answered", "answered"],
    );
    assert.equal(asked.length, 1);
    const ruledOut = await askHealth(["http://web-01.invalid"], { proxy: "none" });
    assert.equal(ruledOut[0]?.answer.kind, "no-answer");
    assert.equal(asked.length, 1);
  });

  test("one table is the evidence of all; the text is kept of answers that are not as expected", async (t) => {
    const server = await serve(t, (request, response) =>
      response
        .writeHead(200, JSON_TYPE)
        .end(request.url === "/a/health" ? OK : '{"status":"degraded","because":"no database"}'),
    );
    const check = createTestContext();
    const port = await closedPort();
    await createServers(
      serversOptions([`${server.url}/a`, `${server.url}/b`, `http://127.0.0.1:${port}`]),
      check.context,
    ).askAllHealth();
    assert.equal(check.evidence.length, 1);
    const text = check.evidenceText("Servers: health of 3 servers");
    const row = z.object({ name: z.string(), latencyMs: z.number(), kind: z.string(), text: z.string().optional() });
    const table = z.object({ count: z.literal(3), servers: z.array(row) }).parse(JSON.parse(text));
    assert.deepEqual(
      table.servers.map((one) => [one.kind, one.text]),
      [
        ["answered", undefined],
        ["answered", '{"status":"degraded","because":"no database"}'],
        ["no-answer", undefined],
      ],
    );
    assert.equal(text.split("\n").filter((line) => line.includes('"latencyMs"')).length, 3);
  });
});
