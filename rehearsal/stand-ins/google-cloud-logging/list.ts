import { createHash } from "node:crypto";
import { z } from "zod";
import { isRecord, parseJson } from "../outside-data";
import { readFilter } from "./filter";
import type { StoredEntry } from "./log-entry";
import { invalidArgument } from "./rpc-status";
import { permissionDenied, refusalOf } from "./write";

const listRequest = z.strictObject({
  resourceNames: z.array(z.string()).min(1).max(100),
  filter: z.string().optional(),
  orderBy: z.enum(["", "timestamp", "timestamp asc", "timestamp desc"]).optional(),
  pageSize: z.int().min(0).max(1000).optional(),
  pageToken: z.string().optional(),
});

type ListRequest = z.infer<typeof listRequest>;

interface Page {
  readonly skipped: number;
  readonly emptyPagesLeft: number;
}

const DEFAULT_PAGE_SIZE = 50;
const DAY_MS = 24 * 3600 * 1000;
const RETENTION_MS = 30 * DAY_MS;

/** How listing behaves beyond what the request asks. */
export interface ListConditions {
  readonly projectId: string;
  /** How many pages without entries, but with a `nextPageToken`, come before the first entry. */
  readonly emptyPagesFirst: number;
}

/**
 * Answers `entries:list`. As for Google, a page without entries but with a `nextPageToken` means "not finished
 * searching", and an answer without both is the empty object.
 *
 * @throws RpcError
 */
export function listEntries(
  body: unknown,
  all: readonly StoredEntry[],
  conditions: ListConditions,
): Record<string, unknown> {
  const checked = listRequest.safeParse(body);
  if (!checked.success) throw refusalOf(checked.error);
  const request = checked.data;
  if (request.resourceNames.some((name) => name !== `projects/${conditions.projectId}`))
    throw permissionDenied("logging.logEntries.list");
  const matches = readFilter(request.filter ?? "");
  const page = readToken(request) ?? { skipped: 0, emptyPagesLeft: conditions.emptyPagesFirst };
  if (page.emptyPagesLeft > 0)
    return { nextPageToken: writeToken(request, { ...page, emptyPagesLeft: page.emptyPagesLeft - 1 }) };
  const found = ordered(
    all.filter((entry) => isRetained(entry) && matches(entry)),
    request.orderBy === "timestamp desc",
  );
  const end = page.skipped + (request.pageSize || DEFAULT_PAGE_SIZE);
  const entries = found.slice(page.skipped, end);
  return {
    ...(entries.length > 0 && { entries }),
    ...(found.length > end && { nextPageToken: writeToken(request, { skipped: end, emptyPagesLeft: 0 }) }),
  };
}

/** Entries older than the retention, or more than a day ahead, are accepted but never listed. */
function isRetained({ timestamp }: StoredEntry): boolean {
  const age = Date.now() - Date.parse(timestamp);
  return age <= RETENTION_MS && age >= -DAY_MS;
}

function ordered(entries: readonly StoredEntry[], isDescending: boolean): StoredEntry[] {
  const sorted = [...entries].sort((one, other) => {
    const difference = Date.parse(one.timestamp) - Date.parse(other.timestamp);
    return difference === 0 ? (one.insertId < other.insertId ? -1 : 1) : difference;
  });
  return isDescending ? sorted.reverse() : sorted;
}

/** A token goes on with its own request only. */
function requestKey({ resourceNames, filter, orderBy }: ListRequest): string {
  return createHash("sha256")
    .update(JSON.stringify([resourceNames, filter, orderBy]))
    .digest("base64url");
}

function writeToken(request: ListRequest, page: Page): string {
  return Buffer.from(JSON.stringify({ ...page, key: requestKey(request) })).toString("base64url");
}

function readToken(request: ListRequest): Page | undefined {
  if (request.pageToken === undefined || request.pageToken === "") return undefined;
  const parsed = parseJson(Buffer.from(request.pageToken, "base64url").toString("utf8"));
  const token = parsed.ok && isRecord(parsed.value) ? parsed.value : {};
  const { key, skipped, emptyPagesLeft } = token;
  if (key !== requestKey(request) || typeof skipped !== "number" || typeof emptyPagesLeft !== "number")
    throw invalidArgument("page_token is not valid for this request", "page_token");
  return { skipped, emptyPagesLeft };
}
