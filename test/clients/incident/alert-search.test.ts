import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startSlack, type SlackStandIn } from "../../../rehearsal/stand-ins/slack";
import { createSlack } from "../../../support/clients/slack";
import { isResolution, namesAlert, shownTexts } from "../../../support/clients/slack/message-texts";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { inconclusive } from "../inconclusive";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo, serve } from "../transport/local-servers";

const TOKEN = "xoxb-1234567890-secret";
const LONG_AGO = "2025-10-22T14:00:00.000Z";

after(() => closeTransports());

function slackAt(baseUrl: string, channelId: string, test = createTestContext()) {
  const auth = { kind: "bearer", token: TOKEN } as const;
  const connection = connectionTo(baseUrl, { system: "Slack", auth, timeoutMs: 400 });
  return createSlack({ connection, channelId, channelName: "#phase4-critical" }, test.context);
}

describe("a message of the alert", () => {
  let server: SlackStandIn;
  let channelId: string;
  beforeEach(async () => {
    server = await startSlack({ token: TOKEN, webhookKey: "webhook-key" }, () => undefined);
    channelId = server.channelId("phase4-critical");
  });
  afterEach(() => server.stop());

  const post = (content: object) => fetch(server.webhookUrl, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(content) }); // prettier-ignore
  const search = (since: string, limitMs: number, test = createTestContext()) =>
    slackAt(`${server.url}/api`, channelId, test).awaitAlert({ alertName: "HighErrorRate", since, limitMs });

  test("is the first one since the time, behind more pages than one, and not one from before", async () => {
    await post({ text: "HighErrorRate of last week" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const since = new Date().toISOString();
    for (let count = 0; count < 205; count += 1) await post({ text: `something else ${count}` });
    await post({ text: "*HighErrorRate* 3 %" });
    await post({ text: "HighErrorRate again" });
    const { message } = await search(since, 3_000);
    assert.equal(message?.text, "*HighErrorRate* 3 %");
  });

  test("is waited for no longer than the limit", async () => {
    await post({ text: "HighErrorRateOfLegacy" });
    const start = Date.now();
    const { message, where, lookedUntil } = await search(LONG_AGO, 600);
    assert.equal(message, null);
    assert.equal(where, `Slack, ${server.url}/api, environment test`);
    const waited = Date.now() - start;
    assert.ok(waited >= 590 && waited < 2_000, `${waited}`);
    assert.ok(Date.parse(lookedUntil) >= start + 400, lookedUntil);
  });

  test("is found though Slack limits the first looks", async () => {
    await post({ text: "HighErrorRate" });
    server.rateLimit(2);
    const { message } = await search(LONG_AGO, 4_000);
    assert.equal(message?.text, "HighErrorRate");
  });

  test("a channel that the bot is not in, one that is not there, and a revoked token", async () => {
    const of = (id: string) =>
      slackAt(`${server.url}/api`, id).awaitAlert({ alertName: "X", since: LONG_AGO, limitMs: 2_000 });
    const cannot = "The channel #phase4-critical cannot be read: Slack refused conversations.history with";
    await assert.rejects(of("C0NOWHERE"), inconclusive("not-executed", `${cannot} channel_not_found.`));
    server.leaveChannel(channelId);
    await assert.rejects(of(channelId), inconclusive("unauthorised", `${cannot} not_in_channel.`));
    server.revokeToken();
    await assert.rejects(of(channelId), inconclusive("unauthorised", /token_revoked/));
  });

  test("that was not there when the check was ended meanwhile is not said to be missing", async () => {
    const test = createTestContext();
    setTimeout(test.interrupt, 150);
    await assert.rejects(search(LONG_AGO, 5_000, test), inconclusive("timed-out", /HighErrorRate in #phase4-critical/));
  });
});

describe("a Slack that does not say what is in the channel", () => {
  const answering =
    (body: object): RequestListener =>
    (_request, response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    };
  const search = (url: string) => slackAt(url, "C1").awaitAlert({ alertName: "X", since: LONG_AGO, limitMs: 700 });

  test("a token without the scope is unauthorised, and the scope is named", async (t) => {
    const { url } = await serve(t, answering({ ok: false, error: "missing_scope", needed: "channels:history" }));
    const what = "Slack refused conversations.history: missing_scope. It needs the scope channels:history.";
    await assert.rejects(search(url), inconclusive("unauthorised", what));
  });

  test("one that is in trouble all the time is a provider's warning", async (t) => {
    const { url } = await serve(t, answering({ ok: false, error: "internal_error" }));
    await assert.rejects(search(url), inconclusive("provider-warning", /internal_error/));
  });

  test("one that is silent has timed out; one that is not there is unreachable", async (t) => {
    const { url } = await serve(t, () => undefined);
    await assert.rejects(search(url), inconclusive("timed-out", /did not answer conversations\.history/));
    await assert.rejects(search(`http://127.0.0.1:${await closedPort()}`), inconclusive("unreachable", /refused/));
  });

  test("pages without an end are no answer", async (t) => {
    const messages = [{ ts: "1761141600.000100", text: "X fired" }];
    const { url } = await serve(t, answering({ ok: true, messages, has_more: true, response_metadata: { next_cursor: "again" } })); // prettier-ignore
    await assert.rejects(search(url), inconclusive("timed-out", /more than 2000 messages since 2025-10-22/));
  });
});

describe("what stands in a message", () => {
  for (const [sentence, message, texts] of [
    [
      "its text without Slack's markup",
      { text: "&lt;1 %&gt; <https://a.example|see> <https://b.example>" },
      ["<1 %> see https://b.example"],
    ],
    [
      "titles and fields of its attachments",
      { text: "", attachments: [{ title: "T", text: "t", color: "red", fields: [{ title: "F", value: "v" }] }] },
      ["T", "t", "F", "v"],
    ],
    [
      "the texts of its blocks",
      { text: "a", blocks: [{ type: "section", text: { type: "mrkdwn", text: "b" } }] },
      ["a", "b"],
    ],
    ["each piece once", { text: "a", attachments: [{ fallback: "a", text: " a " }] }, ["a"]],
    ["nothing", {}, []],
  ] as const)
    // prettier-ignore
    test(sentence, () => assert.deepEqual(shownTexts(message), texts));

  for (const [text, isNamed] of [
    ["[FIRING:1] HighErrorRate (canary)", true],
    ["`HighErrorRate`", true],
    ["HighErrorRateLegacy", false],
    ["MyHighErrorRate", false],
    ["higherrorrate", false],
  ] as const)
    test(`"${text}" ${isNamed ? "names" : "does not name"} the alert`, () =>
      assert.equal(namesAlert(["", text], "HighErrorRate"), isNamed));

  for (const [text, isEnd] of [
    ["[RESOLVED] HighErrorRate", true],
    [":white_check_mark: Resolved: HighErrorRate", true],
    ["✅ resolved", true],
    ["[FIRING:1] HighErrorRate, not resolved by itself", false],
    ["Resolvedly", false],
  ] as const)
    test(`"${text}" is ${isEnd ? "an end" : "no end"}`, () => assert.equal(isResolution([text]), isEnd));
});
