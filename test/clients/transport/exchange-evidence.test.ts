import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { closeTransports, createHttpTransport } from "../../../support/clients/transport/create-http-transport";
import { z } from "zod";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo, serve } from "./local-servers";

const RECORD = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
  }),
  response: z
    .strictObject({
      status: z.number(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      bodyBytes: z.number(),
      isBodyCut: z.boolean(),
      note: z.string().optional(),
    })
    .nullable(),
  noAnswer: z.string().nullable(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  earlierTries: z.array(z.unknown()),
});

after(() => closeTransports());

describe("the evidence of an exchange", () => {
  test("holds the request and the answer", async (t) => {
    const server = await serve(t, (_request, response) => response.setHeader("x-version", "2.42").end('{"a":1}'));
    const record = await evidenceOf(server.url, { method: "POST", json: { text: "hello" } });
    assert.equal(record.request.method, "POST");
    assert.equal(record.request.url, `${server.url}/api`);
    assert.equal(record.request.body, '{"text":"hello"}');
    assert.equal(record.response?.status, 200);
    assert.equal(record.response.headers["x-version"], "2.42");
    assert.equal(record.response.body, '{"a":1}');
    assert.equal(record.response.isBodyCut, false);
    assert.equal(record.noAnswer, null);
  });

  test("conceals credentials, also those that come back", async (t) => {
    const server = await serve(t, (request, response) => {
      response.setHeader("set-cookie", "session=cookie-secret");
      response.end(`you sent ${String(request.headers["x-key"])} and ${encodeURIComponent("key/secret+1")}`);
    });
    const check = createTestContext();
    const auth = { kind: "header", name: "X-Key", prefix: "Key ", value: "key/secret+1" } as const;
    const connection = connectionTo(server.url, { auth, headers: { Cookie: "own-cookie-secret" } });
    await createHttpTransport(connection, check.context).ask({ operation: "echo", method: "GET", path: "/" });
    const text = check.evidenceText("echo");
    assert.doesNotMatch(text, /secret[+%]|cookie-secret/);
    const record = RECORD.parse(JSON.parse(text));
    assert.equal(record.request.headers["x-key"], "(secret)");
    assert.equal(record.request.headers["cookie"], "(secret)");
    assert.equal(record.response?.headers["set-cookie"], "(secret)");
    assert.equal(record.response.body, "you sent Key (secret) and (secret)");
  });

  test("cuts a long body and says so", async (t) => {
    const server = await serve(t, (_request, response) => response.end("x".repeat(300_000)));
    const record = await evidenceOf(server.url);
    assert.equal(record.response?.body.length, 262_144);
    assert.equal(record.response.bodyBytes, 300_000);
    assert.equal(record.response.isBodyCut, true);
    assert.equal(record.response.note, "Only the first 262144 of 300000 bytes of the body are kept.");
  });

  test("says why no answer came, after which tries", async () => {
    const port = await closedPort();
    const record = await evidenceOf(`http://127.0.0.1:${port}`, {}, 2);
    assert.equal(record.response, null);
    assert.equal(record.noAnswer, `connection refused by 127.0.0.1:${port}`);
    assert.equal(record.earlierTries.length, 2);
  });

  test("is not kept of an ask that says so", async (t) => {
    const server = await serve(t, (_request, response) => response.end());
    const check = createTestContext();
    const transport = createHttpTransport(connectionTo(server.url), check.context);
    await transport.ask({ operation: "poll", method: "GET", path: "/", isEvidence: false });
    assert.equal(check.evidence.length, 0);
    await transport.ask({ operation: "poll", method: "GET", path: "/" });
    assert.deepEqual(
      check.evidence.map(({ title, mediaType }) => [title, mediaType]),
      [["Prometheus: poll", "application/json"]],
    );
  });
});

async function evidenceOf(
  url: string,
  ask: { readonly method?: "GET" | "POST"; readonly json?: unknown } = {},
  retries = 0,
): Promise<z.infer<typeof RECORD>> {
  const check = createTestContext();
  const transport = createHttpTransport(connectionTo(url, { retries }), check.context);
  await transport.tryAsk({ operation: "read", method: "GET", path: "/api", ...ask });
  return RECORD.parse(JSON.parse(check.evidenceText("Prometheus: read")));
}
