import { z } from "zod";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import type { AlertArrival } from "../../model/readings/incident";
import { placeOf } from "../place";
import type { Connection } from "../transport/connection";
import { createHttpTransport } from "../transport/create-http-transport";
import type { HttpTransport } from "../transport/http-transport";
import { waitUntil } from "../waiting";
import { isResolution, namesAlert, shownTexts } from "./message-texts";
import { refusalAsError, refusedToken } from "./refusals";
import { callSlack, type Refused, type SlackAnswer, type Unanswered } from "./web-api";

/** What is waited for in a channel, and for how long. */
export interface AlertSearch {
  readonly alertName: string;
  /** ISO 8601: an older message belongs to another incident. */
  readonly since: string;
  readonly limitMs: number;
}

/** Whether the alert's message is in the channel. */
export type AlertMessage = Pick<AlertArrival, "where" | "alertName" | "channel" | "message" | "lookedUntil">;

/** The channel that is read; the bot must be a member of it. */
interface Channel {
  readonly connection: Connection;
  readonly channelId: string;
  readonly channelName: string;
}

const message = z.object({
  ts: z.string(),
  text: z.string().optional(),
  attachments: z.array(z.unknown()).optional(),
  blocks: z.array(z.unknown()).optional(),
});
const page = z.object({
  messages: z.array(message),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});
const permalinked = z.object({ permalink: z.string() });

const METHOD = "conversations.history";
const MESSAGES_A_PAGE = 200;
const MOST_PAGES = 10;

interface Found {
  readonly ts: string;
  readonly text: string;
}

/** The first message of the alert, or null, with the moment of the look at the channel that says so. */
interface Look {
  readonly at: string;
  readonly answer: SlackAnswer<Found | null>;
}

/** Looks at the channel until the alert's message is there or the time is over; see `Slack.awaitAlert`. */
export async function awaitAlert(channel: Channel, context: CheckContext, search: AlertSearch): Promise<AlertMessage> {
  const { channelId, channelName } = channel;
  const where = placeOf(channel.connection, context.environment);
  const { at, answer } = await lookUntilThere(channel, context, search);
  if (answer.kind !== "ok") throw unreadable(answer, channelName, where);
  const about = { where, alertName: search.alertName, channel: channelName, lookedUntil: at };
  if (answer.data === null) return { ...about, message: null };
  const { ts, text } = answer.data;
  const form = { channel: channelId, message_ts: ts };
  const transport = createHttpTransport(channel.connection, context);
  const link = await callSlack(transport, { method: "chat.getPermalink", form, isRepeatable: true }, permalinked);
  const permalink = link.kind === "ok" ? link.data.permalink : `no permalink; channel ${channelId}, message ${ts}`;
  return { ...about, message: { postedAt: momentOf(ts), permalink, text } };
}

async function lookUntilThere(channel: Channel, context: CheckContext, search: AlertSearch): Promise<Look> {
  const connection = { ...channel.connection, deadlineMs: Math.max(channel.connection.deadlineMs, search.limitMs) };
  let last: Look | undefined;
  const polled = await waitUntil(connection, context, {
    awaited: `the message of ${search.alertName} in ${channel.channelName}`,
    read: async (transport, signal) => {
      const at = new Date().toISOString();
      const answer = await firstOfAlert(transport, channel.channelId, search, signal);
      // The wait's end may cut a look off: the one before it counts then. A busy Slack is asked again.
      last = answer.kind === "no-answer" && signal.aborted ? (last ?? { at, answer }) : { at, answer };
      return last;
    },
    isEnough: ({ answer }) => (answer.kind === "ok" ? answer.data !== null : isFinal(answer)),
    withinMs: search.limitMs,
  });
  return polled.value;
}

/** Whether asking again would get the same answer. */
function isFinal(answer: Refused | Unanswered): boolean {
  if (answer.kind === "no-answer") return answer.cause === "unauthorised";
  return refusalAsError(answer, METHOD, "")?.reason !== "provider-warning";
}

async function firstOfAlert(
  transport: HttpTransport,
  channel: string,
  { alertName, since }: AlertSearch,
  signal: AbortSignal,
): Promise<SlackAnswer<Found | null>> {
  const found: Found[] = [];
  const oldest = (Date.parse(since) / 1_000).toFixed(6);
  let cursor = "";
  for (let count = 1; count <= MOST_PAGES; count += 1) {
    const about = { channel, oldest, inclusive: "true", limit: String(MESSAGES_A_PAGE) };
    const form = cursor === "" ? about : { ...about, cursor };
    const answer = await callSlack(transport, { method: METHOD, form, isRepeatable: true, signal }, page);
    if (answer.kind !== "ok") return answer;
    for (const one of answer.data.messages) {
      const texts = shownTexts(one);
      if (namesAlert(texts, alertName) && !isResolution(texts)) found.push({ ts: one.ts, text: texts.join("\n") });
    }
    cursor = answer.data.response_metadata?.next_cursor ?? "";
    if (answer.data.has_more !== true || cursor === "") {
      const [first = null] = found.sort((one, other) => Number(one.ts) - Number(other.ts));
      return { kind: "ok", data: first };
    }
  }
  const why = `the channel had more than ${MOST_PAGES * MESSAGES_A_PAGE} messages since ${since}`;
  return { kind: "no-answer", cause: "timed-out", why };
}

function momentOf(ts: string): string {
  return new Date(Number(ts) * 1_000).toISOString();
}

function unreadable(answer: Refused | Unanswered, channelName: string, where: string): InconclusiveError {
  if (answer.kind === "no-answer") return refusedToken(answer, METHOD, where);
  const known = refusalAsError(answer, METHOD, where);
  if (known !== null) return known;
  const isOutside = answer.word === "not_in_channel";
  return new InconclusiveError(isOutside ? "unauthorised" : "not-executed", [
    {
      what: `The channel ${channelName} cannot be read: Slack refused ${METHOD} with ${answer.word}.`,
      where,
      why: isOutside
        ? "The bot is no member of the channel, so it is not shown what is posted there."
        : "There is no channel with this id, or not for this bot; a name does not do in its place.",
      fix: `Invite the bot to ${channelName} and check incident.alert.channelId in the environment file; look into the channel yourself meanwhile.`,
    },
  ]);
}
