import { z } from "zod";
import type { HttpTransport } from "../transport/http-transport";
import { callSlack, type SlackAnswer } from "./web-api";

const message = z.object({
  ts: z.string(),
  text: z.string().optional(),
  metadata: z.object({ event_payload: z.record(z.string(), z.unknown()).optional() }).optional(),
});

const page = z.object({
  messages: z.array(message),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});

const MESSAGES_A_PAGE = 200;
const MOST_PAGES = 10;

/** What to look for in a channel. */
export interface HistorySearch {
  readonly channelId: string;
  /** Only messages after this moment, as Slack writes moments: "1761037200.000000". */
  readonly oldestTs: string;
  readonly marker: string;
}

/**
 * The moments (`ts`) of all messages with the marker, in their text or their metadata.
 * A channel too busy to be read to its end in some pages is no answer.
 */
export async function findMarked(
  transport: HttpTransport,
  search: HistorySearch,
  signal: AbortSignal,
): Promise<SlackAnswer<readonly string[]>> {
  const found: string[] = [];
  let cursor = "";
  for (let count = 1; count <= MOST_PAGES; count += 1) {
    const form = {
      channel: search.channelId,
      oldest: search.oldestTs,
      inclusive: "true",
      include_all_metadata: "true",
      limit: String(MESSAGES_A_PAGE),
      ...(cursor === "" ? {} : { cursor }),
    };
    const call = { method: "conversations.history", form, isRepeatable: true, signal };
    const answer = await callSlack(transport, call, page);
    if (answer.kind !== "ok") {
      return answer;
    }
    found.push(...answer.data.messages.filter((one) => isMarked(one, search.marker)).map(({ ts }) => ts));
    cursor = answer.data.response_metadata?.next_cursor ?? "";
    if (answer.data.has_more !== true || cursor === "") {
      return { kind: "ok", data: found };
    }
  }
  const why = `the channel had more than ${MOST_PAGES * MESSAGES_A_PAGE} messages since ${search.oldestTs}`;
  return { kind: "no-answer", cause: "timed-out", why };
}

function isMarked({ text, metadata }: z.infer<typeof message>, marker: string): boolean {
  return metadata?.event_payload?.["marker"] === marker || (text ?? "").includes(marker);
}
