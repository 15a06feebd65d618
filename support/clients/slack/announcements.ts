import { z } from "zod";
import type { CheckContext } from "../../model/check-context";
import type { AnnouncementDelivery, EarlierAnnouncement } from "../../model/readings/announcements";
import { placeOf } from "../place";
import type { Connection } from "../transport/connection";
import { createHttpTransport } from "../transport/create-http-transport";
import type { HttpTransport } from "../transport/http-transport";
import { waitUntil } from "../waiting";
import {
  digestOf,
  fieldOf,
  givenText,
  isAbout,
  isAnnouncement,
  postForm,
  type Announcement,
  type Sender,
} from "./announcement-message";
import { neverSeen, notPosted, notReadable, tooBusy } from "./announcement-problems";
import { readHistory, type HistoryMessage, type HistoryRead } from "./history-pages";
import { refusedToken } from "./refusals";
import { callSlack, type SlackAnswer } from "./web-api";

export type { Announcement } from "./announcement-message";

/** Where Slack is; auth is the bot token as bearer. */
export interface AnnouncementsOptions {
  readonly connection: Connection;
}

/** A channel that is read. */
export interface AnnouncementSearch {
  readonly topic: string;
  readonly channelId: string;
  readonly channelName: string;
}

/** What people are told through Slack, each thing once. */
export interface Announcements {
  /**
   * Sees to it that the announcement stands in the channel, once. Slack knows no idempotency key: the channel is searched
   * for the key first, then it is posted with one request, and an answer that is lost is followed by reading back and
   * never by a second request.
   * @throws CheckFailedError the channel does not take it: the bot is no member, the channel is archived or not there.
   * @throws InconclusiveError unauthorised (the token), provider-warning (Slack cannot now), unreachable or timed-out
   *   (nothing was posted, or it was posted without an answer and is not to be seen).
   */
  announceOnce(announcement: Announcement): Promise<AnnouncementDelivery>;
  /** The newest announcement about a topic in a channel; null: there is none. @throws as `announceOnce`. */
  findLatest(search: AnnouncementSearch): Promise<EarlierAnnouncement | null>;
}

const identity = z.object({ bot_id: z.string().nullish(), user_id: z.string().nullish() });
const posted = z.object({ ts: z.string() });
const permalinked = z.object({ permalink: z.string() });

/** Announcements belong to a release, and a release's week is shorter. */
const LOOK_BACK_DAYS = 14;
const MESSAGES_A_PAGE = 999;

/** Announcements through Slack's Web API. Source: docs.slack.dev/reference/methods, docs.slack.dev/messaging/message-metadata. */
export function createAnnouncements(options: AnnouncementsOptions, context: CheckContext): Announcements {
  return new AnnouncementsClient(options.connection, context);
}

class AnnouncementsClient implements Announcements {
  private readonly transport: HttpTransport;
  private readonly where: string;

  constructor(
    private readonly connection: Connection,
    private readonly context: CheckContext,
  ) {
    this.transport = createHttpTransport(connection, context);
    this.where = placeOf(connection, context.environment);
  }

  async announceOnce(announcement: Announcement): Promise<AnnouncementDelivery> {
    const sender = await this.whoWeAre();
    const isIt = (message: HistoryMessage) => isAnnouncement(message, announcement.key, sender);
    const { messages, isWhole } = await this.read(announcement);
    const earlier = messages.filter(isIt);
    const first = earlier.at(-1);
    if (first !== undefined) {
      const textSha256 = fieldOf(first, "text_sha256") ?? digestOf(announcement.text);
      const about = { isEarlier: true, textSha256, copies: earlier.length };
      return this.delivery(announcement, first.ts, about);
    }
    // Whether it stands in the part that was not read is not known, and posted twice is worse than said.
    if (!isWhole) throw tooBusy(announcement.channelName, messages.length, this.where);
    return await this.postOnce(announcement, isIt);
  }

  async findLatest(search: AnnouncementSearch): Promise<EarlierAnnouncement | null> {
    const sender = await this.whoWeAre();
    const { messages } = await this.read(search);
    const latest = messages.find((message) => isAbout(message, search.topic, sender));
    if (latest === undefined) return null;
    const key = fieldOf(latest, "key") ?? "";
    return { key, messageId: latest.ts, postedAt: momentOf(latest.ts), text: givenText(latest) };
  }

  /** The positive control: what fails later is not for want of a valid token. */
  private async whoWeAre(): Promise<Sender> {
    const method = "auth.test";
    const answer = await callSlack(this.transport, { method, form: {}, isRepeatable: true }, identity);
    if (answer.kind !== "ok") throw refusedToken(answer, method, this.where);
    return { botId: answer.data.bot_id ?? null, userId: answer.data.user_id ?? null };
  }

  private async read({ channelId, channelName }: Omit<AnnouncementSearch, "topic">): Promise<HistoryRead> {
    const answer = await readHistory(this.transport, partOf(channelId));
    if (answer.kind !== "ok") throw notReadable(answer, channelName, this.where);
    return answer.data;
  }

  private async postOnce(
    announcement: Announcement,
    isIt: (message: HistoryMessage) => boolean,
  ): Promise<AnnouncementDelivery> {
    const call = {
      method: "chat.postMessage",
      form: postForm(announcement, this.context),
      isRepeatable: false,
    };
    const answer = await callSlack(this.transport, call, posted);
    if (answer.kind === "refused") throw notPosted(answer, announcement.channelName, this.where);
    const found = await this.readBack(announcement, isIt);
    const seen = found.kind === "ok" ? found.data : [];
    const copies = found.kind === "ok" ? seen.length : null;
    const about = { isEarlier: false, textSha256: digestOf(announcement.text), copies };
    if (answer.kind === "ok") return this.delivery(announcement, answer.data.ts, about);
    const first = seen.at(-1);
    if (first === undefined) throw neverSeen(answer, announcement, this.where);
    return this.delivery(announcement, first.ts, about);
  }

  /** The announcement's messages, once the channel shows any; none where it does not within the connection's deadline. */
  private async readBack(
    { channelId, channelName }: Announcement,
    isIt: (message: HistoryMessage) => boolean,
  ): Promise<SlackAnswer<readonly HistoryMessage[]>> {
    let last: SlackAnswer<readonly HistoryMessage[]> | undefined;
    const polled = await waitUntil(this.connection, this.context, {
      awaited: `the announcement in ${channelName}`,
      read: async (transport, signal) => {
        const answer = await readHistory(transport, partOf(channelId), signal);
        const mine = answer.kind === "ok" ? { ...answer, data: answer.data.messages.filter(isIt) } : answer;
        // The wait's end may cut a reading off: what was read before it counts then.
        last = mine.kind === "no-answer" && signal.aborted ? (last ?? mine) : mine;
        return last;
      },
      isEnough: (answer) => answer.kind === "ok" && answer.data.length > 0,
    });
    return polled.value;
  }

  private async delivery(
    { channelId, channelName }: Announcement,
    messageId: string,
    about: Pick<AnnouncementDelivery, "isEarlier" | "textSha256" | "copies">,
  ): Promise<AnnouncementDelivery> {
    const form = { channel: channelId, message_ts: messageId };
    const call = { method: "chat.getPermalink", form, isRepeatable: true };
    const answer = await callSlack(this.transport, call, permalinked);
    const permalink = answer.kind === "ok" ? answer.data.permalink : null;
    const postedAt = momentOf(messageId);
    return { where: this.where, channel: channelName, messageId, permalink, postedAt, ...about };
  }
}

function partOf(channelId: string) {
  const oldestSeconds = Math.floor(Date.now() / 1_000) - LOOK_BACK_DAYS * 86_400;
  return { channelId, oldestTs: `${oldestSeconds}.000000`, messagesAPage: MESSAGES_A_PAGE };
}

function momentOf(ts: string): string {
  return new Date(Number(ts) * 1_000).toISOString();
}
