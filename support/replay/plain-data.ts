/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A value that is more than data (a function, an object of a class, a cycle): it cannot be written down and read back. */
export class NotPlainError extends Error {
  override readonly name = "NotPlainError";
  /** @param kind what it is: "a function". @param place keys from the top: "hits[0].at"; "" is the top itself. */
  constructor(
    readonly kind: string,
    readonly place: string,
  ) {
    super(`${kind} ${place === "" ? "is" : `at ${place} is`} no plain data`);
  }
}

/**
 * Plain data as JSON from which `decodePlain` makes the same data again: also NaN, the infinities, -0, undefined and
 * bigint, as objects with one key that begins with "$". Keys keep their order.
 * @throws NotPlainError
 */
export function encodePlain(value: unknown): Json {
  return encoded(value, "", new Set());
}

/**
 * The data that `encodePlain` was given.
 * @throws SyntaxError where an object bears a mark that nobody writes.
 */
export function decodePlain(json: Json): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (isList(json)) return json.map(decodePlain);
  const entries = Object.entries(json);
  const [only] = entries;
  if (only !== undefined && entries.length === 1 && isMark(only[0])) return unmarked(only[0], only[1]);
  return Object.fromEntries(entries.map(([key, item]) => [unescapedKey(key), decodePlain(item)]));
}

/** Whether JSON is a list; `Array.isArray` alone does not know lists that are read only. */
function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function encoded(value: unknown, place: string, above: Set<object>): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return encodedNumber(value);
    case "undefined":
      return { $undefined: true };
    case "bigint":
      return { $bigint: value.toString() };
    case "object":
      return value === null ? null : encodedObject(value, place, above);
    case "function":
    case "symbol":
      throw new NotPlainError(`a ${typeof value}`, place);
  }
}

function encodedNumber(value: number): Json {
  const isExact = Number.isFinite(value) && !Object.is(value, -0);
  return isExact ? value : { $number: Object.is(value, -0) ? "-0" : String(value) };
}

function encodedObject(value: object, place: string, above: Set<object>): Json {
  if (above.has(value)) throw new NotPlainError("a cycle", place);
  above.add(value);
  try {
    if (Array.isArray(value)) {
      return Array.from(value, (item: unknown, index) => encoded(item, `${place}[${index}]`, above));
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw new NotPlainError("an object of a class", place);
    const fields = Object.entries(value).map(([key, item]): [string, Json] => [
      key.startsWith("$") ? `$${key}` : key,
      encoded(item, place === "" ? key : `${place}.${key}`, above),
    ]);
    return Object.fromEntries(fields);
  } finally {
    above.delete(value);
  }
}

function isMark(key: string): boolean {
  return key.startsWith("$") && !key.startsWith("$$");
}

function unescapedKey(key: string): string {
  if (isMark(key)) throw unknownMark(key);
  return key.startsWith("$$") ? key.slice(1) : key;
}

const NUMBERS: ReadonlyMap<Json, number> = new Map<Json, number>([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

function unmarked(mark: string, content: Json): unknown {
  if (mark === "$undefined") return undefined;
  if (mark === "$bigint" && typeof content === "string") return BigInt(content);
  const number = mark === "$number" ? NUMBERS.get(content) : undefined;
  if (number === undefined) throw unknownMark(mark);
  return number;
}

function unknownMark(mark: string): SyntaxError {
  return new SyntaxError(`"${mark}" with what it holds is no mark that a recorded value can bear`);
}
