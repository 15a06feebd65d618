import type { SlackArguments } from "./arguments";
import { pageOf } from "./history";
import { readContent } from "./posting";
import { SlackRefusal } from "./refusal";
import type { SlackChannel, Workspace } from "./workspace";

/** The rehearsal's bot, as Slack describes it. */
export const BOT = {
  teamId: "T0REHEARSAL",
  userId: "U0PHASE4BOT",
  botId: "B0PHASE4BOT",
  appId: "A0PHASE4APP",
} as const;

/** What a method needs of the server that it runs in. */
export interface MethodContext {
  readonly workspace: Workspace;
  /** Where message pages are served. */
  readonly siteUrl: string;
}

/** One method of the Web API. */
export interface SlackMethod {
  /** Whether Slack reads a JSON body here; reading methods take forms only. */
  readonly acceptsJson: boolean;
  /** @throws SlackRefusal */
  call(context: MethodContext, given: SlackArguments): Record<string, unknown>;
}

/** The methods that the rehearsal's Slack knows, by name. */
export const METHODS: Readonly<Record<string, SlackMethod>> = {
  "auth.test": {
    acceptsJson: true,
    call: ({ siteUrl }) => ({
      url: `${siteUrl}/`,
      team: "Canary rehearsal",
      user: "canary-runbook",
      team_id: BOT.teamId,
      user_id: BOT.userId,
      bot_id: BOT.botId,
      is_enterprise_install: false,
    }),
  },
  "chat.postMessage": { acceptsJson: true, call: postMessage },
  "chat.delete": {
    acceptsJson: true,
    call: ({ workspace }, given) => {
      const channel = workspace.channel(given.required("channel"));
      const ts = given.required("ts");
      if (workspace.message(channel, ts).bot_id !== BOT.botId) throw new SlackRefusal("cant_delete_message");
      workspace.remove(channel, ts);
      return { channel: channel.id, ts };
    },
  },
  "chat.getPermalink": {
    acceptsJson: false,
    call: ({ workspace, siteUrl }, given) => {
      const channel = workspace.channel(given.required("channel"));
      const { ts } = workspace.message(channel, given.required("message_ts"));
      return { channel: channel.id, permalink: `${siteUrl}/archives/${channel.id}/p${ts.replace(".", "")}` };
    },
  },
  "conversations.info": {
    acceptsJson: false,
    call: ({ workspace }, given) => ({ channel: describe(workspace.channel(given.required("channel"))) }),
  },
  "conversations.history": {
    acceptsJson: false,
    call: ({ workspace }, given) => {
      const channel = readable(workspace, given);
      const inChannel = channel.messages.filter(({ ts, thread_ts }) => thread_ts === undefined || thread_ts === ts);
      return pageOf(inChannel.reverse(), given);
    },
  },
  "conversations.replies": { acceptsJson: false, call: replies },
  "reactions.add": {
    acceptsJson: true,
    call: ({ workspace }, given) => {
      const channel = readable(workspace, given);
      const name = given.required("name");
      if (!/^[a-z0-9_+'-]+(?:::skin-tone-[2-6])?$/.test(name)) throw new SlackRefusal("invalid_name");
      workspace.react(channel, given.required("timestamp"), name, BOT.userId);
      return {};
    },
  },
  "reactions.get": {
    acceptsJson: false,
    call: ({ workspace }, given) => {
      const channel = readable(workspace, given);
      return { type: "message", channel: channel.id, message: workspace.message(channel, given.required("timestamp")) };
    },
  },
};

function postMessage({ workspace }: MethodContext, given: SlackArguments): Record<string, unknown> {
  const channel = workspace.channelToPostIn(given.text("channel") ?? "");
  if (channel.isArchived) throw new SlackRefusal("is_archived");
  if (!channel.isMember) throw new SlackRefusal("not_in_channel");
  const content = readContent(given);
  const thread = content.thread_ts;
  if (thread !== undefined && !channel.messages.some(({ ts }) => ts === thread))
    throw new SlackRefusal("thread_not_found");
  const sender = { user: BOT.userId, bot_id: BOT.botId, app_id: BOT.appId, team: BOT.teamId };
  const message = workspace.post(channel, { ...content, ...sender });
  return { channel: channel.id, ts: message.ts, message };
}

function replies({ workspace }: MethodContext, given: SlackArguments): Record<string, unknown> {
  const channel = readable(workspace, given);
  const parent = channel.messages.find(({ ts }) => ts === given.required("ts"));
  if (parent === undefined) throw new SlackRefusal("thread_not_found");
  return pageOf(
    [parent, ...channel.messages.filter(({ ts, thread_ts }) => thread_ts === parent.ts && ts !== parent.ts)],
    given,
  );
}

function readable(workspace: Workspace, given: SlackArguments): SlackChannel {
  const channel = workspace.channel(given.required("channel"));
  if (!channel.isMember) throw new SlackRefusal("not_in_channel");
  return channel;
}

function describe(channel: SlackChannel): Record<string, unknown> {
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: channel.isArchived,
    is_member: channel.isMember,
    context_team_id: BOT.teamId,
  };
}
