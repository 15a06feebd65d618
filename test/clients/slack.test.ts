import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startSlack, type SlackStandIn } from "../../rehearsal/stand-ins/slack";
import { createSlack } from "../../support/clients/slack";
import type { Connection } from "../../support/clients/transport/connection";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../support/errors";
import type { Cause } from "../../support/model/outcome";
import { createTestContext } from "./test-context";
import { connectionTo, serve } from "./transport/local-servers";

const TOKEN = "xoxb-1234567890-secret";

after(() => closeTransports());

function inconclusive(reason: Cause, what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.problems[0].what, what);
    assert.ok(!error.message.includes(TOKEN));
    return true;
  };
}

describe("the test message", () => {
  let server: SlackStandIn;
  let channelId: string;
  let onAnswered: (operation: string) => void;
  const client = (about: Partial<Connection> = {}, testContext = createTestContext()) =>
    createSlack(
      {
        connection: connectionTo(server.apiUrl.replace(/\/$/, ""), {
          system: "Slack",
          auth: { kind: "bearer", token: TOKEN },
          retries: 2,
          deadlineMs: 3_000,
          ...about,
        }),
        channelId,
        channelName: "#phase4-preflight",
      },
      testContext.context,
    );

  beforeEach(async () => {
    onAnswered = () => undefined;
    const secrets = { token: TOKEN, webhookKey: "webhook-key" };
    server = await startSlack(secrets, (_system, operation) => onAnswered(operation));
    channelId = server.channelId("phase4-preflight");
  });
  afterEach(() => server.stop());

  test("is posted once, read back once, and its permalink is kept", async () => {
    const { context, evidence } = createTestContext({ runId: "run-7", environment: "staging" });
    const delivery = await client({}, { ...createTestContext(), context }).postTestMessage();
    assert.deepEqual(
      { ...delivery, marker: "", permalink: "", delayMs: 0 },
      {
        where: `Slack, ${server.apiUrl.replace(/\/$/, "")}, environment staging`,
        channel: "#phase4-preflight",
        marker: "",
        post: { kind: "accepted" },
        readBack: { count: 1 },
        readBackProblem: null,
        permalink: "",
        delayMs: 0,
      },
    );
    const messages = server.messages(channelId);
    assert.equal(messages.length, 1);
    assert.match(
      messages[0]?.text ?? "",
      /^Test message of the canary preflight, nothing to do: .*environment staging, run run-7/,
    );
    assert.ok(messages[0]?.text.includes(delivery.marker));
    assert.equal((await fetch(delivery.permalink ?? "")).status, 200);
    assert.ok((delivery.delayMs ?? -1) >= 0);
    assert.deepEqual(
      evidence.map(({ title }) => title),
      ["Slack: auth.test", "Slack: chat.postMessage", "Slack: conversations.history", "Slack: chat.getPermalink"],
    );
    assert.ok(evidence.every(({ content }) => !String(content).includes(TOKEN)));
  });

  test("an answer that comes too late is not asked for again: the message is found in the channel, once", async () => {
    server.answerSlowly(1_500);
    const delivery = await client({ timeoutMs: 300 }).postTestMessage();
    assert.deepEqual(delivery.post, { kind: "no-answer", why: "no complete answer within 300 ms" });
    assert.deepEqual(delivery.readBack, { count: 1 });
    assert.equal((await fetch(delivery.permalink ?? "")).status, 200);
    assert.equal(server.messages(channelId).length, 1);
  });

  test("a revoked token is unauthorised, and nothing was posted", async () => {
    server.revokeToken();
    await assert.rejects(
      client().postTestMessage(),
      inconclusive("unauthorised", /^Slack refused auth\.test: token_revoked/),
    );
    assert.equal(server.messages(channelId).length, 0);
  });

  test("a wrong token is unauthorised", async () => {
    const auth = { kind: "bearer", token: "xoxb-another" } as const;
    await assert.rejects(client({ auth }).postTestMessage(), inconclusive("unauthorised", /invalid_auth/));
  });

  test("a bot that is no member of the channel is refused, with Slack's word", async () => {
    server.leaveChannel(channelId);
    const delivery = await client().postTestMessage();
    assert.deepEqual(delivery.post, { kind: "refused", word: "not_in_channel" });
    assert.equal(delivery.readBack, null);
    assert.equal(delivery.permalink, null);
  });

  test("a channel that is not there is refused, with Slack's word", async () => {
    channelId = "C0NOWHERE";
    assert.deepEqual((await client().postTestMessage()).post, { kind: "refused", word: "channel_not_found" });
  });

  test("a rate limit that does not end is no fault of the channel", async () => {
    server.rateLimit(100);
    await assert.rejects(
      client({ deadlineMs: 500 }).postTestMessage(),
      inconclusive("provider-warning", /ratelimited/),
    );
    assert.equal(server.messages(channelId).length, 0);
  });

  test("a check that is interrupted while it reads back is no failure", async () => {
    const testContext = createTestContext();
    onAnswered = (operation) => {
      if (operation === "chat.postMessage") testContext.interrupt();
    };
    await assert.rejects(client({}, testContext).postTestMessage(), (error: unknown) => {
      assert.ok(error instanceof InconclusiveError);
      assert.equal(error.reason, "timed-out");
      return true;
    });
    assert.equal(server.messages(channelId).length, 1);
  });
});

describe("an answer that Slack would not give", () => {
  function methods(answers: Readonly<Record<string, RequestListener>>): RequestListener {
    return (request, response) => {
      const answer = answers[request.url?.slice(1) ?? ""];
      if (answer === undefined) response.writeHead(500).end();
      else answer(request, response);
    };
  }
  const json =
    (body: unknown, status = 200): RequestListener =>
    (_request, response) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const clientOf = (url: string) =>
    createSlack(
      {
        connection: connectionTo(url, { system: "Slack", deadlineMs: 400 }),
        channelId: "C1",
        channelName: "#c",
      },
      createTestContext().context,
    );

  test("a login page in place of auth.test is unauthorised", async (t) => {
    const { url } = await serve(t, (_request, response) => response.writeHead(302, { location: "/login" }).end());
    await assert.rejects(clientOf(url).postTestMessage(), inconclusive("unauthorised", /HTTP 302/));
  });

  test("HTML with status 200 proves nothing", async (t) => {
    const { url } = await serve(t, (_request, response) =>
      response.setHeader("content-type", "text/html").end("<html>"),
    );
    await assert.rejects(clientOf(url).postTestMessage(), inconclusive("unreachable", /HTTP 200 of type "text\/html"/));
  });

  test("a missing scope for reading back is said, and the post stays accepted", async (t) => {
    const { url } = await serve(
      t,
      methods({
        "auth.test": json({ ok: true }),
        "chat.postMessage": json({ ok: true, ts: "1761037200.000100" }),
        "conversations.history": json({ ok: false, error: "missing_scope", needed: "channels:history" }),
        "chat.getPermalink": json({ ok: true, permalink: "https://slack.example/p1" }),
      }),
    );
    const delivery = await clientOf(url).postTestMessage();
    assert.deepEqual(delivery.post, { kind: "accepted" });
    assert.equal(delivery.readBack, null);
    assert.equal(delivery.readBackProblem, "conversations.history was refused: missing_scope (needs channels:history)");
    assert.equal(delivery.permalink, "https://slack.example/p1");
  });

  test("a post that is accepted and never appears is read back as none", async (t) => {
    const { url } = await serve(
      t,
      methods({
        "auth.test": json({ ok: true }),
        "chat.postMessage": json({ ok: true, ts: "1761037200.000100" }),
        "conversations.history": json({ ok: true, messages: [{ ts: "1", text: "another" }], has_more: false }),
        "chat.getPermalink": json({ ok: false, error: "message_not_found" }),
      }),
    );
    const delivery = await clientOf(url).postTestMessage();
    assert.deepEqual(delivery.readBack, { count: 0 });
    assert.equal(delivery.permalink, null);
    assert.equal(delivery.delayMs, null);
  });

  test("a missing scope for posting is unauthorised; a server error after the post leaves it open", async (t) => {
    const noScope = await serve(
      t,
      methods({
        "auth.test": json({ ok: true }),
        "chat.postMessage": json({ ok: false, error: "missing_scope", needed: "chat:write" }),
      }),
    );
    await assert.rejects(
      clientOf(noScope.url).postTestMessage(),
      inconclusive("unauthorised", /needs the scope chat:write/),
    );
    const broken = await serve(
      t,
      methods({
        "auth.test": json({ ok: true }),
        "conversations.history": json({ ok: true, messages: [], has_more: false }),
      }),
    );
    const delivery = await clientOf(broken.url).postTestMessage();
    assert.equal(delivery.post.kind, "no-answer");
    assert.deepEqual(delivery.readBack, { count: 0 });
  });
});
