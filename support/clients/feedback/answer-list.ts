import { z } from "zod";
import { InconclusiveError } from "../../errors";
import type { Explanation } from "../../model/explanation";
import type { Window } from "../../model/measurement";
import type { HttpTransport } from "../transport/http-transport";
import { valueAt } from "../transport/json-value";
import { pathOfNextPage } from "../transport/next-page";
import type { Counts } from "./counts";

/** Where the answers stand, one by one, and what the words in them mean. */
export interface ListShape {
  readonly kind: "list";
  /** JSON pointer to the array of answers. */
  readonly list: string;
  /** JSON pointer, in an answer, to its word or number. */
  readonly sentiment: string;
  readonly words: Readonly<Record<Sentiment, readonly string[]>>;
  /** JSON pointer, in an answer, to its time (ISO 8601); undefined: the source keeps to the window that it is asked for. */
  readonly time?: string | undefined;
  /** JSON pointer to the address of the next page; undefined: all answers come at once. */
  readonly next?: string | undefined;
}

/** What an answer says of the version. */
export type Sentiment = "positive" | "neutral" | "negative";

/** More pages than these are not read: the reading is then no answer. */
const MOST_PAGES = 50;

/** Words that are named in an explanation; the rest is counted. */
const NAMED_WORDS = 5;

/** Reads a list of answers page by page. */
export class AnswerList {
  constructor(
    private readonly source: { readonly system: string; readonly baseUrl: string; readonly where: string },
    private readonly shape: ListShape,
    private readonly transport: HttpTransport,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Counts the answers of the window by what they say.
   * @throws InconclusiveError no-data for a shape, a word or a time that is not known; partial-coverage where a page is
   *   missing.
   */
  async count(path: string, window: Window): Promise<Counts> {
    const answers: unknown[] = [];
    for await (const page of this.pages("answers in the window", path)) answers.push(...page);
    const inWindow = answers.filter((answer) => this.isInside(answer, window));
    const counts: Record<Sentiment, number> = { positive: 0, neutral: 0, negative: 0 };
    const unknown = new Set<string>();
    for (const answer of inWindow) {
      const word = wordOf(valueAt(answer, this.shape.sentiment));
      const sentiment = sentimentOf(this.shape.words, word);
      if (sentiment === undefined) unknown.add(word ?? "(none)");
      else counts[sentiment] += 1;
    }
    if (unknown.size > 0) throw this.noData(unknownWords(this.source.system, [...unknown]));
    return { answers: inWindow.length, ...counts };
  }

  /** At least so many answers are there: those of the first page that holds any. */
  async countFirst(path: string): Promise<number> {
    for await (const page of this.pages("any answers", path)) if (page.length > 0) return page.length;
    return 0;
  }

  private async *pages(operation: string, firstPath: string): AsyncGenerator<readonly unknown[]> {
    const seen = new Set<string>();
    for (let path: string | null = firstPath; path !== null;) {
      if (seen.size === MOST_PAGES || seen.has(path)) throw this.incomplete(seen.size);
      seen.add(path);
      const name: string = seen.size === 1 ? operation : `${operation}, page ${seen.size}`;
      const ask = { operation: name, method: "GET", path, signal: this.signal } as const;
      const document: unknown = await this.transport.askJson(ask, z.unknown());
      yield this.answersOf(document);
      path = this.nextPath(document, path, seen.size);
    }
  }

  private answersOf(document: unknown): readonly unknown[] {
    const list = valueAt(document, this.shape.list);
    if (Array.isArray(list)) return list;
    throw this.noData({
      what: `The answer of ${this.source.system} holds no list of answers at "${this.shape.list}".`,
      why: "Probably its shape is another than the environment file says, or its API has changed.",
      fix: "Read the answer in the evidence and correct feedback.answers.list in the environment file.",
    });
  }

  private nextPath(document: unknown, path: string, pagesRead: number): string | null {
    const next = this.shape.next === undefined ? null : valueAt(document, this.shape.next);
    if (next === undefined || next === null || next === "" || next === false) return null;
    const below = typeof next === "string" ? pathOfNextPage(this.source.baseUrl, next, path) : null;
    if (below === null) throw this.incomplete(pagesRead);
    return below;
  }

  private isInside(answer: unknown, { start, end }: Window): boolean {
    if (this.shape.time === undefined) return true;
    const time = valueAt(answer, this.shape.time);
    const at = typeof time === "string" ? Date.parse(time) : Number.NaN;
    if (!Number.isNaN(at)) return at >= Date.parse(start) && at < Date.parse(end);
    throw this.noData({
      what: `An answer of ${this.source.system} has no time (ISO 8601) at "${this.shape.time}".`,
      why: "Without its time nobody can tell whether it belongs to the window.",
      fix: "Read the answer in the evidence and correct feedback.answers.time in the environment file.",
    });
  }

  private noData(said: Omit<Explanation, "where">): InconclusiveError {
    return new InconclusiveError("no-data", [{ ...said, where: this.source.where }]);
  }

  private incomplete(pagesRead: number): InconclusiveError {
    return new InconclusiveError("partial-coverage", [
      {
        what: `${this.source.system} has more answers than could be read: page ${pagesRead} names a further one.`,
        where: this.source.where,
        why: `The next page was read before, is on another host, or lies beyond the ${MOST_PAGES} pages that are read at most.`,
        fix: "Ask for larger pages in feedback.path, and read the address of the next page in the evidence.",
      },
    ]);
  }
}

function wordOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function sentimentOf(words: ListShape["words"], word: string | undefined): Sentiment | undefined {
  if (word === undefined) return undefined;
  return (["positive", "neutral", "negative"] as const).find((sentiment) => words[sentiment].includes(word));
}

function unknownWords(system: string, words: readonly string[]): Omit<Explanation, "where"> {
  const named = words
    .slice(0, NAMED_WORDS)
    .map((word) => `"${word}"`)
    .join(", ");
  const more = words.length > NAMED_WORDS ? ` and ${words.length - NAMED_WORDS} more` : "";
  return {
    what: `${system} has answers that say ${named}${more}, which are neither positive, neutral nor negative here.`,
    why: "An answer whose meaning is not known can be counted for no side.",
    fix: "Add the words to feedback.answers.words in the environment file, or correct feedback.answers.sentiment.",
  };
}
