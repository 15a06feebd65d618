import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CheckContext } from "../model/check-context";
import type { MessageDelivery } from "../model/readings/messages";
import { placeOf } from "./place";
import { awaitAlert, type AlertMessage, type AlertSearch } from "./slack/alert-search";
import { findMarked } from "./slack/history";
import { refusalAsError, refusedToken } from "./slack/refusals";
import { callSlack, type Refused, type SlackAnswer } from "./slack/web-api";
import type { Connection } from "./transport/connection";
import { createHttpTransport } from "./transport/create-http-transport";
import type { HttpTransport } from "./transport/http-transport";
import { waitUntil } from "./waiting";

/** Where Slack is, and the channel of the test messages; the bot must be a member of it. */
export interface SlackOptions {
  /** Base URL "https://slack.com/api"; auth is the bot token as bearer. */
  readonly connection: Connection;
  readonly channelId: string;
  /** For people: "#phase4-preflight". */
  readonly channelName: string;
}

/** Slack in the runbook's words. */
export interface Slack {
  /**
   * Posts one message that says it is a test, once and never again, and reads it back from the channel.
   * The message stays: its permalink is the evidence.
   * @throws InconclusiveError unauthorised (the token), provider-warning (Slack cannot now), unreachable or timed-out
   *   where Slack does not answer before anything was posted.
   */
  postTestMessage(): Promise<MessageDelivery>;
  /**
   * Waits for a message of an alert in the channel: the first one since a time, in whatever part of it the alert's name
   * stands. One that says that the alert is resolved is not it.
   * @throws InconclusiveError where the channel cannot be read: unauthorised (a token without the scope, a bot that is no
   *   member), not-executed (no such channel), provider-warning, unreachable, timed-out.
   */
  awaitAlert(search: AlertSearch): Promise<AlertMessage>;
}

const posted = z.object({ ts: z.string() });
const permalinked = z.object({ permalink: z.string() });
const identity = z.looseObject({});

/** How far the clocks of Slack and of this machine may be apart. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** A client of Slack's Web API. Source: docs.slack.dev/reference/methods. */
export function createSlack(options: SlackOptions, context: CheckContext): Slack {
  return new SlackClient(options, context);
}

class SlackClient implements Slack {
  private readonly transport: HttpTransport;
  private readonly where: string;

  constructor(
    private readonly options: SlackOptions,
    private readonly context: CheckContext,
  ) {
    this.transport = createHttpTransport(options.connection, context);
    this.where = placeOf(options.connection, context.environment);
  }

  async postTestMessage(): Promise<MessageDelivery> {
    await this.proveToken();
    const marker = `canary-runbook-${randomUUID()}`;
    const about = { where: this.where, channel: this.options.channelName, marker };
    const postedAtMs = Date.now();
    const answer = await this.post(marker);
    if (answer.kind === "refused") {
      return { ...about, ...refusedPost(answer, this.where) };
    }
    const found = await this.readBack(marker, postedAtMs);
    const first = found.kind === "ok" ? found.data[0] : undefined;
    return {
      ...about,
      post: answer.kind === "ok" ? { kind: "accepted" } : { kind: "no-answer", why: answer.why },
      readBack: found.kind === "ok" ? { count: found.data.length } : null,
      readBackProblem: readBackProblem(found),
      delayMs: first === undefined ? null : Date.now() - postedAtMs,
      permalink: await this.permalinkOf(answer.kind === "ok" ? answer.data.ts : first),
    };
  }

  awaitAlert(search: AlertSearch): Promise<AlertMessage> {
    return awaitAlert(this.options, this.context, search);
  }

  /** The positive control: what fails later is not for want of a valid token. */
  private async proveToken(): Promise<void> {
    const method = "auth.test";
    const answer = await callSlack(this.transport, { method, form: {}, isRepeatable: true }, identity);
    if (answer.kind !== "ok") {
      throw refusedToken(answer, method, this.where);
    }
  }

  private async post(marker: string): Promise<SlackAnswer<{ readonly ts: string }>> {
    const { runId, checkId } = this.context;
    const form = {
      channel: this.options.channelId,
      text: testText(marker, this.context),
      metadata: JSON.stringify({
        event_type: "canary_runbook_test",
        event_payload: { marker, run_id: runId, check: checkId },
      }),
    };
    return await callSlack(this.transport, { method: "chat.postMessage", form, isRepeatable: false }, posted);
  }

  private async readBack(marker: string, postedAtMs: number): Promise<SlackAnswer<readonly string[]>> {
    const { connection, channelId } = this.options;
    const oldestTs = `${Math.floor(postedAtMs / 1_000) - CLOCK_TOLERANCE_SECONDS}.000000`;
    let last: SlackAnswer<readonly string[]> | undefined;
    const polled = await waitUntil(connection, this.context, {
      awaited: "the test message in the channel's history",
      read: async (transport, signal) => {
        const answer = await findMarked(transport, { channelId, oldestTs, marker }, signal);
        // The wait's end may cut a reading off: what was read before it counts then.
        last = answer.kind === "no-answer" && signal.aborted ? (last ?? answer) : answer;
        return last;
      },
      isEnough: (answer) => answer.kind === "refused" || (answer.kind === "ok" && answer.data.length > 0),
    });
    return polled.value;
  }

  private async permalinkOf(ts: string | undefined): Promise<string | null> {
    if (ts === undefined) {
      return null;
    }
    const form = { channel: this.options.channelId, message_ts: ts };
    const call = { method: "chat.getPermalink", form, isRepeatable: true };
    const answer = await callSlack(this.transport, call, permalinked);
    return answer.kind === "ok" ? answer.data.permalink : null;
  }
}

function testText(marker: string, { environment, runId, checkId }: CheckContext): string {
  return (
    `Test message of the canary preflight, nothing to do: Slack reception is being checked ` +
    `(${checkId}, environment ${environment}, run ${runId}, marker ${marker}).`
  );
}

function refusedPost(answer: Refused, where: string) {
  const error = refusalAsError(answer, "chat.postMessage", where);
  if (error !== null) {
    throw error;
  }
  const post = { kind: "refused", word: answer.word } as const;
  return { post, readBack: null, readBackProblem: null, permalink: null, delayMs: null };
}

function readBackProblem(found: SlackAnswer<readonly string[]>): string | null {
  switch (found.kind) {
    case "ok":
      return null;
    case "refused":
      return `conversations.history was refused: ${found.word}${found.needed === null ? "" : ` (needs ${found.needed})`}`;
    case "no-answer":
      return `conversations.history was not answered: ${found.why}`;
  }
}
