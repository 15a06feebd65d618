import { isRecord } from "../outside-data";
import { ElasticsearchError, illegalArgument, parsingException } from "./errors";
import { dateOf, mappedField } from "./fields";
import { readQuery, type Predicate } from "./query";
import type { StoredDocument } from "./stored-document";

interface SortKey {
  readonly field: string;
  readonly isDescending: boolean;
}

/** A search as its body asks for it. */
export interface Search {
  readonly matches: Predicate;
  readonly size: number;
  readonly from: number;
  readonly sort: readonly SortKey[];
  /** `true` counts all, `false` none, a number up to that many. */
  readonly trackTotalHits: boolean | number;
}

const DEFAULT_SIZE = 10;
const GREATEST_RESULT_WINDOW = 10_000;
const DEFAULT_TOTAL_LIMIT = 10_000;

/**
 * Reads the body of `_search`; URL parameters of the same name count where the body is silent.
 *
 * @throws ElasticsearchError for an unknown key or a bad value.
 */
export function readSearch(body: unknown, query: URLSearchParams): Search {
  const fields = readBody(body, ["query", "size", "from", "sort", "track_total_hits", "timeout"]);
  const size = wholeNumber("size", fields["size"] ?? query.get("size") ?? DEFAULT_SIZE);
  const from = wholeNumber("from", fields["from"] ?? query.get("from") ?? 0);
  if (from + size > GREATEST_RESULT_WINDOW) {
    const reason = `Result window is too large, from + size must be less than or equal to: [${GREATEST_RESULT_WINDOW}]`;
    throw illegalArgument(reason);
  }
  return {
    matches: fields["query"] === undefined ? () => true : readQuery(fields["query"]),
    size,
    from,
    sort: readSort(fields["sort"]),
    trackTotalHits: readTrackTotalHits(fields["track_total_hits"] ?? query.get("track_total_hits") ?? undefined),
  };
}

/** The object in a request's body; an absent body is an empty one. @throws ElasticsearchError for an unknown key. */
export function readBody(body: unknown, known: readonly string[]): Record<string, unknown> {
  if (body === undefined) return {};
  if (!isRecord(body)) throw parsingException("Expected [START_OBJECT]");
  const unknown = Object.keys(body).find((key) => !known.includes(key));
  if (unknown !== undefined) throw parsingException(`Unknown key for a value in [${unknown}].`);
  return body;
}

function wholeNumber(name: string, value: unknown): number {
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0) return number;
  throw illegalArgument(`[${name}] parameter cannot be negative, found [${String(value)}]`);
}

function readTrackTotalHits(value: unknown): boolean | number {
  if (value === undefined) return DEFAULT_TOTAL_LIMIT;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  return wholeNumber("track_total_hits", value);
}

function readSort(value: unknown): readonly SortKey[] {
  if (value === undefined) return [];
  const keys: readonly unknown[] = Array.isArray(value) ? value : [value];
  return keys.flatMap((key): SortKey[] => {
    if (typeof key === "string") return [{ field: key, isDescending: false }];
    if (!isRecord(key)) throw parsingException("malformed sort format");
    return Object.entries(key).map(([field, direction]) => {
      const order = isRecord(direction) ? readBody(direction, ["order", "format"])["order"] : direction;
      if (order !== "asc" && order !== "desc") throw illegalArgument(`Unknown SortOrder [${String(order)}]`);
      return { field, isDescending: order === "desc" };
    });
  });
}

/** The `hits` of the answer. */
export function hitsOf(search: Search, documents: readonly StoredDocument[]): Record<string, unknown> {
  const found = sorted(documents.filter(search.matches), search.sort);
  const page = found.slice(search.from, search.from + search.size);
  const limit = search.trackTotalHits;
  const isCut = typeof limit === "number" && found.length > limit;
  const total = { value: isCut ? limit : found.length, relation: isCut ? "gte" : "eq" };
  return {
    ...(limit === false ? {} : { total }),
    max_score: null,
    hits: page.map((document) => ({
      _index: document.index,
      _id: document.id,
      _score: search.sort.length > 0 ? null : 0,
      _source: document.source,
      ...(search.sort.length > 0 && { sort: search.sort.map(({ field }) => sortValue(document, field)) }),
    })),
  };
}

function sorted(documents: readonly StoredDocument[], keys: readonly SortKey[]): StoredDocument[] {
  for (const { field } of keys) checkSortable(documents, field);
  return [...documents].sort((one, other) => {
    for (const { field, isDescending } of keys) {
      const [left, right] = [sortValue(one, field), sortValue(other, field)];
      if (left === right) continue;
      // Documents without the field come last in either direction.
      if (left === null || right === null) return left === null ? 1 : -1;
      return (left < right ? -1 : 1) * (isDescending ? -1 : 1);
    }
    return 0;
  });
}

function checkSortable(documents: readonly StoredDocument[], field: string): void {
  if (field === "_doc" || documents.length === 0) return;
  const fields = documents.map((document) => mappedField(document, field));
  const isText = fields.some(
    ({ kind, values }) =>
      kind === "text" && values.some((value) => typeof value === "string" && dateOf(value, 0) === undefined),
  );
  const reason = isText
    ? `Fielddata is disabled on [${field}] by default. Please use a keyword field instead.`
    : `No mapping found for [${field}] in order to sort on`;
  if (isText || fields.every(({ values }) => values.length === 0))
    throw new ElasticsearchError(400, "search_phase_execution_exception", reason, { phase: "query", grouped: true });
}

function sortValue(document: StoredDocument, field: string): number | string | null {
  if (field === "_doc") return document.seqNo;
  const [value] = mappedField(document, field).values;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "string" ? (dateOf(value, 0) ?? value) : null;
}
