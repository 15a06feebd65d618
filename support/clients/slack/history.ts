import type { HttpTransport } from "../transport/http-transport";
import { readHistory, type HistoryMessage } from "./history-pages";
import type { SlackAnswer } from "./web-api";

const MESSAGES_A_PAGE = 200;

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
  { channelId, oldestTs, marker }: HistorySearch,
  signal: AbortSignal,
): Promise<SlackAnswer<readonly string[]>> {
  const answer = await readHistory(transport, { channelId, oldestTs, messagesAPage: MESSAGES_A_PAGE }, signal);
  if (answer.kind !== "ok") return answer;
  const { messages, isWhole } = answer.data;
  if (isWhole) return { kind: "ok", data: messages.filter((one) => isMarked(one, marker)).map(({ ts }) => ts) };
  const why = `the channel had more than ${messages.length} messages since ${oldestTs}`;
  return { kind: "no-answer", cause: "timed-out", why };
}

function isMarked({ text, metadata }: HistoryMessage, marker: string): boolean {
  return metadata?.event_payload?.["marker"] === marker || (text ?? "").includes(marker);
}
