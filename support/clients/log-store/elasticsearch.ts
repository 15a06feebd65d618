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

/** Where the service's lines are in Elasticsearch or OpenSearch. */
export interface ElasticsearchOptions {
  readonly kind: "elasticsearch";
  readonly connection: Connection;
  /** Index, alias, data stream or pattern. */
  readonly index: string;
  /** Of a type for exact search. */
  readonly markerField: string;
  readonly timestampField: string;
  /** Fields that the line must arrive with, by dotted name, and their value; "*" is any. */
  readonly fields: Readonly<Record<string, string>>;
}

const MOST_HITS = 20;
const CLOCK_TOLERANCE_MS = 60_000;

/** Where a line stands as a whole, in all common mappings. */
const TEXT_FIELD = "message";

const failure = z.object({ reason: z.object({ type: z.string() }).optional() });
const found = z.object({
  timed_out: z.boolean(),
  _shards: z.object({ total: z.number(), failed: z.number(), failures: z.array(failure).optional() }),
  hits: z.object({ hits: z.array(z.object({ _source: z.unknown() })) }),
});
const refused = z.object({ error: z.object({ type: z.string(), reason: z.string().nullish() }) });
const answer = z.union([found, refused]);

/** A log store in Elasticsearch. Source: Elasticsearch 8 reference, "Search API". */
export function createElasticsearch(options: ElasticsearchOptions, context: CheckContext): LogStore {
  return new ElasticsearchStore(options, context);
}

class ElasticsearchStore implements LogStore {
  readonly name: string;

  constructor(
    private readonly options: ElasticsearchOptions,
    private readonly context: CheckContext,
  ) {
    this.name = options.connection.system;
  }

  awaitMarker(written: WrittenMarker, withinMs: number): Promise<LogArrival> {
    const { connection, index, fields } = this.options;
    const search = {
      store: this.name,
      place: `index ${index}`,
      connection,
      expectedFields: fields,
      find: (transport: HttpTransport, signal: AbortSignal) => this.find(written, transport, signal),
    };
    return awaitArrival(search, written, withinMs, this.context);
  }

  /** By the marker's own field; a line that arrived unparsed has the marker in its text alone. */
  private async find({ marker, writtenAt }: WrittenMarker, transport: HttpTransport, signal: AbortSignal) {
    const { markerField, timestampField } = this.options;
    const since = new Date(Date.parse(writtenAt) - CLOCK_TOLERANCE_MS).toISOString();
    const range = { range: { [timestampField]: { gte: since } } };
    const search = async (by: string, clause: object) =>
      wholeHits(
        await transport.askJson(this.searchBy(by, [clause, range], signal), answer, [200, 400, 404]),
        placeOf(this.options.connection, this.context.environment),
      );
    const parsed = await search(markerField, { term: { [markerField]: marker } });
    return parsed.length > 0 ? parsed : await search(TEXT_FIELD, { match_phrase: { [TEXT_FIELD]: marker } });
  }

  private searchBy(field: string, filter: readonly object[], signal: AbortSignal): Ask {
    return {
      operation: `search for the marked line by ${field}`,
      method: "POST",
      path: `/${encodeURIComponent(this.options.index)}/_search`,
      query: { allow_no_indices: false },
      json: { query: { bool: { filter } }, size: MOST_HITS, track_total_hits: true },
      isRepeatable: true,
      signal,
    };
  }
}

/**
 * The hits of a search that looked everywhere. An index that is not there holds no line.
 * @throws InconclusiveError partial-coverage when shards failed or the search ran out of time; not-executed when refused.
 */
function wholeHits(body: z.infer<typeof answer>, where: string): readonly LogHit[] {
  if ("error" in body) {
    if (body.error.type === "index_not_found_exception") {
      return [];
    }
    throw refusedSearch(body, where);
  }
  if (body.timed_out || body._shards.failed > 0) {
    throw partialSearch(body, where);
  }
  return body.hits.hits.map(({ _source }) => ({ fields: flattened(_source) }));
}

function refusedSearch({ error }: z.infer<typeof refused>, where: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The search was refused with ${error.type}: ${error.reason ?? "no reason given"}`,
      where,
      why: "The index does not know the marker's field or the time's field in the way that they are searched.",
      fix: "Check index, markerField and timestampField of this log store in the environment file.",
    },
  ]);
}

function partialSearch({ timed_out, _shards }: z.infer<typeof found>, where: string): InconclusiveError {
  const { total, failed, failures = [] } = _shards;
  const types = [...new Set(failures.flatMap(({ reason }) => reason?.type ?? []))];
  const shards = `${failed} of ${total} shards failed${types.length === 0 ? "" : ` (${types.join(", ")})`}`;
  return new InconclusiveError("partial-coverage", [
    {
      what: `The search looked only at a part of the logs: ${failed > 0 ? shards : ""}${timed_out ? " it ran out of time" : ""}.`,
      where,
      why: "The cluster is overloaded, or some of its nodes are away; the line may be in the part that was not searched.",
      fix: "Look at GET /_cluster/health and the failures in the evidence, then run the check again.",
    },
  ]);
}
