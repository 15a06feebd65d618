import type { SlackArguments } from "./arguments";
import { SlackRefusal } from "./refusal";
import { microsecondsOf, type SlackMessage } from "./workspace";

const DEFAULT_LIMIT = 100;
const GREATEST_LIMIT = 999;

/** One page of messages, as `conversations.history` and `conversations.replies` answer it. */
export function pageOf(messages: readonly SlackMessage[], call: SlackArguments): Record<string, unknown> {
  const limit = readLimit(call);
  const skipped = readCursor(call);
  const within = messages.filter(isWithin(call));
  const page = within.slice(skipped, skipped + limit);
  const hasMore = within.length > skipped + limit;
  const isMetadataWanted = call.isSet("include_all_metadata");
  return {
    messages: isMetadataWanted ? page : page.map(withoutMetadata),
    has_more: hasMore,
    ...(hasMore ? { response_metadata: { next_cursor: writeCursor(skipped + limit) } } : {}),
  };
}

/** Without `include_all_metadata` Slack leaves the metadata out. */
function withoutMetadata(message: SlackMessage): SlackMessage {
  const { metadata, ...rest } = message;
  return metadata === undefined ? message : rest;
}

/** `oldest` and `latest` are exclusive unless `inclusive` is set. */
function isWithin(call: SlackArguments): (message: SlackMessage) => boolean {
  const oldest = readTs(call, "oldest");
  const latest = readTs(call, "latest");
  const isInclusive = call.isSet("inclusive");
  return ({ ts }) => {
    const at = microsecondsOf(ts) ?? 0n;
    if (isInclusive && (at === oldest || at === latest)) return true;
    return (oldest === undefined || at > oldest) && (latest === undefined || at < latest);
  };
}

function readTs(call: SlackArguments, name: "oldest" | "latest"): bigint | undefined {
  const given = call.text(name);
  if (given === undefined || given === "") return undefined;
  const at = microsecondsOf(given);
  if (at === undefined) throw new SlackRefusal(`invalid_ts_${name}`);
  return at;
}

function readLimit(call: SlackArguments): number {
  const given = call.text("limit");
  if (given === undefined || given === "") return DEFAULT_LIMIT;
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > GREATEST_LIMIT) throw new SlackRefusal("invalid_limit");
  return limit;
}

function writeCursor(skipped: number): string {
  return Buffer.from(`next:${skipped}`).toString("base64");
}

function readCursor(call: SlackArguments): number {
  const given = call.text("cursor");
  if (given === undefined || given === "") return 0;
  const match = /^next:(\d+)$/.exec(Buffer.from(given, "base64").toString("utf8"));
  if (match === null) throw new SlackRefusal("invalid_cursor");
  return Number(match[1]);
}
