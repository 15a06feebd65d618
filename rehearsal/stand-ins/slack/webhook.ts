import { text, type StandInAnswer, type StandInRequest } from "../http-server";
import { mediaTypeOf, parseJson, isRecord } from "../outside-data";
import { SlackArguments } from "./arguments";
import { BOT } from "./methods";
import { readContent } from "./posting";
import { SlackRefusal } from "./refusal";
import type { ChannelName, Workspace } from "./workspace";

/** The fixed part of the webhook's address; the secret follows. */
export const WEBHOOK_PATH = `/services/${BOT.teamId}/B0ALERTHOOK`;

const DEFAULT_CHANNEL: ChannelName = "phase4-critical";

/**
 * Answers a post to the incoming webhook as Slack does: plain text, `ok` or the reason. As with webhooks that can
 * choose (the kind that Alertmanager is used with), `channel` in the body wins over the webhook's own channel.
 */
export function answerWebhook(workspace: Workspace, request: StandInRequest): StandInAnswer {
  const payload = readPayload(request);
  if (payload === undefined) return text(400, "invalid_payload");
  const given = new SlackArguments(payload);
  try {
    const channel = workspace.channelToPostIn(given.text("channel") ?? DEFAULT_CHANNEL);
    const username = given.text("username");
    workspace.post(channel, {
      ...readContent(given),
      ...(username !== undefined && { username }),
      subtype: "bot_message",
      bot_id: "B0ALERTHOOK",
      app_id: BOT.appId,
      team: BOT.teamId,
    });
    return text(200, "ok");
  } catch (error) {
    if (error instanceof SlackRefusal) return text(error.code === "channel_not_found" ? 404 : 400, error.code);
    throw error;
  }
}

function readPayload(request: StandInRequest): Record<string, unknown> | undefined {
  const isForm = mediaTypeOf(request) === "application/x-www-form-urlencoded";
  const source = isForm ? (new URLSearchParams(request.body).get("payload") ?? "") : request.body;
  const parsed = parseJson(source);
  return parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
}
