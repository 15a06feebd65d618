import { PROJECT, type JiraIssue } from "./project";

/** A question that Jira refuses with 400; the message is in Jira's manner. */
export class JqlError extends Error {
  override readonly name = "JqlError";
}

/** Whether an issue is what was asked for. */
export type JqlTest = (issue: JiraIssue) => boolean;

const FIELDS: Readonly<Record<string, (issue: JiraIssue) => readonly string[]>> = {
  project: () => [PROJECT.key, PROJECT.name],
  labels: ({ labels }) => labels,
  statuscategory: ({ statusCategory }) => [statusCategory],
  status: ({ status }) => [status],
  key: ({ key }) => [key],
};

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|(!=|=|\(|\)|,)|([^\s"=!(),]+))/gy;

/**
 * Reads a question of the part of JQL that is known here: conditions `field = value`, `!=`, `in (…)`, `not in (…)`,
 * `is empty` and `is not empty`, joined by AND; an ORDER BY at the end changes nothing.
 * @throws JqlError for anything else, for an unknown field or project, and for a question without a condition.
 */
export function readJql(source: string): JqlTest {
  const tokens = new Tokens(source.replace(/\border\s+by\b.*$/is, ""));
  if (tokens.isAtEnd()) throw new JqlError("A question without a condition is not allowed here: add one.");
  const tests = [condition(tokens)];
  while (!tokens.isAtEnd()) {
    tokens.expectWord("and");
    tests.push(condition(tokens));
  }
  return (issue) => tests.every((test) => test(issue));
}

function condition(tokens: Tokens): JqlTest {
  const name = tokens.next();
  const read = FIELDS[name.toLowerCase()];
  if (read === undefined || !Object.hasOwn(FIELDS, name.toLowerCase()))
    throw new JqlError(`The field '${name}' does not exist, or you may not view it.`);
  const { isNegated, values } = operation(tokens);
  if (name.toLowerCase() === "project") values?.forEach(requireProject);
  return (issue) => {
    const found = read(issue);
    // As in Jira, `!=` finds no issue whose field is empty.
    if (values === null) return (found.length === 0) !== isNegated;
    const isAny = found.some((one) => values.some((value) => value.toLowerCase() === one.toLowerCase()));
    return isNegated ? found.length > 0 && !isAny : isAny;
  };
}

/** `values` is null for `is empty`. */
function operation(tokens: Tokens): { readonly isNegated: boolean; readonly values: readonly string[] | null } {
  const operator = tokens.next().toLowerCase();
  if (operator === "=" || operator === "!=") return { isNegated: operator === "!=", values: [tokens.next()] };
  if (operator === "is") {
    const isNegated = tokens.takeWord("not");
    if (!tokens.takeWord("empty")) tokens.expectWord("null");
    return { isNegated, values: null };
  }
  const isNegated = operator === "not";
  if (isNegated) tokens.expectWord("in");
  else if (operator !== "in") throw new JqlError(`'${operator}' is no operator here.`);
  tokens.expectWord("(");
  const values = [tokens.next()];
  while (tokens.takeWord(",")) values.push(tokens.next());
  tokens.expectWord(")");
  return { isNegated, values };
}

function requireProject(value: string): void {
  if (![PROJECT.key, PROJECT.name].some((known) => known.toLowerCase() === value.toLowerCase()))
    throw new JqlError(`The value '${value}' does not exist for the field 'project'.`);
}

/** The words of a question, one after the other. */
class Tokens {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(source: string) {
    const found = [...source.matchAll(TOKEN)];
    const read = found.reduce((length, [whole]) => length + whole.length, 0);
    if (source.slice(read).trim() !== "") throw new JqlError(`The question breaks off at character ${read + 1}.`);
    this.#tokens = found.map(([, quoted, sign, bare]) => quoted?.replace(/\\(.)/g, "$1") ?? sign ?? bare ?? "");
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new JqlError("The question ends too early.");
    this.#at += 1;
    return token;
  }

  takeWord(word: string): boolean {
    const isWord = this.#tokens[this.#at]?.toLowerCase() === word;
    if (isWord) this.#at += 1;
    return isWord;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw new JqlError(`'${word}' is expected, not '${this.#tokens[this.#at] ?? ""}'.`);
  }
}
