import { CheckFailedError, InconclusiveError } from "../../errors";
import { referenceOf, type Announcement } from "./announcement-message";
import { refusalAsError, refusedToken } from "./refusals";
import type { Refused, Unanswered } from "./web-api";

const HISTORY = "conversations.history";
const POST = "chat.postMessage";

/** What Slack's words say about the channel. */
const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  not_in_channel: "The bot is no member of the channel.",
  channel_not_found: "There is no channel with this id, or it is a private one that the bot was not invited to.",
  is_archived: "The channel is archived.",
  restricted_action: "Only some people may post in the channel.",
  restricted_action_read_only_channel: "The channel is read-only.",
};

/** The channel cannot be searched for an earlier announcement, so nothing was posted. */
export function notReadable(
  answer: Refused | Unanswered,
  channelName: string,
  where: string,
): InconclusiveError | CheckFailedError {
  if (answer.kind === "no-answer") return refusedToken(answer, HISTORY, where);
  return refusalAsError(answer, HISTORY, where) ?? refused(answer, HISTORY, channelName, where);
}

/** Slack did not take the announcement. */
export function notPosted(answer: Refused, channelName: string, where: string): InconclusiveError | CheckFailedError {
  return refusalAsError(answer, POST, where) ?? refused(answer, POST, channelName, where);
}

/** More messages than are read: an earlier announcement may stand among the others. */
export function tooBusy(channelName: string, count: number, where: string): InconclusiveError {
  return new InconclusiveError("timed-out", [
    {
      what: `Nothing was posted in ${channelName}: whether the announcement stands there already could not be found out.`,
      where,
      why: `The channel has had more than ${count} messages in the last two weeks, and no more of them are read.`,
      fix: "Announce in a quieter channel, made for deployments.",
    },
  ]);
}

/** The post was not answered, and the channel does not show it. */
export function neverSeen({ cause, why }: Unanswered, { key, channelName }: Announcement, where: string) {
  return new InconclusiveError(cause, [
    {
      what: `Slack did not answer the post in ${channelName}, and it was not seen there; it was not posted again.`,
      where,
      why: `No answer came to ${POST}: ${why}.`,
      fix: `Look in ${channelName} for "${referenceOf(key)}", then run this again: it searches the channel first, and posts what is not there.`,
    },
  ]);
}

function refused({ word }: Refused, method: string, channelName: string, where: string): CheckFailedError {
  return new CheckFailedError([
    {
      what: `The announcement does not stand in ${channelName}: Slack refused ${method} with ${word}.`,
      where,
      why: CHANNEL_WORDS[word] ?? `Slack's documentation of ${method} explains the word.`,
      fix: `Invite the bot to ${channelName}, or correct the channel's id in the environment file: an id such as C0123456789, no name.`,
    },
  ]);
}
