import { createHash } from "node:crypto";
import type { CheckContext } from "../../model/check-context";
import type { HistoryMessage } from "./history-pages";

/** Something that people are told once, in one channel. */
export interface Announcement {
  /** What makes it the same announcement; the same key is never posted twice in a channel. */
  readonly key: string;
  /** What it is about, for `findLatest`: the announcements that replace one another share it. Left out: the key. */
  readonly topic?: string;
  readonly channelId: string;
  /** For people: "#phase4-deployment". */
  readonly channelName: string;
  /** As people are to read it; what Slack would take for its own markup is escaped, `*` and `_` are not. */
  readonly text: string;
  /** Member ids of the people whom Slack is to notify of it. */
  readonly mentions?: readonly string[];
}

const EVENT_TYPE = "canary_runbook_announcement";

/** What the bot is called in the messages that it posts; null: Slack did not say. */
export interface Sender {
  readonly botId: string | null;
  readonly userId: string | null;
}

/** SHA-256 of a text, in lower-case hex. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The words at the end of a message by which it is found again, also where Slack keeps its metadata back. */
export function referenceOf(key: string): string {
  return `canary-runbook ${digestOf(key).slice(0, 12)}`;
}

/** The arguments of `chat.postMessage`. Links are not unfolded: the message is the announcement. */
export function postForm(announcement: Announcement, { runId, checkId }: CheckContext): Record<string, string> {
  const { key, topic = key, channelId, text, mentions = [] } = announcement;
  const notified = mentions.length === 0 ? "" : `\n${mentions.map((userId) => `<@${userId}>`).join(" ")}`;
  const payload = { key, topic, reference: referenceOf(key), text_sha256: digestOf(text), run_id: runId };
  return {
    channel: channelId,
    text: `${escaped(text)}${notified}\n_Reference: ${referenceOf(key)}_`,
    unfurl_links: "false",
    unfurl_media: "false",
    metadata: JSON.stringify({ event_type: EVENT_TYPE, event_payload: { ...payload, check: checkId } }),
  };
}

/** Whether a message is the announcement with this key: by its metadata, or by the reference in what we ourselves wrote. */
export function isAnnouncement(message: HistoryMessage, key: string, sender: Sender): boolean {
  if (!isFrom(message, sender)) return false;
  return fieldOf(message, "key") === key || (message.text ?? "").includes(referenceOf(key));
}

/** Whether a message is an announcement about a topic. */
export function isAbout(message: HistoryMessage, topic: string, sender: Sender): boolean {
  return isFrom(message, sender) && fieldOf(message, "topic") === topic;
}

/** A field of our own metadata; null: it has none. */
export function fieldOf({ metadata }: HistoryMessage, name: "key" | "topic" | "text_sha256"): string | null {
  const value = metadata?.event_type === EVENT_TYPE ? metadata.event_payload?.[name] : undefined;
  return typeof value === "string" ? value : null;
}

/** The text of an announcement as it was given, from what Slack gives back. */
export function givenText({ text = "" }: Pick<HistoryMessage, "text">): string {
  const end = text.lastIndexOf("\n_Reference: canary-runbook ");
  return unescaped(end === -1 ? text : text.slice(0, end));
}

/** A quotation of the message by somebody else is not the message. */
function isFrom({ bot_id: botId, user }: HistoryMessage, sender: Sender): boolean {
  if (sender.botId !== null) return botId === sender.botId;
  return sender.userId === null || user === sender.userId;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Slack puts addresses between angle brackets, with a label behind a bar where it has shortened them. */
function unescaped(stored: string): string {
  return stored
    .replace(/<((?:https?:\/\/|mailto:)[^<>|]+)(?:\|[^<>]*)?>/g, (_, address: string) =>
      address.replace(/^mailto:/, ""),
    )
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
