import type { Track } from "../../../model/readings/canary-metrics";
import type { ErrorGroup } from "../../../model/readings/incident";
import { messageKind } from "./message-kind";

/** How a log store calls what a line says, in the way in which it is searched there. */
export interface LogFields {
  /** The field that tells the tracks apart, and its value on each. */
  readonly track: string;
  readonly trackValues: Readonly<Record<Track, string>>;
  readonly status: string;
  readonly level: string;
  readonly message: string;
  readonly endpoint: string;
}

/** How far a search goes. */
export interface ErrorSearch {
  /** How many of the newest error lines are read and grouped at most; never more than 10,000. */
  readonly most: number;
}

/** One error line. */
export interface ErrorLine {
  /** ISO 8601 in UTC; where the store's time is none, its own text. */
  readonly at: string;
  readonly message: string;
  readonly endpoint: string | null;
}

/** More lines than this are not read, whatever is asked: stores refuse to page further. */
export const MOST_LINES = 10_000;

const MOST_GROUPS = 10;
const SAMPLES_A_GROUP = 3;
/** Longer messages are stack traces or bodies: their beginning says what they are. */
const LONGEST_MESSAGE = 1_000;
const NO_MESSAGE = "(a line without a message)";

/** A field's value as text; null where the line has none. */
export function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A line of what a store gave. @param time as the store has it: text, or milliseconds since 1970. */
export function errorLine(time: unknown, message: unknown, endpoint: unknown): ErrorLine {
  return { at: timeOf(time), message: shortened(textOf(message) ?? NO_MESSAGE), endpoint: textOf(endpoint) };
}

/** The lines by kind of message, the most frequent kind first. @param lines newest first, as its samples will be. */
export function groupedErrors(lines: readonly ErrorLine[]): readonly ErrorGroup[] {
  const kinds = new Map<string, ErrorLine[]>();
  for (const line of lines) {
    const kind = messageKind(line.message);
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [line]);
    else known.push(line);
  }
  // Sorting is stable: of two kinds that are as frequent, the one that was seen last comes first.
  return [...kinds.entries()]
    .map(([message, found]) => ({ message, count: found.length, samples: found.slice(0, SAMPLES_A_GROUP) }))
    .sort((one, other) => other.count - one.count)
    .slice(0, MOST_GROUPS);
}

/** The query as people see it, with how much of its answer was read. */
export function queryText(query: string, newestOnly: number | null): string {
  return newestOnly === null
    ? query
    : `${query} (only the newest ${newestOnly.toLocaleString("en-US")} lines were read)`;
}

function timeOf(time: unknown): string {
  const at = typeof time === "number" || typeof time === "string" ? new Date(time) : new Date(Number.NaN);
  return Number.isNaN(at.getTime()) ? (textOf(time) ?? "at no time") : at.toISOString();
}

function shortened(message: string): string {
  return message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE)}…`;
}
