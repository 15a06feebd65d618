import { isRecord } from "../outside-data";
import type { SlackArguments } from "./arguments";
import { storedText } from "./message-text";
import { SlackRefusal } from "./refusal";
import type { SlackPosting } from "./workspace";

const TEXT_LIMIT_CHARACTERS = 40_000;
const BLOCK_LIMIT = 50;

/** The parts of a message that its sender gives. */
export type PostedContent = Pick<SlackPosting, "text" | "thread_ts" | "blocks" | "attachments" | "metadata">;

/**
 * Checks what `chat.postMessage` was given.
 *
 * @throws SlackRefusal `no_text`, `msg_too_long`, `invalid_blocks…`, `invalid_attachments`, `invalid_metadata_format`
 */
export function readContent(call: SlackArguments): PostedContent {
  const text = call.text("text") ?? "";
  const blocks = readList(call, "blocks", "invalid_blocks_format");
  const attachments = readList(call, "attachments", "invalid_attachments");
  const metadata = readMetadata(call);
  const threadTs = call.text("thread_ts");
  if (text === "" && blocks === undefined && attachments === undefined) throw new SlackRefusal("no_text");
  if (text.length > TEXT_LIMIT_CHARACTERS) throw new SlackRefusal("msg_too_long");
  if (blocks?.some((block) => typeof block["type"] !== "string") || (blocks?.length ?? 0) > BLOCK_LIMIT)
    throw new SlackRefusal("invalid_blocks");
  return {
    text: storedText(text),
    ...(blocks && { blocks }),
    ...(attachments && { attachments }),
    ...(metadata && { metadata }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
  };
}

function readList(call: SlackArguments, name: string, refusal: string): Record<string, unknown>[] | undefined {
  const value = call.structure(name, refusal);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new SlackRefusal(refusal);
  const entries: readonly unknown[] = value;
  if (!entries.every(isRecord)) throw new SlackRefusal(refusal);
  return entries.length === 0 ? undefined : [...entries];
}

function readMetadata(call: SlackArguments): Record<string, unknown> | undefined {
  const value = call.structure("metadata", "invalid_metadata_format");
  if (value === undefined || value === null) return undefined;
  const isValid =
    isRecord(value) &&
    typeof value["event_type"] === "string" &&
    value["event_type"] !== "" &&
    isRecord(value["event_payload"]);
  if (!isValid) throw new SlackRefusal("invalid_metadata_format");
  return value;
}
