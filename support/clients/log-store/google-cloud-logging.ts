import { z } from "zod";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import type { LogArrival } from "../../model/readings/log-arrival";
import { placeOf } from "../place";
import type { Connection } from "../transport/connection";
import type { Ask } from "../transport/exchange";
import type { HttpTransport } from "../transport/http-transport";
import { awaitArrival } from "./arrival";
import { flattened } from "./fields";
import type { LogHit, LogStore, WrittenMarker } from "./log-store";

/** Where the service's lines are in Google Cloud Logging. */
export interface GoogleCloudLoggingOptions {
  readonly kind: "google-cloud-logging";
  readonly connection: Connection;
  readonly project: string;
  /** Id of the log, without "projects/…/logs/". */
  readonly logName: string;
  /** As a filter writes it: `jsonPayload."http.request.id"`. */
  readonly markerField: string;
  /** Fields that the line must arrive with, by dotted name, and their value; "*" is any. */
  readonly fields: Readonly<Record<string, string>>;
}

const ENTRIES_A_PAGE = 20;
/** A page may be empty although the search goes on; a search that does not end in this many tells nothing. */
const MOST_PAGES = 25;
const CLOCK_TOLERANCE_MS = 60_000;

/** Where a line stands as a whole: in a payload without fields of its own, or as text. */
const TEXT_FIELDS = ["jsonPayload.message", "textPayload"] as const;

const entry = z.looseObject({
  insertId: z.string().optional(),
  jsonPayload: z.record(z.string(), z.unknown()).optional(),
});
const page = z.object({ entries: z.array(entry).optional(), nextPageToken: z.string().optional() });
const refused = z.object({ error: z.object({ code: z.number(), message: z.string(), status: z.string() }) });
const answer = z.union([refused, page]);

/** A log store in Google Cloud Logging. Source: Cloud Logging API v2, `entries.list`. */
export function createGoogleCloudLogging(options: GoogleCloudLoggingOptions, context: CheckContext): LogStore {
  return new GoogleCloudLoggingStore(options, context);
}

class GoogleCloudLoggingStore implements LogStore {
  readonly name: string;
  private readings = 0;

  constructor(
    private readonly options: GoogleCloudLoggingOptions,
    private readonly context: CheckContext,
  ) {
    this.name = options.connection.system;
  }

  awaitMarker(written: WrittenMarker, withinMs: number): Promise<LogArrival> {
    const { connection, project, logName, fields } = this.options;
    const search = {
      store: this.name,
      place: `projects/${project}/logs/${logName}`,
      connection,
      expectedFields: fields,
      find: (transport: HttpTransport, signal: AbortSignal) => this.find(written, transport, signal),
    };
    return awaitArrival(search, written, withinMs, this.context);
  }

  /**
   * By the marker's own field; a line that arrived unparsed has the marker in its text alone, which is searched in
   * one of two places at a time: the quota of readings is small.
   */
  private async find({ marker, writtenAt }: WrittenMarker, transport: HttpTransport, signal: AbortSignal) {
    const exact = `${this.options.markerField}=${JSON.stringify(marker)}`;
    const parsed = await this.list(filterFor(this.options, exact, writtenAt), transport, signal);
    if (parsed.length > 0) {
      return parsed;
    }
    this.readings += 1;
    const text = `${TEXT_FIELDS[this.readings % 2 === 1 ? 0 : 1]}:${JSON.stringify(marker)}`;
    return await this.list(filterFor(this.options, text, writtenAt), transport, signal);
  }

  private async list(filter: string, transport: HttpTransport, signal: AbortSignal): Promise<readonly LogHit[]> {
    const where = placeOf(this.options.connection, this.context.environment);
    const hits: LogHit[] = [];
    let token: string | undefined;
    for (let count = 1; count <= MOST_PAGES; count += 1) {
      const body = await transport.askJson(this.listing(filter, token, signal), answer, [200, 400, 404, 429]);
      if ("error" in body) {
        throw refusedSearch(body, where);
      }
      hits.push(...(body.entries ?? []).map((one) => ({ fields: fieldsOf(one) })));
      token = body.nextPageToken;
      if (token === undefined || token === "") {
        return hits;
      }
    }
    throw endlessSearch(where);
  }

  private listing(filter: string, pageToken: string | undefined, signal: AbortSignal): Ask {
    return {
      operation: "entries with the marker",
      method: "POST",
      path: "/v2/entries:list",
      json: {
        resourceNames: [`projects/${this.options.project}`],
        filter,
        orderBy: "timestamp desc",
        pageSize: ENTRIES_A_PAGE,
        ...(pageToken !== undefined && { pageToken }),
      },
      isRepeatable: true,
      signal,
    };
  }
}

function filterFor({ project, logName }: GoogleCloudLoggingOptions, condition: string, writtenAt: string): string {
  const since = new Date(Date.parse(writtenAt) - CLOCK_TOLERANCE_MS).toISOString();
  const log = `logName="projects/${project}/logs/${encodeURIComponent(logName)}"`;
  return [log, condition, `timestamp>="${since}"`].join(" AND ");
}

/** The payload's fields under the names that the service gave them, and all of the entry under the API's names. */
function fieldsOf(one: z.infer<typeof entry>): LogHit["fields"] {
  return { ...flattened(one.jsonPayload), ...flattened(one) };
}

function refusedSearch({ error }: z.infer<typeof refused>, where: string): InconclusiveError {
  const what = `The search was refused with ${error.status}: ${error.message}`;
  return error.status === "RESOURCE_EXHAUSTED"
    ? new InconclusiveError("provider-warning", [
        {
          what,
          where,
          why: "The project's quota of reading requests is used up; other readers share it.",
          fix: "Set pollSeconds of this log store to 3 or more, wait a minute, then run the check again.",
        },
      ])
    : new InconclusiveError("not-executed", [
        {
          what,
          where,
          why: "The project, the log or the marker's field is not written as a filter wants it.",
          fix: "Check project, logName and markerField of this log store in the environment file.",
        },
      ]);
}

function endlessSearch(where: string): InconclusiveError {
  return new InconclusiveError("partial-coverage", [
    {
      what: `The search had not come to its end after ${MOST_PAGES} pages.`,
      where,
      why: "The log is large, and the search hands out pages before it has looked everywhere.",
      fix: "Give a markerField that is indexed, or a logName with fewer lines, then run the check again.",
    },
  ]);
}
