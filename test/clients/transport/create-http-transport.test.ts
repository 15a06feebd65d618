import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import { after, describe, test } from "node:test";
import { z } from "zod";
import { closeTransports, createHttpTransport } from "../../../support/clients/transport/create-http-transport";
import type { Ask } from "../../../support/clients/transport/exchange";
import { InconclusiveError } from "../../../support/errors";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo, serve } from "./local-servers";

const TARGETS: Ask = { operation: "scrape targets", method: "GET", path: "/api/v1/targets" };
const ANYTHING = z.object({ status: z.string() });

after(() => closeTransports());

describe("what a request looks like", () => {
  test("path prefix, query with repeated names, headers and credentials arrive as given", async (t) => {
    let seen: { url: string | undefined; headers: IncomingHttpHeaders } | undefined;
    const server = await serve(t, (request, response) => {
      seen = { url: request.url, headers: request.headers };
      response.setHeader("content-type", "application/json; charset=utf-8").end('{"status":"ok"}');
    });
    const connection = connectionTo(`${server.url}/mimir/`, {
      headers: { "X-Scope-OrgID": "team-a" },
      auth: { kind: "basic", user: "robot", password: "pass:wörd" },
    });
    const { context } = createTestContext();
    const exchange = await createHttpTransport(connection, context).ask({
      ...TARGETS,
      query: { "match[]": ["a", "b"], limit: 5 },
    });
    assert.equal(seen?.url, "/mimir/api/v1/targets?match%5B%5D=a&match%5B%5D=b&limit=5");
    assert.equal(seen.headers["x-scope-orgid"], "team-a");
    assert.equal(seen.headers.accept, "application/json");
    assert.equal(seen.headers.authorization, `Basic ${Buffer.from("robot:pass:wörd").toString("base64")}`);
    assert.equal(exchange.contentType, "application/json");
    assert.equal(exchange.body, '{"status":"ok"}');
    assert.equal(exchange.url, `${server.url}/mimir/api/v1/targets?match%5B%5D=a&match%5B%5D=b&limit=5`);
  });

  test("a form and a JSON body are sent with their content types", async (t) => {
    const bodies: string[] = [];
    const server = await serve(t, (request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        bodies.push(`${request.headers["content-type"] ?? ""} ${body}`);
        response.end();
      });
    });
    const transport = createHttpTransport(connectionTo(server.url), createTestContext().context);
    await transport.ask({ operation: "post", method: "POST", path: "/", form: { text: "a b&c" } });
    await transport.ask({ operation: "post", method: "POST", path: "/", json: { text: "ä" } });
    assert.deepEqual(bodies, ["application/x-www-form-urlencoded text=a+b%26c", 'application/json {"text":"ä"}']);
  });

  test("repeatable requests share a kept-alive connection over all checks; a write gets a fresh one", async (t) => {
    const server = await serve(t, (_request, response) => response.end());
    for (const checkId of ["D3-I3", "D3-I4", "D3-I5"]) {
      const { context } = createTestContext({ checkId });
      await createHttpTransport(connectionTo(server.url), context).ask(TARGETS);
    }
    assert.equal(server.connections(), 1);
    const transport = createHttpTransport(connectionTo(server.url), createTestContext().context);
    await transport.ask({ operation: "post", method: "POST", path: "/" });
    assert.equal(server.connections(), 2);
    closeTransports();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(server.openConnections(), 0);
  });
});

test("hundreds of requests at once are answered without a warning", async (t) => {
  const warnings: string[] = [];
  const listen = (warning: Error): number => warnings.push(warning.message);
  process.on("warning", listen);
  t.after(() => process.off("warning", listen));
  const server = await serve(t, (_request, response) => setTimeout(() => response.end("ok"), 20));
  const transport = createHttpTransport(connectionTo(server.url, { timeoutMs: 5_000 }), createTestContext().context);
  const exchanges = await Promise.all(Array.from({ length: 200 }, () => transport.ask(TARGETS)));
  assert.ok(exchanges.every(({ body }) => body === "ok"));
  assert.ok(server.connections() <= 64, `${server.connections()} connections`);
  assert.deepEqual(warnings, []);
});

describe("errors say what, where, why and how to fix it", () => {
  test("nothing listens", async () => {
    const port = await closedPort();
    const error = await failure(`http://127.0.0.1:${port}`, TARGETS);
    assert.equal(error.reason, "unreachable");
    assert.equal(
      error.message,
      `Prometheus gave no answer to "scrape targets": connection refused by 127.0.0.1:${port}.\n` +
        `Where: Prometheus, http://127.0.0.1:${port}/api/v1/targets, environment test\n` +
        "Why: Probably it does not run, or listens elsewhere.\n" +
        "Fix: Start it, or correct the URL of Prometheus in the environment file.",
    );
  });

  test("the name is unknown", async () => {
    const error = await failure("http://no-such-host.invalid:9090", TARGETS, { proxy: "none" });
    assert.equal(error.reason, "unreachable");
    assert.match(
      error.problems[0].what,
      /^Prometheus gave no answer to "scrape targets": the name of no-such-host\.invalid:9090 is not known \((ENOTFOUND|EAI_AGAIN)\)\.$/,
    );
  });

  test("401: the credentials are refused", async (t) => {
    const server = await serve(t, (_request, response) => response.writeHead(401).end("no"));
    const error = await failure(server.url, { ...TARGETS, query: { token: "query-secret" } });
    assert.equal(error.reason, "unauthorised");
    assert.equal(
      error.message,
      'Prometheus answered "scrape targets" with HTTP 401; expected is 200.\n' +
        `Where: Prometheus, ${server.url}/api/v1/targets, environment test\n` +
        "Why: The credentials are missing, wrong or have ended.\n" +
        "Fix: Check auth of Prometheus in the environment file, and the secret that it names.",
    );
  });

  test("a redirect to a login is not followed", async (t) => {
    let asked = 0;
    const server = await serve(t, (_request, response) => {
      asked += 1;
      response.writeHead(302, { location: "https://sso.example/login?state=secret" }).end();
    });
    const error = await failure(server.url, TARGETS);
    assert.equal(error.reason, "unauthorised");
    assert.equal(asked, 1);
    assert.equal(
      error.message,
      'Prometheus answered "scrape targets" with HTTP 302; expected is 200.\n' +
        `Where: Prometheus, ${server.url}/api/v1/targets, environment test\n` +
        "Why: It redirects to https://sso.example/login: probably a login stands before it, or the URL is not that of its API.\n" +
        "Fix: Check auth of Prometheus in the environment file, and the secret that it names; " +
        "use the URL at which the API answers without a redirect.",
    );
  });

  test("a redirect loop is one answer", async (t) => {
    let asked = 0;
    const server = await serve(t, (request, response) => {
      asked += 1;
      response.writeHead(307, { location: request.url ?? "/" }).end();
    });
    const error = await failure(server.url, TARGETS, { retries: 3 });
    assert.equal(error.reason, "unauthorised");
    assert.equal(asked, 1);
  });

  test("a status outside the expected ones, even a 2xx", async (t) => {
    const server = await serve(t, (_request, response) => response.writeHead(260).end("blocked"));
    const error = await failure(server.url, TARGETS, {}, [200, 204]);
    assert.equal(error.reason, "no-data");
    assert.equal(error.problems[0].what, 'Prometheus answered "scrape targets" with HTTP 260; expected is 200 or 204.');
  });

  test("an expected status is an answer, whatever it is", async (t) => {
    const server = await serve(t, (_request, response) => response.writeHead(404).end("gone"));
    const transport = createHttpTransport(connectionTo(server.url), createTestContext().context);
    assert.equal((await transport.ask(TARGETS, [200, 404])).body, "gone");
  });

  test("a 200 with a login page instead of JSON", async (t) => {
    const server = await serve(t, (_request, response) =>
      response.setHeader("content-type", "text/html; charset=utf-8").end("<html>Log in</html>"),
    );
    const error = await jsonFailure(server.url);
    assert.equal(error.reason, "no-data");
    assert.equal(
      error.message,
      'Prometheus answered "scrape targets" with text/html; expected is JSON.\n' +
        `Where: Prometheus, ${server.url}/api/v1/targets, environment test\n` +
        "Why: Probably a login page, a proxy or another server answers at this address.\n" +
        "Fix: Read the answer in the evidence; check that the URL of Prometheus in the environment file is that of its API.",
    );
  });

  test("JSON that is cut short", async (t) => {
    const server = await serve(t, (_request, response) =>
      response.setHeader("content-type", "application/json").end('{"status":"ok","data":['),
    );
    const error = await jsonFailure(server.url);
    assert.equal(error.reason, "no-data");
    assert.equal(
      error.problems[0].what,
      'Prometheus answered "scrape targets" with 23 bytes that are not complete JSON.',
    );
  });

  test("JSON of another shape", async (t) => {
    const server = await serve(t, (_request, response) =>
      response.setHeader("content-type", "application/json").end('{"state":"ok"}'),
    );
    const error = await jsonFailure(server.url);
    assert.equal(error.reason, "no-data");
    assert.equal(
      error.problems[0].what,
      'Prometheus answered "scrape targets" with JSON of another shape: the field status is missing.',
    );
  });

  test("no error carries the credentials, in no form", async (t) => {
    const { inspect } = await import("node:util");
    const hanging = await serve(t, () => undefined);
    const refusing = await serve(t, (_request, response) => response.writeHead(403).end());
    const port = await closedPort();
    for (const url of [hanging.url, refusing.url, `http://127.0.0.1:${port}`]) {
      const error = await failure(url, TARGETS, {
        auth: { kind: "bearer", token: "top-secret-token" },
        timeoutMs: 100,
      });
      assert.doesNotMatch(inspect(error, { depth: 20, showHidden: true }), /top-secret-token/);
      assert.equal(error.cause, undefined);
    }
  });
});

async function failure(
  url: string,
  ask: Ask,
  about: Parameters<typeof connectionTo>[1] = {},
  expected: readonly number[] = [200],
): Promise<InconclusiveError> {
  const transport = createHttpTransport(connectionTo(url, about), createTestContext().context);
  return inconclusive(transport.ask(ask, expected));
}

function jsonFailure(url: string): Promise<InconclusiveError> {
  return inconclusive(createHttpTransport(connectionTo(url), createTestContext().context).askJson(TARGETS, ANYTHING));
}

async function inconclusive(work: Promise<unknown>): Promise<InconclusiveError> {
  const error = await work.then(
    () => assert.fail("It was answered."),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof InconclusiveError, String(error));
  return error;
}
