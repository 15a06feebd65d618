import { z } from "zod";
import type { HttpTransport } from "../transport/http-transport";
import { callSlack, type SlackAnswer } from "./web-api";

const message = z.object({
  ts: z.string(),
  text: z.string().optional(),
  bot_id: z.string().optional(),
  user: z.string().optional(),
  metadata: z
    .object({
      event_type: z.string().optional(),
      event_payload: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

const page = z.object({
  messages: z.array(message),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});

/** One message of a channel, with the metadata that its sender gave it. */
export type HistoryMessage = z.infer<typeof message>;

/** Which part of a channel is read. */
export interface HistoryPart {
  readonly channelId: string;
  /** Only messages since this moment, as Slack writes moments: "1761037200.000000". */
  readonly oldestTs: string;
  /** At most 999. */
  readonly messagesAPage: number;
}

/** Messages, newest first; `isWhole` is false where the channel had more than some pages hold. */
export interface HistoryRead {
  readonly messages: readonly HistoryMessage[];
  readonly isWhole: boolean;
}

const MOST_PAGES = 10;

/** Reads a channel from its newest message back, page by page. A bot sees only the channels that it is a member of. */
export async function readHistory(
  transport: HttpTransport,
  part: HistoryPart,
  signal?: AbortSignal,
): Promise<SlackAnswer<HistoryRead>> {
  const messages: HistoryMessage[] = [];
  let cursor = "";
  for (let count = 1; count <= MOST_PAGES; count += 1) {
    const form = {
      channel: part.channelId,
      oldest: part.oldestTs,
      inclusive: "true",
      include_all_metadata: "true",
      limit: String(part.messagesAPage),
      ...(cursor === "" ? {} : { cursor }),
    };
    const call = { method: "conversations.history", form, isRepeatable: true, ...(signal && { signal }) };
    const answer = await callSlack(transport, call, page);
    if (answer.kind !== "ok") return answer;
    messages.push(...answer.data.messages);
    cursor = answer.data.response_metadata?.next_cursor ?? "";
    if (answer.data.has_more !== true || cursor === "") return { kind: "ok", data: { messages, isWhole: true } };
  }
  return { kind: "ok", data: { messages, isWhole: false } };
}
