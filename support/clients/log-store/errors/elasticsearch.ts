import { z } from "zod";
import { InconclusiveError } from "../../../errors";
import type { CheckContext } from "../../../model/check-context";
import type { Window } from "../../../model/measurement";
import type { Track } from "../../../model/readings/canary-metrics";
import type { ErrorLogs } from "../../../model/readings/incident";
import { placeOf } from "../../place";
import { createHttpTransport } from "../../transport/create-http-transport";
import type { HttpTransport } from "../../transport/http-transport";
import type { ElasticsearchOptions } from "../elasticsearch";
import { flattened } from "../fields";
import {
  errorLine,
  groupedErrors,
  MOST_LINES,
  queryText,
  type ErrorLine,
  type ErrorSearch,
  type LogFields,
} from "./lines";

/** The index with the service's lines, and how their fields are called in it. */
export interface ElasticsearchErrorsOptions extends Pick<
  ElasticsearchOptions,
  "kind" | "connection" | "index" | "timestampField"
> {
  /** Each of a type for exact search or comparison; a sub-field `.keyword` is read from its parent. */
  readonly logFields: LogFields;
}

const LINES_A_PAGE = 500;

/** The words for an error and worse; a field for exact search tells small letters from capitals. */
const LEVELS = ["error", "err", "severe", "critical", "crit", "fatal", "alert", "panic", "emergency", "emerg"].flatMap(
  (word) => [word, word.toUpperCase(), `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`],
);

const failure = z.object({ reason: z.object({ type: z.string() }).optional() });
const found = z.object({
  timed_out: z.boolean(),
  _shards: z.object({ total: z.number(), failed: z.number(), failures: z.array(failure).optional() }),
  hits: z.object({
    // All hits are counted; a total that is a lower bound only is not what was asked for.
    total: z.object({ value: z.number(), relation: z.literal("eq") }),
    hits: z.array(z.object({ _index: z.string(), _id: z.string(), _source: z.unknown() })),
  }),
});
const refused = z.object({ error: z.object({ type: z.string(), reason: z.string().nullish() }) });
const answer = z.union([found, refused]);

/** The error lines in Elasticsearch or OpenSearch. Source: Elasticsearch 8 reference, "Search API". */
export async function searchElasticsearch(
  options: ElasticsearchErrorsOptions,
  context: CheckContext,
  window: Window,
  { track, most }: ErrorSearch & { readonly track: Track },
): Promise<ErrorLogs> {
  const { connection, index, timestampField, logFields } = options;
  const search = new Search(
    createHttpTransport(connection, context),
    options,
    placeOf(connection, context.environment),
  );
  const ofTrack = [
    { term: { [logFields.track]: logFields.trackValues[track] } },
    { range: { [timestampField]: { gte: window.start, lte: window.end } } },
  ];
  const errors = { bool: { filter: [...ofTrack, isError(logFields)] } };
  const { lines, total } = await search.newest(errors, Math.min(most, MOST_LINES));
  // Asked last: lines that arrive meanwhile are then in the whole as well.
  const control = await search.ask(`lines of the ${track} at all`, { query: { bool: { filter: ofTrack } }, size: 0 });
  const newestOnly = total > lines.length ? lines.length : null;
  return {
    where: `${connection.system}, ${connection.baseUrl}, index ${index}, environment ${context.environment}`,
    source: connection.system,
    query: queryText(`${index}/_search ${JSON.stringify(errors)}`, newestOnly),
    window,
    total,
    groups: groupedErrors(lines),
    linesOfCanary: control.total.value,
    ...(newestOnly !== null && { newestOnly }),
  };
}

/** "One of both" is written as "not neither": it needs no clause that only scores. */
function isError({ status, level }: LogFields): object {
  const neither = [{ range: { [status]: { gte: 500 } } }, { terms: { [level]: LEVELS } }];
  return { bool: { must_not: [{ bool: { must_not: neither } }] } };
}

class Search {
  constructor(
    private readonly transport: HttpTransport,
    private readonly options: ElasticsearchErrorsOptions,
    private readonly where: string,
  ) {}

  /** The newest lines, page by page; a line that moves on to the next page meanwhile counts once. */
  async newest(query: object, most: number): Promise<{ readonly lines: readonly ErrorLine[]; readonly total: number }> {
    const sort = [{ [this.options.timestampField]: "desc" }];
    const lines = new Map<string, ErrorLine>();
    let total = 0;
    for (let from = 0; from < most; from += LINES_A_PAGE) {
      const size = Math.min(LINES_A_PAGE, most - from);
      const page = await this.ask(`error lines from ${from} on`, { query, sort, from, size });
      total = page.total.value;
      for (const { _index, _id, _source } of page.hits) lines.set(`${_index} ${_id}`, this.line(_source));
      if (page.hits.length < size) break;
    }
    return { lines: [...lines.values()], total: Math.max(total, lines.size) };
  }

  /** @throws InconclusiveError where not all was searched, or the search was refused. */
  async ask(operation: string, search: object): Promise<z.infer<typeof found>["hits"]> {
    const ask = {
      operation,
      method: "POST",
      path: `/${encodeURIComponent(this.options.index)}/_search`,
      query: { allow_no_indices: false },
      json: { ...search, track_total_hits: true },
      isRepeatable: true,
    } as const;
    const body = await this.transport.askJson(ask, answer, [200, 400, 404]);
    if ("error" in body) throw refusal(body, this.options.index, this.where);
    if (body.timed_out || body._shards.failed > 0) throw partial(body, this.where);
    return body.hits;
  }

  private line(source: unknown): ErrorLine {
    const { timestampField, logFields } = this.options;
    const fields = flattened(source);
    const valueOf = (name: string) => fields[name] ?? fields[name.replace(/\.keyword$/, "")];
    return errorLine(valueOf(timestampField), valueOf(logFields.message), valueOf(logFields.endpoint));
  }
}

function refusal({ error }: z.infer<typeof refused>, index: string, where: string): InconclusiveError {
  if (error.type === "index_not_found_exception") {
    return new InconclusiveError("no-data", [
      {
        what: `There is no index ${index}, so there is no line of the service to look at.`,
        where,
        why: "The service's logs have never arrived here, or they go to an index of another name.",
        fix: "Check index of this log store in the environment file, and what ships the service's logs.",
      },
    ]);
  }
  return new InconclusiveError("not-executed", [
    {
      what: `The search for error lines was refused with ${error.type} (${error.reason ?? "no reason given"}).`,
      where,
      why: "The index does not know a field, or not in the type in which it is searched or sorted.",
      fix: "Check incident.logs.elasticsearch and timestampField of this log store in the environment file.",
    },
  ]);
}

function partial({ timed_out, _shards }: z.infer<typeof found>, where: string): InconclusiveError {
  const { total, failed, failures = [] } = _shards;
  const types = [...new Set(failures.flatMap(({ reason }) => reason?.type ?? []))];
  const reasons = types.length === 0 ? "" : ` (${types.join(", ")})`;
  const parts = [
    ...(failed > 0 ? [`${failed} of ${total} shards failed${reasons}`] : []),
    ...(timed_out ? ["the search ran out of time"] : []),
  ];
  return new InconclusiveError("partial-coverage", [
    {
      what: `Only a part of the error lines was searched: ${parts.join(", and ")}.`,
      where,
      why: "Nodes of the cluster are away or overloaded; the errors that matter may be in the other part.",
      fix: "Look at GET /_cluster/health and the failures in the evidence, and read the service's own log file meanwhile.",
    },
  ]);
}
