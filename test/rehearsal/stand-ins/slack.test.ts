import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { startSlack, type SlackStandIn } from "../../../rehearsal/stand-ins/slack";
import { ask, at, listAt, type Answer } from "./ask";

const TOKEN = "xoxb-rehearsal";

describe("Slack stand-in", () => {
  let slack: SlackStandIn;
  let channel: string;
  const start = async () => {
    slack = await startSlack({ token: TOKEN, webhookKey: "hook-secret" }, () => undefined);
    channel = slack.channelId("phase4-preflight");
  };
  const call = (method: string, form: Record<string, string>, headers = {}): Promise<Answer> =>
    ask(slack.apiUrl + method, { form, headers: { authorization: `Bearer ${TOKEN}`, ...headers } });
  const post = async (text: string, more: Record<string, string> = {}) =>
    String(at((await call("chat.postMessage", { channel, text, ...more })).json, "ts"));

  describe("who may call", () => {
    before(start);
    after(() => slack.stop());

    it("knows its own token and says who it belongs to", async () => {
      const answer = await call("auth.test", {});
      assert.equal(answer.status, 200);
      assert.equal(at(answer.json, "ok"), true);
      assert.equal(at(answer.json, "bot_id"), "B0PHASE4BOT");
      assert.match(answer.headers.get("x-oauth-scopes") ?? "", /chat:write/);
    });

    it("answers 200 with ok:false to no token, a wrong one, and one inside a JSON body", async () => {
      const none = await ask(`${slack.apiUrl}auth.test`, { form: {} });
      const wrong = await call("auth.test", {}, { authorization: "Bearer xoxb-other" });
      const inJson = await ask(`${slack.apiUrl}auth.test`, { json: { token: TOKEN } });
      assert.deepEqual([none.status, none.json], [200, { ok: false, error: "not_authed" }]);
      assert.deepEqual([wrong.status, wrong.json], [200, { ok: false, error: "invalid_auth" }]);
      assert.deepEqual(inJson.json, { ok: false, error: "not_authed" });
    });

    it("takes the token from a form field", async () => {
      const answer = await ask(`${slack.apiUrl}auth.test`, { form: { token: TOKEN } });
      assert.equal(at(answer.json, "ok"), true);
    });

    it("names a method that does not exist, also one named like a property of every object", async () => {
      for (const name of ["chat.shout", "constructor"]) {
        const answer = await call(name, {});
        assert.deepEqual([answer.status, answer.json], [200, { ok: false, error: "unknown_method", req_method: name }]);
      }
      assert.equal((await ask(`${slack.url}/nowhere`)).status, 404);
    });
  });

  describe("posting", () => {
    before(start);
    after(() => slack.stop());

    it("stores a form-encoded message with JSON-encoded blocks and metadata", async () => {
      const blocks = [{ type: "section", text: { type: "mrkdwn", text: "*Test*" } }];
      const metadata = { event_type: "canary_probe", event_payload: { run: "r1" } };
      const answer = await call("chat.postMessage", {
        channel,
        text: "hello",
        blocks: JSON.stringify(blocks),
        metadata: JSON.stringify(metadata),
      });
      assert.equal(at(answer.json, "ok"), true);
      assert.match(String(at(answer.json, "ts")), /^\d{10}\.\d{6}$/);
      const stored = slack.messages(channel).at(-1);
      assert.deepEqual([stored?.text, stored?.blocks, stored?.metadata], ["hello", blocks, metadata]);
    });

    it("stores a JSON message, addressed by the channel's name", async () => {
      const answer = await ask(`${slack.apiUrl}chat.postMessage`, {
        json: { channel: "#support", text: "from JSON" },
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      assert.equal(at(answer.json, "channel"), slack.channelId("support"));
      assert.equal(slack.messages(slack.channelId("support")).at(-1)?.text, "from JSON");
    });

    it("gives text back as Slack stores it: escaped, with addresses between angle brackets", async () => {
      await post("a & b <c> see https://example.org/x?a=1&b=2 <https://example.org|kept>");
      assert.equal(
        slack.messages(channel).at(-1)?.text,
        "a &amp; b &lt;c&gt; see <https://example.org/x?a=1&amp;b=2> <https://example.org|kept>",
      );
    });

    const refused: readonly (readonly [string, Record<string, string>, string])[] = [
      ["an unknown channel", { channel: "C0NOWHERE", text: "x" }, "channel_not_found"],
      ["a message without content", { channel: "#support" }, "no_text"],
      ["blocks that are not JSON", { channel: "#support", blocks: "[{" }, "invalid_blocks_format"],
      ["a block without a type", { channel: "#support", blocks: "[{}]" }, "invalid_blocks"],
      [
        "metadata without a payload",
        { channel: "#support", text: "x", metadata: '{"event_type":"a"}' },
        "invalid_metadata_format",
      ],
      ["a text of 40,001 characters", { channel: "#support", text: "x".repeat(40_001) }, "msg_too_long"],
      ["a thread that does not exist", { channel: "#support", text: "x", thread_ts: "1.000000" }, "thread_not_found"],
    ];
    for (const [what, form, error] of refused)
      it(`refuses ${what}: ${error}`, async () => {
        const answer = await call("chat.postMessage", form);
        assert.deepEqual([answer.status, answer.json], [200, { ok: false, error }]);
      });

    it("refuses bodies that it cannot read", async () => {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const url = `${slack.apiUrl}chat.postMessage`;
      const asked = [
        await ask(url, { body: "{", headers: { ...headers, "content-type": "application/json" } }),
        await ask(url, { body: "[]", headers: { ...headers, "content-type": "application/json" } }),
        await ask(url, { body: "x", headers: { ...headers, "content-type": "text/plain" } }),
      ];
      const errors = asked.map(({ json }) => at(json, "error"));
      assert.deepEqual(errors, ["invalid_json", "json_not_object", "invalid_post_type"]);
    });
  });

  describe("reading", () => {
    beforeEach(start);
    const stop = () => slack.stop();

    it("reads one message back by its ts, and its metadata only when asked for", async (t) => {
      t.after(stop);
      await post("older");
      const ts = await post("wanted", { metadata: '{"event_type":"a","event_payload":{"run":"1"}}' });
      const form = { channel, latest: ts, inclusive: "true", limit: "1" };
      const plain = await call("conversations.history", form);
      const whole = await call("conversations.history", { ...form, include_all_metadata: "true" });
      assert.deepEqual([at(plain.json, "messages.0.ts"), at(plain.json, "messages.0.metadata")], [ts, undefined]);
      assert.equal(at(whole.json, "messages.0.metadata.event_payload.run"), "1");
    });

    it("takes oldest and latest as exclusive", async (t) => {
      t.after(stop);
      const [first, second, third] = [await post("1"), await post("2"), await post("3")];
      const between = await call("conversations.history", { channel, oldest: first, latest: third });
      const from = await call("conversations.history", { channel, oldest: second, inclusive: "1" });
      assert.deepEqual(
        listAt(between.json, "messages").map((message) => at(message, "ts")),
        [second],
      );
      assert.deepEqual(
        listAt(from.json, "messages").map((message) => at(message, "ts")),
        [third, second],
      );
    });

    it("pages with a cursor, newest first", async (t) => {
      t.after(stop);
      for (const text of ["1", "2", "3"]) await post(text);
      const first = await call("conversations.history", { channel, limit: "2" });
      const cursor = String(at(first.json, "response_metadata.next_cursor"));
      const second = await call("conversations.history", { channel, limit: "2", cursor });
      assert.deepEqual([at(first.json, "has_more"), at(first.json, "messages.0.text")], [true, "3"]);
      assert.deepEqual([at(second.json, "has_more"), at(second.json, "messages.0.text")], [false, "1"]);
      assert.equal(at(second.json, "response_metadata"), undefined);
    });

    it("refuses bad arguments, a channel's name, and ignores a JSON body as Slack's reading methods do", async (t) => {
      t.after(stop);
      const error = async (form: Record<string, string>) =>
        at((await call("conversations.history", form)).json, "error");
      assert.equal(await error({ channel: "phase4-preflight" }), "channel_not_found");
      assert.equal(await error({ channel, oldest: "yesterday" }), "invalid_ts_oldest");
      assert.equal(await error({ channel, limit: "1000" }), "invalid_limit");
      assert.equal(await error({ channel, cursor: "bad" }), "invalid_cursor");
      const headers = { authorization: `Bearer ${TOKEN}` };
      const asJson = await ask(`${slack.apiUrl}conversations.history`, { json: { channel }, headers });
      assert.equal(at(asJson.json, "error"), "invalid_arguments");
    });

    it("keeps replies out of the history and lists them with their thread", async (t) => {
      t.after(stop);
      const parent = await post("parent");
      const reply = await post("reply", { thread_ts: parent });
      const history = await call("conversations.history", { channel });
      const thread = await call("conversations.replies", { channel, ts: parent });
      assert.deepEqual(
        listAt(history.json, "messages").map((message) => at(message, "ts")),
        [parent],
      );
      assert.deepEqual(
        listAt(thread.json, "messages").map((message) => at(message, "ts")),
        [parent, reply],
      );
      const missing = await call("conversations.replies", { channel, ts: "1.000000" });
      assert.equal(at(missing.json, "error"), "thread_not_found");
    });

    it("describes a channel, reacts once, deletes once", async (t) => {
      t.after(stop);
      const timestamp = await post("react to me");
      const info = await call("conversations.info", { channel });
      assert.deepEqual([at(info.json, "channel.name"), at(info.json, "channel.is_member")], ["phase4-preflight", true]);
      const reaction = { channel, timestamp, name: "white_check_mark" };
      assert.deepEqual((await call("reactions.add", reaction)).json, { ok: true });
      assert.equal(at((await call("reactions.add", reaction)).json, "error"), "already_reacted");
      const listed = await call("reactions.get", { channel, timestamp });
      assert.deepEqual(at(listed.json, "message.reactions.0"), {
        name: "white_check_mark",
        users: ["U0PHASE4BOT"],
        count: 1,
      });
      assert.deepEqual((await call("chat.delete", { channel, ts: timestamp })).json, {
        ok: true,
        channel,
        ts: timestamp,
      });
      assert.equal(at((await call("chat.delete", { channel, ts: timestamp })).json, "error"), "message_not_found");
    });

    it("gives a permalink to a page that shows the message and nothing executable", async (t) => {
      t.after(stop);
      const ts = await post("<script>alert(1)</script> & more");
      const link = String(at((await call("chat.getPermalink", { channel, message_ts: ts })).json, "permalink"));
      const page = await ask(link);
      assert.equal(page.status, 200);
      assert.match(page.text, /&lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; more/);
      assert.doesNotMatch(page.text, /<script>/);
      assert.equal((await ask(`${slack.url}/archives/${channel}/p1000000`)).status, 404);
    });
  });

  describe("incoming webhook", () => {
    before(start);
    after(() => slack.stop());

    it("lands Alertmanager's post as a bot message with attachments and without text", async () => {
      const attachments = [{ title: "CanaryErrorRate", text: "5 %", color: "danger", fallback: "x" }];
      const json = { channel: "#phase4-critical", username: "alertmanager", attachments };
      const answer = await ask(slack.webhookUrl, { json });
      assert.deepEqual([answer.status, answer.text], [200, "ok"]);
      const [message] = slack.messages(slack.channelId("phase4-critical"));
      assert.deepEqual([message?.text, message?.subtype, message?.username], ["", "bot_message", "alertmanager"]);
      assert.deepEqual(message?.attachments, attachments);
    });

    it("says in plain text why it refuses", async () => {
      const bad = slack.webhookUrl.replace("hook-secret", "guess");
      const asked = [
        await ask(bad, { json: { text: "x" } }),
        await ask(`${slack.url}/services/T/B/X`, { json: { text: "x" } }),
        await ask(slack.webhookUrl, { body: "no json", headers: { "content-type": "application/json" } }),
        await ask(slack.webhookUrl, { json: {} }),
        await ask(slack.webhookUrl, { json: { text: "x", channel: "#nowhere" } }),
      ];
      assert.deepEqual(
        asked.map(({ status, text }) => `${status} ${text}`),
        ["403 invalid_token", "404 no_service", "400 invalid_payload", "400 no_text", "404 channel_not_found"],
      );
    });
  });

  describe("faults", () => {
    beforeEach(start);
    const stop = () => slack.stop();

    it("revokeToken: every call is refused, still with 200", async (t) => {
      t.after(stop);
      slack.revokeToken();
      const answer = await call("auth.test", {});
      assert.deepEqual([answer.status, answer.json], [200, { ok: false, error: "token_revoked" }]);
    });

    it("leaveChannel: posting and reading that channel are refused, others are not", async (t) => {
      t.after(stop);
      slack.leaveChannel(channel);
      assert.equal(at((await call("chat.postMessage", { channel, text: "x" })).json, "error"), "not_in_channel");
      assert.equal(at((await call("conversations.history", { channel })).json, "error"), "not_in_channel");
      assert.equal(at((await call("chat.postMessage", { channel: "#support", text: "x" })).json, "ok"), true);
      assert.equal(slack.messages(channel).length, 0);
    });

    it("answerSlowly: the message is there long before the answer", async (t) => {
      t.after(stop);
      slack.answerSlowly(400);
      const started = Date.now();
      const posting = call("chat.postMessage", { channel, text: "slow" });
      await new Promise((resolve) => setTimeout(resolve, 150));
      assert.equal(slack.messages(channel).length, 1);
      await posting;
      assert.ok(Date.now() - started >= 390);
    });

    it("rateLimit: the next calls get 429 with Retry-After, then all is well", async (t) => {
      t.after(stop);
      slack.rateLimit(1);
      const limited = await call("auth.test", {});
      assert.deepEqual(
        [limited.status, limited.headers.get("retry-after"), at(limited.json, "error")],
        [429, "1", "ratelimited"],
      );
      assert.equal((await call("auth.test", {})).status, 200);
    });
  });
});
