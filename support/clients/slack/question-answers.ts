import { z } from "zod";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import type { QuestionSigns } from "../../model/readings/slack-answers";
import { placeOf } from "../place";
import { createHttpTransport } from "../transport/create-http-transport";
import type { HttpTransport } from "../transport/http-transport";
import type { AnnouncementsOptions } from "./announcements";
import { refusalAsError, refusedToken } from "./refusals";
import { callSlack, type Refused, type Unanswered } from "./web-api";

/** Where a question stands. */
export interface PostedQuestion {
  readonly channelId: string;
  readonly channelName: string;
  readonly messageId: string;
}

/** What people said to a question that stands in a channel. */
export interface QuestionAnswers {
  /**
   * All reactions to the question and all replies in its thread, whole or not at all.
   * @throws InconclusiveError unauthorised, provider-warning, unreachable, timed-out, or no-data (the question is gone).
   */
  read(question: PostedQuestion): Promise<QuestionSigns>;
}

const reacted = z.object({
  message: z.object({
    reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()), count: z.number() })).optional(),
  }),
});
const replied = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      text: z.string().optional(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});

const MOST_PAGES = 10;

/** Answers through Slack's Web API. Source: docs.slack.dev/reference/methods (reactions.get, conversations.replies). */
export function createQuestionAnswers({ connection }: AnnouncementsOptions, context: CheckContext): QuestionAnswers {
  const transport = createHttpTransport(connection, context);
  const where = placeOf(connection, context.environment);
  return {
    read: async (question) => ({
      reactions: await reactionsTo(question, transport, where),
      replies: await repliesTo(question, transport, where),
    }),
  };
}

async function reactionsTo(question: PostedQuestion, transport: HttpTransport, where: string) {
  const { channelId, messageId } = question;
  const method = "reactions.get";
  const form = { channel: channelId, timestamp: messageId, full: "true" };
  const answer = await callSlack(transport, { method, form, isRepeatable: true }, reacted);
  if (answer.kind !== "ok") throw unread(answer, method, question, where);
  const reactions = answer.data.message.reactions ?? [];
  const cut = reactions.find(({ users, count }) => users.length < count);
  if (cut !== undefined) throw notWhole(`not everybody who reacted with ${cut.name} is named`, question, where);
  return reactions.flatMap(({ name, users }) => users.map((userId) => ({ userId, name })));
}

async function repliesTo(question: PostedQuestion, transport: HttpTransport, where: string) {
  const { channelId, messageId } = question;
  const method = "conversations.replies";
  const replies: { userId: string; text: string }[] = [];
  let cursor = "";
  for (let count = 1; count <= MOST_PAGES; count += 1) {
    const form = { channel: channelId, ts: messageId, limit: "200", ...(cursor === "" ? {} : { cursor }) };
    const answer = await callSlack(transport, { method, form, isRepeatable: true }, replied);
    if (answer.kind !== "ok") throw unread(answer, method, question, where);
    // The first one is the question itself; what a bot posts is no person's word.
    for (const { ts, user, bot_id: botId, text = "" } of answer.data.messages)
      if (ts !== messageId && user !== undefined && botId === undefined) replies.push({ userId: user, text });
    cursor = answer.data.response_metadata?.next_cursor ?? "";
    if (answer.data.has_more !== true) return replies;
    if (cursor === "") break;
  }
  throw notWhole(`its thread has more than ${replies.length} replies`, question, where);
}

function unread(
  answer: Refused | Unanswered,
  method: string,
  { channelName }: PostedQuestion,
  where: string,
): InconclusiveError {
  if (answer.kind === "no-answer") return refusedToken(answer, method, where);
  const gone = new InconclusiveError("no-data", [
    {
      what: `The answers in ${channelName} could not be read: Slack refused ${method} with ${answer.word}.`,
      where,
      why: "The question was deleted, or the bot is not in the channel any more.",
      fix: `Invite the bot to ${channelName}; if the question is gone, take the answers by npm run sign-off.`,
    },
  ]);
  return refusalAsError(answer, method, where) ?? gone;
}

function notWhole(why: string, { channelName }: PostedQuestion, where: string): InconclusiveError {
  return new InconclusiveError("partial-coverage", [
    {
      what: `The answers in ${channelName} could not be read whole, so none of them counts.`,
      where,
      why: `Slack did not give all of them: ${why}.`,
      fix: "Take the answers by npm run sign-off.",
    },
  ]);
}
