import { html, listen, text, type Route } from "./http-server";
import type { CountRequest } from "./request-metrics";
import { messagePage, missingMessagePage } from "./slack/message-page";
import { SlackRefusal } from "./slack/refusal";
import { SlackWebApi } from "./slack/web-api";
import { answerWebhook, WEBHOOK_PATH } from "./slack/webhook";
import { CHANNEL_IDS, Workspace, type ChannelName, type SlackMessage } from "./slack/workspace";

/** The secrets of the rehearsal's Slack. */
export interface SlackOptions {
  /** The bot's token, such as `xoxb-…`. */
  readonly token: string;
  /** The last part of the incoming webhook's address. */
  readonly webhookKey: string;
}

/** The rehearsal's Slack: Web API, incoming webhook and a page per message. Contract: docs.slack.dev. */
export interface SlackStandIn {
  readonly url: string;
  /** The base of the Web API, ending in `/api/`. */
  readonly apiUrl: string;
  /** The incoming webhook's whole address: a secret. */
  readonly webhookUrl: string;
  /** A channel's id by its name without `#`. */
  channelId(name: ChannelName): string;
  /** The messages of a channel, oldest first. @throws SlackRefusal for an unknown id. */
  messages(channelId: string): readonly SlackMessage[];
  /** A person reacts to a message. @throws SlackRefusal */
  reactAs(userId: string, to: { readonly channelId: string; readonly ts: string; readonly name: string }): void;
  /** A person takes a reaction back. @throws SlackRefusal */
  takeBackAs(userId: string, from: { readonly channelId: string; readonly ts: string; readonly name: string }): void;
  /** A person replies in a message's thread. @throws SlackRefusal */
  replyAs(userId: string, to: { readonly channelId: string; readonly ts: string; readonly text: string }): void;
  /** From now on every call is refused: `token_revoked`. */
  revokeToken(): void;
  /** The bot is no member of the channel any more: `not_in_channel`. @throws SlackRefusal for an unknown id. */
  leaveChannel(channelId: string): void;
  /** Nobody can post in the channel any more, but everybody can read it: `is_archived`. @throws SlackRefusal for an unknown id. */
  archiveChannel(channelId: string): void;
  /** `chat.postMessage` stores the message at once, but answers only after this time. */
  answerSlowly(delayMs: number): void;
  /** The next calls are answered with 429 and `Retry-After: 1`. */
  rateLimit(calls: number): void;
  stop(): Promise<void>;
}

/** Starts the rehearsal's Slack on a free loopback port. */
export async function startSlack(options: SlackOptions, count: CountRequest): Promise<SlackStandIn> {
  const workspace = new Workspace();
  const api = new SlackWebApi(workspace, options.token);
  const server = await listen({
    routes: [...api.routes(), ...webhookRoutes(workspace, options.webhookKey), pageRoute(workspace)],
    unknown: () => html(404, "<!doctype html><title>Slack</title><h1>There has been a glitch</h1>"),
    onAnswer: (operation, status) => count("slack", operation, status),
  });
  api.siteUrl = server.url;
  return {
    url: server.url,
    apiUrl: `${server.url}/api/`,
    webhookUrl: `${server.url}${WEBHOOK_PATH}/${options.webhookKey}`,
    channelId: (name) => CHANNEL_IDS[name],
    messages: (channelId) => [...workspace.channel(channelId).messages],
    reactAs: (userId, { channelId, ts, name }) => workspace.react(workspace.channel(channelId), ts, name, userId),
    takeBackAs: (userId, { channelId, ts, name }) => workspace.takeBack(workspace.channel(channelId), ts, name, userId),
    replyAs: (userId, { channelId, ts, text: words }) => {
      const channel = workspace.channel(channelId);
      const parent = workspace.message(channel, ts);
      workspace.post(channel, { text: words, user: userId, team: parent.team, thread_ts: ts });
    },
    revokeToken: () => {
      api.isTokenRevoked = true;
    },
    leaveChannel: (channelId) => {
      workspace.channel(channelId).isMember = false;
    },
    archiveChannel: (channelId) => {
      workspace.channel(channelId).isArchived = true;
    },
    answerSlowly: (delayMs) => {
      api.postDelayMs = delayMs;
    },
    rateLimit: (calls) => {
      api.callsToLimit = calls;
    },
    stop: server.stop,
  };
}

function webhookRoutes(workspace: Workspace, key: string): Route[] {
  const operation = "incoming webhook";
  return [
    {
      method: "POST",
      path: `${WEBHOOK_PATH}/:key`,
      operation,
      answer: (request) =>
        request.parameters["key"] === key ? answerWebhook(workspace, request) : text(403, "invalid_token"),
    },
    { method: "POST", path: "/services/:team/:hook/:key", operation, answer: () => text(404, "no_service") },
  ];
}

function pageRoute(workspace: Workspace): Route {
  return {
    method: "GET",
    path: "/archives/:channel/:message",
    operation: "message page",
    answer: (request) => {
      const digits = (request.parameters["message"] ?? "").replace(/^p/, "");
      const ts = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
      try {
        const channel = workspace.channel(request.parameters["channel"] ?? "");
        return messagePage(channel, workspace.message(channel, ts));
      } catch (error) {
        if (error instanceof SlackRefusal) return missingMessagePage();
        throw error;
      }
    },
  };
}
