import { SlackRefusal } from "./refusal";

/** A reaction as `reactions.get` lists it. */
export interface SlackReaction {
  readonly name: string;
  readonly users: readonly string[];
  readonly count: number;
}

/** A message as the Web API returns it. */
export interface SlackMessage {
  readonly type: "message";
  readonly subtype?: string;
  readonly ts: string;
  readonly text: string;
  readonly user?: string;
  /** Left out where a person wrote it. */
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly team: string;
  readonly username?: string;
  readonly thread_ts?: string;
  readonly blocks?: readonly unknown[];
  readonly attachments?: readonly unknown[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly reactions?: readonly SlackReaction[];
}

/** What a sender decides about a message; the workspace adds type and ts. */
export type SlackPosting = Omit<SlackMessage, "type" | "ts" | "reactions">;

/** A channel of the workspace. */
export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  isMember: boolean;
  isArchived: boolean;
  readonly messages: SlackMessage[];
}

/** The rehearsal's channels: name (without `#`) and id. */
export const CHANNEL_IDS = {
  "phase4-deployment": "C0PHASE4DEP",
  "phase4-critical": "C0PHASE4CRT",
  "phase4-preflight": "C0PHASE4PRE",
  support: "C0SUPPORT01",
  "team-platform": "C0PLATFORM1",
  "team-mobile": "C0MOBILE001",
} as const;

/** A channel of the rehearsal by name, without `#`. */
export type ChannelName = keyof typeof CHANNEL_IDS;

/** Microseconds since 1970 of a `ts`, or undefined for text that is none. */
export function microsecondsOf(ts: string): bigint | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(ts);
  return match === null ? undefined : BigInt(match[1] ?? "0") * 1_000_000n + BigInt((match[2] ?? "").padEnd(6, "0"));
}

/** The channels and messages of the rehearsal's Slack, oldest message first. */
export class Workspace {
  readonly #channels: readonly SlackChannel[] = Object.entries(CHANNEL_IDS).map(([name, id]) => ({
    id,
    name,
    isMember: true,
    isArchived: false,
    messages: [],
  }));
  #lastMicroseconds = 0n;

  /** By id only, as reading methods want it. @throws SlackRefusal `channel_not_found` */
  channel(id: string): SlackChannel {
    const found = this.#channels.find((channel) => channel.id === id);
    if (found === undefined) throw new SlackRefusal("channel_not_found");
    return found;
  }

  /** By id, `name` or `#name`, as posting allows it. @throws SlackRefusal `channel_not_found` */
  channelToPostIn(idOrName: string): SlackChannel {
    const name = idOrName.replace(/^#/, "");
    return this.#channels.find((channel) => channel.name === name) ?? this.channel(idOrName);
  }

  /** @throws SlackRefusal `message_not_found` */
  message(channel: SlackChannel, ts: string): SlackMessage {
    const found = channel.messages.find((message) => message.ts === ts);
    if (found === undefined) throw new SlackRefusal("message_not_found");
    return found;
  }

  post(channel: SlackChannel, posting: SlackPosting): SlackMessage {
    const message: SlackMessage = { type: "message", ts: this.#nextTs(), ...posting };
    channel.messages.push(message);
    return message;
  }

  remove(channel: SlackChannel, ts: string): void {
    channel.messages.splice(channel.messages.indexOf(this.message(channel, ts)), 1);
  }

  /** @throws SlackRefusal `already_reacted` */
  react(channel: SlackChannel, ts: string, name: string, user: string): void {
    const message = this.message(channel, ts);
    const reactions = message.reactions ?? [];
    const existing = reactions.find((reaction) => reaction.name === name);
    if (existing?.users.includes(user)) throw new SlackRefusal("already_reacted");
    const users = [...(existing?.users ?? []), user];
    const others = reactions.filter((reaction) => reaction.name !== name);
    const changed = { ...message, reactions: [...others, { name, users, count: users.length }] };
    channel.messages.splice(channel.messages.indexOf(message), 1, changed);
  }

  /** @throws SlackRefusal `no_reaction` */
  takeBack(channel: SlackChannel, ts: string, name: string, user: string): void {
    const message = this.message(channel, ts);
    const reactions = message.reactions ?? [];
    const existing = reactions.find((reaction) => reaction.name === name);
    if (!existing?.users.includes(user)) throw new SlackRefusal("no_reaction");
    const users = existing.users.filter((one) => one !== user);
    const others = reactions.filter((reaction) => reaction.name !== name);
    const left = users.length === 0 ? others : [...others, { name, users, count: users.length }];
    channel.messages.splice(channel.messages.indexOf(message), 1, { ...message, reactions: left });
  }

  /** Slack's ts is unique in a channel, so the clock is moved on where two posts share a microsecond. */
  #nextTs(): string {
    const now = BigInt(Date.now()) * 1000n;
    this.#lastMicroseconds = now > this.#lastMicroseconds ? now : this.#lastMicroseconds + 1n;
    const digits = this.#lastMicroseconds.toString().padStart(7, "0");
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }
}
