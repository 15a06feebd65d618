import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { RequestListener } from "node:http";
import { after, afterEach, beforeEach, describe, test, type TestContext as NodeTestContext } from "node:test";
import { startSlack, type SlackStandIn } from "../../../rehearsal/stand-ins/slack";
import { createAnnouncements } from "../../../support/clients/slack/announcements";
import type { Connection } from "../../../support/clients/transport/connection";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { CheckFailedError } from "../../../support/errors";
import { inconclusive } from "../inconclusive";
import { badWay } from "./bad-way";
import type { AnnouncementDelivery } from "../../../support/model/readings/announcements";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "../transport/local-servers";

const TOKEN = "xoxb-1234567890-secret";
const PLAN = "Roll-out of 2.4.0 <canary> & legacy: see https://wiki.example.com/roll-back?a=1&b=2";

after(() => closeTransports());

function refused(what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof CheckFailedError, String(error));
    assert.match(error.problems[0].what, what);
    return true;
  };
}

describe("an announcement", () => {
  let server: SlackStandIn;
  let channelId: string;
  const announcement = (about: { readonly key?: string; readonly text?: string; readonly topic?: string } = {}) => ({
    key: "plan:2025-10-22:1",
    channelId,
    channelName: "#phase4-deployment",
    text: PLAN,
    ...about,
  });
  const connection = (url: string, about: Partial<Connection> = {}) =>
    connectionTo(url, { system: "Slack", auth: { kind: "bearer", token: TOKEN }, deadlineMs: 3_000, ...about });
  const client = (about: Partial<Connection> = {}, url = server.apiUrl.replace(/\/$/, "")) =>
    createAnnouncements({ connection: connection(url, about) }, createTestContext({ checkId: "D4-C1" }).context);
  const posts = () => server.messages(channelId);

  beforeEach(async () => {
    server = await startSlack({ token: TOKEN, webhookKey: "webhook-key" }, () => undefined);
    channelId = server.channelId("phase4-deployment");
  });
  afterEach(() => server.stop());

  test("is posted, read back once, and linked to", async () => {
    const { permalink, postedAt, messageId, ...delivery } = await client().announceOnce(announcement());
    assert.deepEqual(delivery, {
      where: `Slack, ${server.apiUrl.replace(/\/$/, "")}, environment test`,
      channel: "#phase4-deployment",
      isEarlier: false,
      textSha256: createHash("sha256").update(PLAN).digest("hex"),
      copies: 1,
    });
    assert.equal((await fetch(permalink ?? "")).status, 200);
    assert.equal(messageId, posts()[0]?.ts);
    assert.ok(Math.abs(Date.parse(postedAt) - Date.now()) < 5_000);
    assert.match(
      posts()[0]?.text ?? "",
      /^Roll-out of 2\.4\.0 &lt;canary&gt; &amp; legacy: .*\n_Reference: canary-runbook [0-9a-f]{12}_$/,
    );
  });

  test("is not posted again where it stands: the earlier one is found, by whoever runs next", async () => {
    const first = await client().announceOnce(announcement());
    const second = await client().announceOnce(announcement());
    assert.deepEqual(second, { ...first, isEarlier: true });
    assert.equal(posts().length, 1);
  });

  test("another key is another announcement, and the newest about the topic is found, as it was written", async () => {
    assert.equal(await client().findLatest({ ...announcement(), topic: "plan" }), null);
    await client().announceOnce(announcement({ key: "plan:1", topic: "plan" }));
    await client().announceOnce(announcement({ key: "plan:2", topic: "plan", text: `${PLAN}\nsecond line` }));
    await client().announceOnce(announcement({ key: "something else" }));
    const latest = await client().findLatest({ ...announcement(), topic: "plan" });
    assert.equal(latest?.key, "plan:2");
    assert.equal(latest.text, `${PLAN}\nsecond line`);
    assert.equal(latest.messageId, posts()[1]?.ts);
  });

  test("a text cannot call people or a channel", async () => {
    await client().announceOnce(announcement({ text: "<!channel> <@U1>" }));
    assert.match(posts()[0]?.text ?? "", /^&lt;!channel&gt; &lt;@U1&gt;\n/);
  });

  test("an answer that comes too late is not asked for again: the message is found in the channel", async () => {
    server.answerSlowly(1_500);
    const delivery = await client({ timeoutMs: 300 }).announceOnce(announcement());
    assert.deepEqual([delivery.isEarlier, delivery.copies, delivery.messageId], [false, 1, posts()[0]?.ts]);
    assert.equal(posts().length, 1);
  });

  test("a revoked token is unauthorised, and nothing was posted", async () => {
    server.revokeToken();
    await assert.rejects(client().announceOnce(announcement()), inconclusive("unauthorised", /token_revoked/));
    await assert.rejects(
      client().findLatest({ ...announcement(), topic: "plan" }),
      inconclusive("unauthorised", /token/),
    );
    assert.equal(posts().length, 0);
  });

  test("a bot that is no member of the channel is a fault of the channel, with Slack's word", async () => {
    server.leaveChannel(channelId);
    await assert.rejects(
      client().announceOnce(announcement()),
      refused(/does not stand in #phase4-deployment: .* not_in_channel/),
    );
  });

  test("an archived channel can be read and takes nothing", async () => {
    server.archiveChannel(channelId);
    await assert.rejects(client().announceOnce(announcement()), refused(/refused chat\.postMessage with is_archived/));
    assert.equal(posts().length, 0);
  });

  test("a channel that is not there is a fault of the environment file", async () => {
    const elsewhere = { ...announcement(), channelId: "C0NOWHERE" };
    await assert.rejects(client().announceOnce(elsewhere), refused(/channel_not_found/));
  });

  test("a rate limit that does not end is no fault of the channel", async () => {
    server.rateLimit(100);
    await assert.rejects(
      client({ deadlineMs: 500 }).announceOnce(announcement()),
      inconclusive("provider-warning", /ratelimited/),
    );
    assert.equal(posts().length, 0);
  });

  test("a lost answer is followed by reading back, and never by a second post", async (t) => {
    const way = await badWay(t, server.apiUrl, "the answer is lost");
    const delivery = await client({ retries: 2 }, way.url).announceOnce(announcement());
    assert.deepEqual([delivery.isEarlier, delivery.copies, way.posts(), posts().length], [false, 1, 1, 1]);
  });

  test("a post that arrives late is waited for", async (t) => {
    const way = await badWay(t, server.apiUrl, "the post arrives late, its answer is lost");
    const delivery = await client({ retries: 2 }, way.url).announceOnce(announcement());
    assert.deepEqual([delivery.isEarlier, delivery.copies, way.posts(), posts().length], [false, 1, 1, 1]);
  });

  test("a post that is lost is not repeated; the next run finds nothing, and posts it", async (t) => {
    const way = await badWay(t, server.apiUrl, "the post is lost");
    await assert.rejects(
      client({ retries: 2, deadlineMs: 500 }, way.url).announceOnce(announcement()),
      inconclusive(
        "unreachable",
        /did not answer the post in #phase4-deployment, and it was not seen there; it was not/,
      ),
    );
    assert.deepEqual([way.posts(), posts().length], [1, 0]);
    assert.equal((await client().announceOnce(announcement())).isEarlier, false);
    assert.equal(posts().length, 1);
  });
});

describe("what a channel shows", () => {
  function shows(delivery: unknown, expected: Partial<AnnouncementDelivery>): void {
    assert.deepEqual({ ...Object(delivery), ...expected }, delivery);
  }
  const key = "plan:1";
  const reference = `canary-runbook ${createHash("sha256").update(key).digest("hex").slice(0, 12)}`;
  const ours = { ts: "1761037200.000100", bot_id: "B1", text: `The plan\n_Reference: ${reference}_` };
  const json =
    (body: unknown): RequestListener =>
    (_request, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));

  async function announce(t: NodeTestContext, histories: readonly unknown[]) {
    const asked: string[] = [];
    let looks = 0;
    const answers: Record<string, () => RequestListener> = {
      "auth.test": () => json({ ok: true, bot_id: "B1", user_id: "U1" }),
      "chat.postMessage": () => json({ ok: true, ts: "1761037300.000100" }),
      "conversations.history": () => json(histories[Math.min(looks++, histories.length - 1)]),
      "chat.getPermalink": () => json({ ok: false, error: "message_not_found" }),
    };
    const { url } = await serve(t, (request, response) => {
      const method = request.url?.slice(1) ?? "";
      asked.push(method);
      answers[method]?.()(request, response);
    });
    const connection = connectionTo(url, { system: "Slack", deadlineMs: 400 });
    const delivery = await createAnnouncements({ connection }, createTestContext().context)
      .announceOnce({ key, channelId: "C1", channelName: "#c", text: "The plan" })
      .catch((error: unknown) => error);
    return { delivery, posts: asked.filter((method) => method === "chat.postMessage").length };
  }
  const history = (...messages: unknown[]) => ({ ok: true, messages, has_more: false });

  test("our own message is known by its reference where Slack keeps the metadata back", async (t) => {
    const { delivery, posts } = await announce(t, [history(ours)]);
    shows(delivery, { isEarlier: true, messageId: ours.ts, copies: 1, permalink: null });
    assert.equal(posts, 0);
  });

  test("somebody's quotation of it is not it", async (t) => {
    const quoted = { ts: "1761037100.000100", user: "U7", text: `Look: "${ours.text}"` };
    const { delivery, posts } = await announce(t, [history(quoted), history(ours, quoted)]);
    shows(delivery, { isEarlier: false, copies: 1 });
    assert.equal(posts, 1);
  });

  test("two of them are counted, and the older one is named", async (t) => {
    const twice = { ...ours, ts: "1761037250.000100" };
    const { delivery } = await announce(t, [history(twice, ours)]);
    shows(delivery, { isEarlier: true, messageId: ours.ts, copies: 2 });
  });

  test("accepted and never shown is no copy; a channel that cannot be read back is unknown", async (t) => {
    shows((await announce(t, [history()])).delivery, { isEarlier: false, copies: 0 });
    const unread = await announce(t, [history(), { ok: false, error: "internal_error" }]);
    shows(unread.delivery, { isEarlier: false, copies: null });
    assert.equal(unread.posts, 1);
  });

  test("in a channel too busy to be read to its end nothing is posted", async (t) => {
    const endless = {
      ok: true,
      messages: [{ ts: "1", text: "x" }],
      has_more: true,
      response_metadata: { next_cursor: "c" },
    };
    const { delivery, posts } = await announce(t, [endless]);
    inconclusive("timed-out", /^Nothing was posted in #c/)(delivery);
    assert.equal(posts, 0);
  });

  test("a channel that cannot be searched gets nothing", async (t) => {
    const { delivery, posts } = await announce(t, [{ ok: false, error: "missing_scope", needed: "channels:history" }]);
    inconclusive("unauthorised", /needs the scope channels:history/)(delivery);
    assert.equal(posts, 0);
  });
});
