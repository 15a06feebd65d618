import assert from "node:assert/strict";
import { createServer as createHttpsServer } from "node:https";
import { TLSSocket } from "node:tls";
import { after, before, describe, test, type TestContext } from "node:test";
import type { Connection } from "../../../support/clients/transport/connection";
import { closeTransports, createHttpTransport } from "../../../support/clients/transport/create-http-transport";
import type { Reply } from "../../../support/clients/transport/exchange";
import { InconclusiveError } from "../../../support/errors";
import { createTestContext } from "../test-context";
import { makeCertificate, type Certificate } from "./certificates";
import { proxyTo } from "./local-proxy";
import { connectionTo, listen, serve, serveRaw, type LocalServer } from "./local-servers";

let certificate: Certificate;

before(async () => {
  certificate = await makeCertificate();
});
after(async () => {
  closeTransports();
  await certificate.remove();
});

describe("TLS", () => {
  test("an unknown authority is refused, and the way out is named", async (t) => {
    const server = await serveTls(t);
    const reply = await ask(connectionTo(server.url));
    assert.equal(reply.kind, "no-answer");
    assert.equal(reply.cause, "unreachable");
    assert.equal(reply.why, `the certificate of 127.0.0.1:${server.port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`);
    assert.equal(
      reply.problem.fix,
      "Set tls.caFile or tls.serverName of Prometheus in the environment file, or renew the certificate.",
    );
  });

  test("an own authority is trusted where it is named", async (t) => {
    const server = await serveTls(t);
    const reply = await ask(connectionTo(server.url, { tls: { isInsecure: false, caFile: certificate.certFile } }));
    assert.equal(bodyOf(reply), "hello 127.0.0.1");
  });

  test("a name of its own is held against the certificate", async (t) => {
    const server = await serveTls(t);
    const tls = { isInsecure: false, caFile: certificate.certFile };
    assert.equal(
      bodyOf(await ask(connectionTo(server.url, { tls: { ...tls, serverName: "system.test" } }))),
      "hello 127.0.0.1",
    );
    const other = await ask(connectionTo(server.url, { tls: { ...tls, serverName: "other.test" } }));
    assert.equal(other.kind, "no-answer");
    assert.match(other.why, /is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)$/);
  });

  test("any certificate is accepted only where the environment says so", async (t) => {
    const server = await serveTls(t);
    assert.equal(bodyOf(await ask(connectionTo(server.url, { tls: { isInsecure: true } }))), "hello 127.0.0.1");
  });

  test("a client certificate is shown to a server that demands it", async (t) => {
    const options = { cert: certificate.cert, key: certificate.key, ca: certificate.cert, requestCert: true };
    const server = createHttpsServer(options, (request, response) => {
      assert.ok(request.socket instanceof TLSSocket);
      const { subject } = request.socket.getPeerCertificate();
      response.end(`hello ${String(subject.CN)}`);
    });
    const { url } = await listen(t, server, "https");
    const { certFile, keyFile } = certificate;
    const tls = { isInsecure: false, caFile: certFile, certFile, keyFile };
    assert.equal(bodyOf(await ask(connectionTo(url, { tls }))), "hello system.test");
    const without = await ask(connectionTo(url, { tls: { isInsecure: false, caFile: certFile } }));
    assert.equal(without.kind, "no-answer");
  });

  test("HTTP on a port for TLS", async (t) => {
    const server = await serveRaw(t, (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const reply = await ask(connectionTo(`https://127.0.0.1:${server.port}`));
    assert.equal(reply.kind, "no-answer");
    assert.match(reply.why, /^no TLS connection with 127\.0\.0\.1:\d+ \((EPROTO|ERR_SSL_\w+)\)$/);
    assert.equal(reply.problem.why, "Probably it does not speak TLS on this port, or demands a client certificate.");
  });

  test("a TLS file that is not there is named", async () => {
    const error = await ask(
      connectionTo("https://127.0.0.1:1", { tls: { isInsecure: false, caFile: "/no/ca.pem" } }),
    ).then(
      () => assert.fail("It was asked."),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof InconclusiveError);
    assert.equal(error.reason, "not-executed");
    assert.equal(
      error.message,
      "Prometheus could not be asked: the TLS file /no/ca.pem cannot be read.\n" +
        "Where: tls.caFile of Prometheus in the environment file\n" +
        "Why: The file does not exist, or this account may not read it.\n" +
        "Fix: Put the PEM file there, or correct tls.caFile.",
    );
  });
});

describe("proxies", () => {
  test("an explicit one is asked with its credentials, for http and https", async (t) => {
    const plain = await serve(t, (request, response) => response.end(`plain ${request.url}`));
    const viaPlain = await proxyTo(t, plain.port);
    const proxy = viaPlain.server.url.replace("//", "//robot:p%40ss@");
    assert.equal(bodyOf(await ask(connectionTo("http://system.test:8080", { proxy }))), "plain /health");
    assert.deepEqual(viaPlain.asked, [
      `GET http://system.test:8080/health Basic ${Buffer.from("robot:p@ss").toString("base64")}`,
    ]);

    const secure = await serveTls(t);
    const viaSecure = await proxyTo(t, secure.port);
    const tls = { isInsecure: false, caFile: certificate.certFile };
    const reply = await ask(connectionTo("https://system.test", { proxy: viaSecure.server.url, tls }));
    assert.equal(bodyOf(reply), "hello system.test");
    assert.deepEqual(viaSecure.asked, ["CONNECT system.test:443 "]);
  });

  test("the process's variables are followed, but never for loopback or where proxies are ruled out", async (t) => {
    const server = await serve(t, (request, response) => response.end(`plain ${request.url}`));
    const { server: proxyServer, asked } = await proxyTo(t, server.port);
    const earlier = { ...process.env };
    t.after(() => {
      process.env = earlier;
    });
    for (const name of ["http_proxy", "https_proxy", "no_proxy", "all_proxy"]) {
      delete process.env[name];
      delete process.env[name.toUpperCase()];
    }
    process.env["HTTP_PROXY"] = proxyServer.url;
    assert.equal(bodyOf(await ask(connectionTo("http://system.test"))), "plain /health");
    assert.equal(asked.length, 1);
    assert.equal(bodyOf(await ask(connectionTo(server.url))), "plain /health");
    assert.equal(bodyOf(await ask(connectionTo(server.url.replace("127.0.0.1", "localhost")))), "plain /health");
    const ruledOut = await ask(connectionTo("http://system.invalid", { proxy: "none" }));
    assert.equal(ruledOut.kind, "no-answer");
    process.env["NO_PROXY"] = ".invalid";
    const excepted = await ask(connectionTo("http://system.invalid"));
    assert.equal(excepted.kind, "no-answer");
    assert.equal(asked.length, 1);
  });

  test("one that hangs holds no check and no connection beyond the run", async (t) => {
    const proxy = await serveRaw(t, () => undefined);
    const start = performance.now();
    const reply = await ask(connectionTo("https://system.test", { proxy: proxy.url, timeoutMs: 300 }));
    assert.equal(reply.kind, "no-answer");
    assert.equal(reply.cause, "timed-out");
    assert.ok(performance.now() - start < 1_500);
    closeTransports();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(proxy.openConnections(), 0);
  });

  test("one that demands credentials is named as such", async (t) => {
    const proxy = await serve(t, (_request, response) => response.writeHead(407).end());
    const { context } = createTestContext();
    const connection = connectionTo("http://system.test", { proxy: proxy.url });
    const error = await createHttpTransport(connection, context)
      .ask({ operation: "health", method: "GET", path: "/health" })
      .then(
        () => assert.fail("It was answered."),
        (thrown: unknown) => thrown,
      );
    assert.ok(error instanceof InconclusiveError);
    assert.equal(error.reason, "unauthorised");
    assert.equal(error.problems[0].why, "The proxy demands credentials.");
  });
});

function serveTls(t: TestContext): Promise<LocalServer> {
  const { cert, key } = certificate;
  const server = createHttpsServer({ cert, key }, (request, response) =>
    response.end(`hello ${(request.headers.host ?? "").replace(/:\d+$/, "")}`),
  );
  return listen(t, server, "https");
}

function ask(connection: Connection): Promise<Reply> {
  const { context } = createTestContext();
  return createHttpTransport(connection, context).tryAsk({ operation: "health", method: "GET", path: "/health" });
}

function bodyOf(reply: Reply): string {
  return reply.kind === "answered" ? reply.exchange.body : reply.why;
}
