import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { z } from "zod";
import { closeTransports, createHttpTransport } from "../../../support/clients/transport/create-http-transport";
import type { Ask } from "../../../support/clients/transport/exchange";
import { InconclusiveError } from "../../../support/errors";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "./local-servers";

const TARGETS: Ask = { operation: "scrape targets", method: "GET", path: "/api/v1/targets" };

after(() => closeTransports());

describe("when a request is tried again", () => {
  test("after 503, until it is answered; Retry-After is honoured", async (t) => {
    const times: number[] = [];
    const server = await serve(t, (_request, response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(503, { "retry-after": "1" }).end();
      else response.end("ok");
    });
    const test = createTestContext();
    const exchange = await createHttpTransport(connectionTo(server.url, { retries: 2 }), test.context).ask(TARGETS);
    assert.equal(exchange.body, "ok");
    assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 990, "the second try waits for a second");
    const kept: unknown = JSON.parse(test.evidenceText("scrape targets"));
    const tries = z.object({ earlierTries: z.array(z.object({ result: z.string() })) }).parse(kept).earlierTries;
    assert.deepEqual(
      tries.map(({ result }) => result),
      ["HTTP 503"],
    );
  });

  test("a Retry-After beyond the deadline is not waited for", async (t) => {
    let asked = 0;
    const server = await serve(t, (_request, response) => {
      asked += 1;
      response.writeHead(429, { "retry-after": "60" }).end();
    });
    const start = performance.now();
    const error = await failure(server.url, { retries: 3 });
    assert.ok(performance.now() - start < 1_000);
    assert.equal(asked, 1);
    assert.equal(error.problems[0].why, "It limits how often it may be asked.");
  });

  test("as often as said, and no more", async (t) => {
    let asked = 0;
    const server = await serve(t, (request) => {
      asked += 1;
      request.socket.destroy();
    });
    const error = await failure(server.url, { retries: 2 });
    assert.equal(asked, 3);
    assert.equal(
      error.problems[0].what,
      `Prometheus gave no answer to "scrape targets": the connection was cut off by 127.0.0.1:${server.port} (ECONNRESET), asked 3 times.`,
    );
  });

  test("never a write, unless it is said to be repeatable", async (t) => {
    let asked = 0;
    const server = await serve(t, (_request, response) => {
      asked += 1;
      response.writeHead(503).end();
    });
    const transport = createHttpTransport(connectionTo(server.url, { retries: 1 }), createTestContext().context);
    await transport.tryAsk({ operation: "post", method: "POST", path: "/" });
    assert.equal(asked, 1);
    await transport.tryAsk({ operation: "post", method: "POST", path: "/", isRepeatable: true });
    assert.equal(asked, 3);
  });

  test("not after 500, 404 or a body that is too large", async (t) => {
    let asked = 0;
    const server = await serve(t, (request, response) => {
      asked += 1;
      if (request.url === "/large") response.end("x".repeat(2_000_000));
      else response.writeHead(request.url === "/500" ? 500 : 404).end();
    });
    const transport = createHttpTransport(connectionTo(server.url, { retries: 3 }), createTestContext().context);
    for (const path of ["/500", "/404", "/large"]) await transport.tryAsk({ operation: "read", method: "GET", path });
    assert.equal(asked, 3);
  });
});

describe("deadlines", () => {
  test("a try ends after its own time, all tries after theirs", async (t) => {
    const server = await serve(t, () => undefined);
    const start = performance.now();
    const error = await failure(server.url, { timeoutMs: 200, deadlineMs: 900, retries: 10 });
    const took = performance.now() - start;
    assert.equal(error.reason, "timed-out");
    assert.ok(took > 400 && took < 1_500, `took ${took} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(server.openConnections(), 0);
  });

  test("the words of a try that was too late", async (t) => {
    const server = await serve(t, () => undefined);
    const error = await failure(server.url, { timeoutMs: 150 });
    assert.equal(
      error.message,
      'Prometheus gave no answer to "scrape targets": no complete answer within 150 ms.\n' +
        `Where: Prometheus, ${server.url}/api/v1/targets, environment test\n` +
        "Why: Probably it hangs or is overloaded, or the network between drops packets.\n" +
        "Fix: Look whether Prometheus is slow; if it rightly needs longer, raise its timeoutSeconds in the environment file.",
    );
  });

  test("the end of the check ends the request", async (t) => {
    const server = await serve(t, () => undefined);
    const check = createTestContext();
    setTimeout(() => check.interrupt(), 100);
    const reply = await createHttpTransport(connectionTo(server.url, { retries: 3 }), check.context).tryAsk(TARGETS);
    assert.equal(reply.kind, "no-answer");
    assert.equal(reply.cause, "timed-out");
    assert.equal(reply.why, "the check, or its waiting, was ended before the answer came");
    assert.ok(reply.durationMs < 1_000);
  });

  test("an ask's own signal and timeout are shorter than the connection's", async (t) => {
    const server = await serve(t, () => undefined);
    const transport = createHttpTransport(connectionTo(server.url), createTestContext().context);
    const bySignal = await transport.tryAsk({ ...TARGETS, signal: AbortSignal.timeout(100) });
    const byTimeout = await transport.tryAsk({ ...TARGETS, timeoutMs: 100 });
    for (const reply of [bySignal, byTimeout]) {
      assert.equal(reply.kind, "no-answer");
      assert.ok(reply.durationMs < 1_000);
    }
  });
});

async function failure(...[url, about]: Parameters<typeof connectionTo>): Promise<InconclusiveError> {
  const error = await createHttpTransport(connectionTo(url, about), createTestContext().context)
    .ask(TARGETS)
    .then(
      () => assert.fail("It was answered."),
      (thrown: unknown) => thrown,
    );
  assert.ok(error instanceof InconclusiveError, String(error));
  return error;
}
