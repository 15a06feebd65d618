import { listEntries } from "./google-cloud-logging/list";
import type { StoredEntry } from "./google-cloud-logging/log-entry";
import { invalidArgument, RpcError } from "./google-cloud-logging/rpc-status";
import { readWrite } from "./google-cloud-logging/write";
import { html, json, listen, type Route, type StandInAnswer, type StandInRequest } from "./http-server";
import { credentials, mediaTypeOf, parseJson } from "./outside-data";
import type { CountRequest } from "./request-metrics";

/** The secret and the project of the rehearsal's Cloud Logging. */
export interface GoogleCloudLoggingOptions {
  /** The OAuth access token that is accepted. */
  readonly token: string;
  readonly projectId: string;
}

/** The rehearsal's Cloud Logging REST API v2. Contract: google/logging/v2/logging.proto. */
export interface GoogleCloudLoggingStandIn {
  readonly url: string;
  readonly projectId: string;
  /** All entries in the order of their arrival. */
  entries(): readonly StoredEntry[];
  /** From now on each listing begins with this many pages without entries that have a `nextPageToken`. */
  beginWithEmptyPages(pages: number): void;
  stop(): Promise<void>;
}

/** Starts the rehearsal's Cloud Logging on a free loopback port. */
export async function startGoogleCloudLogging(
  options: GoogleCloudLoggingOptions,
  count: CountRequest,
): Promise<GoogleCloudLoggingStandIn> {
  const entries: StoredEntry[] = [];
  const known = new Set<string>();
  let emptyPagesFirst = 0;
  const route = (name: "write" | "list", answer: (body: unknown) => StandInAnswer): Route => ({
    method: "POST",
    path: `/v2/entries:${name}`,
    operation: `entries:${name}`,
    answer: (request) => answerRpc(request, options.token, answer),
  });
  const server = await listen({
    routes: [
      route("write", (body) => {
        const { entries: written, error } = readWrite(body, options.projectId);
        for (const entry of written) {
          const identity = identityOf(entry);
          if (!known.has(identity)) entries.push(entry);
          known.add(identity);
        }
        return error?.answer() ?? json(200, {});
      }),
      route("list", (body) => json(200, listEntries(body, entries, { projectId: options.projectId, emptyPagesFirst }))),
    ],
    unknown: () => html(404, "<!doctype html><title>Error 404 (Not Found)!!1</title>"),
    onAnswer: (operation, status) => count("google-cloud-logging", operation, status),
  });
  return {
    url: server.url,
    projectId: options.projectId,
    entries: () => [...entries],
    beginWithEmptyPages: (pages) => {
      emptyPagesFirst = pages;
    },
    stop: server.stop,
  };
}

function answerRpc(request: StandInRequest, token: string, answer: (body: unknown) => StandInAnswer): StandInAnswer {
  try {
    if (credentials(request, "Bearer") !== token)
      throw new RpcError(
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token.",
      );
    if (mediaTypeOf(request) !== "application/json")
      throw invalidArgument(`Invalid content type '${mediaTypeOf(request)}': application/json is expected.`);
    const parsed = parseJson(request.body);
    if (!parsed.ok) throw invalidArgument(`Invalid JSON payload received. ${parsed.reason}`);
    return answer(parsed.value);
  } catch (error) {
    if (error instanceof RpcError) return error.answer();
    throw error;
  }
}

/** Within a project the same time and id mean the same entry, sent again. */
function identityOf({ timestamp, insertId }: StoredEntry): string {
  return JSON.stringify([timestamp, insertId]);
}
