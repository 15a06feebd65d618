import { z } from "zod";
import { InconclusiveError } from "../../../errors";
import type { CheckContext } from "../../../model/check-context";
import type { Window } from "../../../model/measurement";
import type { Track } from "../../../model/readings/canary-metrics";
import type { ErrorLogs } from "../../../model/readings/incident";
import { placeOf } from "../../place";
import { createHttpTransport } from "../../transport/create-http-transport";
import type { HttpTransport } from "../../transport/http-transport";
import { flattened } from "../fields";
import type { GoogleCloudLoggingOptions } from "../google-cloud-logging";
import {
  errorLine,
  groupedErrors,
  MOST_LINES,
  queryText,
  type ErrorLine,
  type ErrorSearch,
  type LogFields,
} from "./lines";

/** The log with the service's lines, and how a filter writes their fields. */
export interface GoogleCloudLoggingErrorsOptions extends Pick<
  GoogleCloudLoggingOptions,
  "kind" | "connection" | "project" | "logName"
> {
  /** As a filter writes them: `jsonPayload."http.route"`, `labels.track`; the level may be `severity` itself. */
  readonly logFields: LogFields;
}

const LINES_A_PAGE = 500;
/** A page may be empty although the search goes on. */
const MOST_PAGES = 25;
/** So many lines of the canary show that its logs are there: the API does not count. */
const CONTROL_LINES = 1_000;

const entry = z.looseObject({ insertId: z.string().optional(), timestamp: z.string() });
const page = z.object({ entries: z.array(entry).optional(), nextPageToken: z.string().optional() });
const refused = z.object({ error: z.object({ code: z.number(), message: z.string(), status: z.string() }) });
const answer = z.union([refused, page]);

type Entry = z.infer<typeof entry>;

/** What was read of a search, newest first; `isCut`: there is more. */
interface Listed {
  readonly entries: readonly Entry[];
  readonly isCut: boolean;
}

/** The error lines in Google Cloud Logging, by status and by level. Source: Cloud Logging API v2, `entries.list`. */
export async function searchGoogleCloudLogging(
  options: GoogleCloudLoggingErrorsOptions,
  context: CheckContext,
  window: Window,
  { track, most }: ErrorSearch & { readonly track: Track },
): Promise<ErrorLogs> {
  const { connection, project, logName, logFields } = options;
  const list = new List(createHttpTransport(connection, context), project, placeOf(connection, context.environment));
  const ofTrack = [
    `logName="projects/${project}/logs/${encodeURIComponent(logName)}"`,
    `${logFields.track}=${JSON.stringify(logFields.trackValues[track])}`,
    `timestamp>="${window.start}"`,
    `timestamp<="${window.end}"`,
  ].join(" AND ");
  const conditions = [`${logFields.status}>=500`, isErrorLevel(logFields.level)] as const;
  const limit = Math.min(most, MOST_LINES);
  const [control, byStatus, byLevel] = await Promise.all([
    list.newest(`lines of the ${track} at all`, ofTrack, CONTROL_LINES),
    list.newest("error lines by status", `${ofTrack} AND ${conditions[0]}`, limit),
    list.newest("error lines by level", `${ofTrack} AND ${conditions[1]}`, limit),
  ]);
  const { entries, isCut } = joined([byStatus, byLevel], limit);
  const lines = entries.map((one) => lineOf(one, logFields));
  const newestOnly = isCut ? lines.length : null;
  return {
    where: `${connection.system}, ${connection.baseUrl}, projects/${project}/logs/${logName}, environment ${context.environment}`,
    source: connection.system,
    query: queryText(`${ofTrack} AND (${conditions.join(" OR ")})`, newestOnly),
    window,
    total: lines.length,
    groups: groupedErrors(lines),
    linesOfCanary: Math.max(control.entries.length, lines.length),
    ...(newestOnly !== null && { newestOnly }),
  };
}

/** The log's own severity has an order; a field of the payload has only words, compared without regard to case. */
function isErrorLevel(level: string): string {
  if (level === "severity") return "severity>=ERROR";
  const words = ["error", "err", "severe", "critical", "crit", "fatal", "alert", "panic", "emergency", "emerg"];
  return `${level}=(${words.map((word) => JSON.stringify(word)).join(" OR ")})`;
}

/** Several searches as one: each entry once, newest first, and nothing older than where one of them was cut. */
function joined(searches: readonly Listed[], most: number): Listed {
  const since = Math.max(...searches.map(({ entries, isCut }) => (isCut ? timeOf(entries.at(-1)) : -Infinity)));
  // Within a project the same time and id mean the same entry; one without an id is only itself.
  const keyOf = ({ timestamp, insertId }: Entry, index: string) => `${timestamp} ${insertId ?? index}`;
  const all = searches.flatMap(({ entries }, search) =>
    entries.map((one, index) => [keyOf(one, `${search}.${index}`), one] as const),
  );
  const entries = [...new Map(all).values()]
    .filter((one) => !(timeOf(one) < since))
    .sort((one, other) => timeOf(other) - timeOf(one));
  return {
    entries: entries.slice(0, most),
    isCut: entries.length > most || searches.some(({ isCut }) => isCut),
  };
}

function timeOf(one: Entry | undefined): number {
  return Date.parse(one?.timestamp ?? "");
}

function lineOf(one: Entry, logFields: LogFields): ErrorLine {
  const fields = flattened(one);
  // A quoted part of a path is one key with its dots; both forms are the same dotted name here.
  const valueOf = (path: string) => fields[path.replaceAll('"', "")];
  return errorLine(one.timestamp, valueOf(logFields.message) ?? fields["textPayload"], valueOf(logFields.endpoint));
}

class List {
  constructor(
    private readonly transport: HttpTransport,
    private readonly project: string,
    private readonly where: string,
  ) {}

  /** The newest entries that a filter finds. @throws InconclusiveError where the search is refused or does not end. */
  async newest(operation: string, filter: string, most: number): Promise<Listed> {
    const entries: Entry[] = [];
    let token: string | undefined;
    for (let count = 1; count <= MOST_PAGES; count += 1) {
      const body = await this.page(operation, filter, Math.min(LINES_A_PAGE, most), token);
      entries.push(...(body.entries ?? []));
      token = body.nextPageToken === "" ? undefined : body.nextPageToken;
      if (token === undefined || entries.length >= most) {
        return { entries: entries.slice(0, most), isCut: token !== undefined || entries.length > most };
      }
    }
    throw endless(this.where);
  }

  private async page(operation: string, filter: string, pageSize: number, pageToken: string | undefined) {
    const about = { resourceNames: [`projects/${this.project}`], filter, orderBy: "timestamp desc", pageSize };
    const json = { ...about, ...(pageToken !== undefined && { pageToken }) };
    const ask = { operation, method: "POST", path: "/v2/entries:list", json, isRepeatable: true } as const;
    const body = await this.transport.askJson(ask, answer, [200, 400, 404, 429]);
    if ("error" in body) throw refusal(body, this.where);
    return body;
  }
}

function refusal({ error }: z.infer<typeof refused>, where: string): InconclusiveError {
  const what = `The search for error lines was refused with ${error.status} (${error.message}).`;
  if (error.status === "RESOURCE_EXHAUSTED") {
    const why = "The project's quota of reading requests is used up; in an incident others read the logs too.";
    const fix = "Wait a minute and ask again, or read the lines in the Logs Explorer with the filter in the evidence.";
    return new InconclusiveError("provider-warning", [{ what, where, why, fix }]);
  }
  const why = "The project, the log or a field is not written as a filter wants it.";
  const fix =
    "Check incident.logs.google-cloud-logging and this log store's project and logName in the environment file.";
  return new InconclusiveError("not-executed", [{ what, where, why, fix }]);
}

function endless(where: string): InconclusiveError {
  return new InconclusiveError("partial-coverage", [
    {
      what: `The search for error lines had not come to its end after ${MOST_PAGES} pages.`,
      where,
      why: "The log is large, and the search hands out pages before it has looked everywhere.",
      fix: "Ask for a shorter time, or name a log with fewer lines as logName of this log store.",
    },
  ]);
}
