import { isRecord } from "../outside-data";
import { parsingException } from "./errors";
import { dateOf, mappedField, wordsOf, type MappedField } from "./fields";
import type { StoredDocument } from "./stored-document";

/** Says whether a document matches a query. */
export type Predicate = (document: StoredDocument) => boolean;

type Clause = (body: unknown) => Predicate;

const CLAUSES: Readonly<Record<string, Clause>> = {
  match_all: () => () => true,
  bool,
  term,
  terms,
  range,
  match_phrase: matchPhrase,
  exists,
};

/**
 * Reads a query of the supported subset: bool (filter, must, must_not), term, terms, range, match_phrase, exists and
 * match_all. Everything else is refused, never ignored.
 *
 * @throws ElasticsearchError `parsing_exception`
 */
export function readQuery(query: unknown): Predicate {
  const [name, body] = onlyEntry(query, "query");
  const clause = Object.hasOwn(CLAUSES, name) ? CLAUSES[name] : undefined;
  if (clause === undefined) throw parsingException(`unknown query [${name}]`);
  return clause(body);
}

function onlyEntry(value: unknown, where: string): readonly [string, unknown] {
  const entries = isRecord(value) ? Object.entries(value) : [];
  const [entry] = entries;
  if (entry === undefined) throw parsingException(`[${where}] malformed query, expected one field`);
  if (entries.length > 1) {
    const names = entries.map(([name]) => `[${name}]`).join(" and ");
    throw parsingException(`[${where}] query doesn't support multiple fields, found ${names}`);
  }
  return entry;
}

function bool(body: unknown): Predicate {
  if (!isRecord(body)) throw parsingException("[bool] query malformed, no start_object after query name");
  const required: Predicate[] = [];
  const forbidden: Predicate[] = [];
  for (const [name, value] of Object.entries(body)) {
    const clauses: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (name === "filter" || name === "must") required.push(...clauses.map(readQuery));
    else if (name === "must_not") forbidden.push(...clauses.map(readQuery));
    else throw parsingException(`[bool] query does not support [${name}]`);
  }
  return (document) => required.every((holds) => holds(document)) && !forbidden.some((holds) => holds(document));
}

function term(body: unknown): Predicate {
  const [field, given] = onlyEntry(body, "term");
  const wanted = scalar("term", isRecord(given) ? onlyOption("term", given, "value") : given);
  return (document) => hasTerm(mappedField(document, field), wanted);
}

function terms(body: unknown): Predicate {
  const [field, given] = onlyEntry(body, "terms");
  if (!Array.isArray(given)) throw parsingException("[terms] query requires an array of terms");
  const wanted = given.map((value) => scalar("terms", value));
  return (document) => wanted.some((value) => hasTerm(mappedField(document, field), value));
}

function hasTerm({ kind, values }: MappedField, wanted: string): boolean {
  return values.some((value) => {
    if (typeof value === "string" && kind === "text") return wordsOf(value).includes(wanted);
    return ["string", "number", "boolean"].includes(typeof value) && String(value) === wanted;
  });
}

function matchPhrase(body: unknown): Predicate {
  const [field, given] = onlyEntry(body, "match_phrase");
  const phrase = scalar("match_phrase", isRecord(given) ? onlyOption("match_phrase", given, "query") : given);
  const wanted = ` ${wordsOf(phrase).join(" ")} `;
  return (document) => {
    const { kind, values } = mappedField(document, field);
    if (kind === "keyword") return hasTerm({ kind, values }, phrase);
    return values.some((value) => ` ${wordsOf(String(value)).join(" ")} `.includes(wanted));
  };
}

function exists(body: unknown): Predicate {
  if (!isRecord(body)) throw parsingException("[exists] query malformed, no start_object after query name");
  const field = scalar("exists", onlyOption("exists", body, "field"));
  return (document) => mappedField(document, field).values.length > 0;
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  gte: (order) => order >= 0,
  gt: (order) => order > 0,
  lte: (order) => order <= 0,
  lt: (order) => order < 0,
};

function range(body: unknown): Predicate {
  const [field, bounds] = onlyEntry(body, "range");
  if (!isRecord(bounds)) throw parsingException("[range] query malformed, no start_object after field name");
  const now = Date.now();
  const limits = Object.entries(bounds).map(([name, value]) => {
    const compare = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
    if (compare === undefined) throw parsingException(`[range] query does not support [${name}]`);
    const bound = scalar("range", value);
    if (isDateField(field) && boundDate(value, now) === undefined)
      throw parsingException(
        `failed to parse date field [${bound}] with format [strict_date_optional_time||epoch_millis]`,
      );
    return { compare, bound: value };
  });
  return (document) => {
    const { values } = mappedField(document, field);
    return values.some((value) => limits.every(({ compare, bound }) => compare(order(value, bound, now))));
  };
}

function isDateField(field: string): boolean {
  return field === "@timestamp" || field === "event.ingested";
}

/** Epoch milliseconds may come as text too. */
function boundDate(bound: unknown, now: number): number | undefined {
  return dateOf(typeof bound === "string" && /^\d{5,}$/.test(bound) ? Number(bound) : bound, now);
}

/** Below, at or above the bound as −1, 0, 1; NaN, which satisfies no comparison, where the two cannot be compared. */
function order(value: unknown, bound: unknown, now: number): number {
  if (typeof value === "number") return Math.sign(value - Number(bound));
  if (typeof value !== "string") return Number.NaN;
  const at = dateOf(value, now);
  const limit = boundDate(bound, now);
  if (at !== undefined && limit !== undefined) return Math.sign(at - limit);
  return value === String(bound) ? 0 : value < String(bound) ? -1 : 1;
}

function onlyOption(clause: string, options: Record<string, unknown>, name: string): unknown {
  const unknown = Object.keys(options).find((key) => key !== name && key !== "boost");
  if (unknown !== undefined) throw parsingException(`[${clause}] query does not support [${unknown}]`);
  return options[name];
}

function scalar(clause: string, value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw parsingException(`[${clause}] query requires a value that is a string, a number or a boolean`);
}
