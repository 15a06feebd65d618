import { invalidArgument } from "./rpc-status";

const OPERATORS = ["!=", ">=", "<=", "=", ">", "<", ":"] as const;

/** A comparison operator of the Logging query language. */
export type Operator = (typeof OPERATORS)[number];

/** One comparison such as `jsonPayload."http.request.id" = "abc"`. */
export interface Comparison {
  /** The field's path; a quoted part is one key even with dots in it. */
  readonly path: readonly string[];
  readonly operator: Operator;
  readonly value: string;
  /** `field:*`, which asks only whether the field is there. */
  readonly isPresence: boolean;
}

const FILTER_LIMIT_CHARACTERS = 20_000;

/**
 * Splits a filter into its comparisons, which `AND` or a line break joins.
 *
 * @throws RpcError INVALID_ARGUMENT for everything else: OR, NOT, parentheses, regular expressions, functions, bare words.
 */
export function readComparisons(filter: string): readonly Comparison[] {
  if (filter.length > FILTER_LIMIT_CHARACTERS) throw invalidArgument("The filter is too long.", "filter");
  const scanner = new Scanner(filter);
  const comparisons: Comparison[] = [];
  while (!scanner.isAtEnd()) {
    if (comparisons.length > 0) scanner.skipAnd();
    comparisons.push(scanner.comparison());
  }
  return comparisons;
}

class Scanner {
  #at = 0;

  constructor(private readonly filter: string) {}

  isAtEnd(): boolean {
    this.#take(/\s*/y);
    return this.#at >= this.filter.length;
  }

  skipAnd(): void {
    this.#take(/AND(?=\s)/y);
    if (this.isAtEnd()) throw this.#unparseable("a comparison is missing after AND");
  }

  comparison(): Comparison {
    const path = [this.#pathPart()];
    while (this.#take(/\./y) !== undefined) path.push(this.#pathPart());
    this.#take(/\s*/y);
    const found = OPERATORS.find((operator) => this.filter.startsWith(operator, this.#at));
    if (found === undefined || /^[=!]~/.test(this.filter.slice(this.#at)))
      throw this.#unparseable(`no supported operator after '${path.join(".")}'`);
    this.#at += found.length;
    this.#take(/\s*/y);
    if (found === ":" && this.#take(/\*(?=\s|$)/y) !== undefined)
      return { path, operator: found, value: "*", isPresence: true };
    return { path, operator: found, value: this.#value(), isPresence: false };
  }

  #pathPart(): string {
    const word = this.#quoted() ?? this.#take(/[A-Za-z_][A-Za-z0-9_-]*/y);
    if (word === undefined || word === "OR" || word === "NOT" || word === "AND")
      throw this.#unparseable("a field name is expected");
    return word;
  }

  #value(): string {
    const value = this.#quoted() ?? this.#take(/[A-Za-z0-9_.+-]+(?=\s|$)/y);
    if (value === undefined) throw this.#unparseable("a value is expected; quote it if it has special characters");
    return value;
  }

  #quoted(): string | undefined {
    const literal = this.#take(/"(?:[^"\\\n]|\\.)*"/y);
    if (literal === undefined) return undefined;
    return literal.slice(1, -1).replace(/\\(u[0-9A-Fa-f]{4}|.)/g, (_, escape: string) => this.#unescape(escape));
  }

  #unescape(escape: string): string {
    const named: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", "'": "'" };
    if (escape.length === 5) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    const character = named[escape];
    if (character === undefined) throw this.#unparseable(`unknown escape \\${escape}`);
    return character;
  }

  #take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.filter)?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return found;
  }

  #unparseable(why: string): Error {
    return invalidArgument(`Unparseable filter: ${why} at character ${this.#at + 1}.`, "filter");
  }
}
