import type { Timeline, TimelineEventKind } from "../../model/timeline";
import { TIMELINE_WORDS } from "./timeline-words";
import type { Language } from "../messages";

/** One event as it is shown; `at` and `offset` are null where it is not known. */
export interface EventRow {
  readonly name: string;
  readonly kind: TimelineEventKind | null;
  /** Unix milliseconds. */
  readonly at: number | null;
  /** "+12.4 s": since the event that is counted from. */
  readonly offset: string | null;
}

/** One stretch as it is shown; `length` is null where an end of it is not known, or lies before its beginning. */
export interface PhaseRow {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly length: string | null;
}

/** A timeline in the words of one language: known events by time, then those that are missing. */
export interface TimelineRows {
  readonly events: readonly EventRow[];
  readonly phases: readonly PhaseRow[];
  /** From which event the offsets count; null: no event is known. */
  readonly origin: string | null;
}

/** The rows of a timeline. Offsets count from the first bad answer; where it is not known, from the first event that is. */
export function timelineRows({ events, phases, missing }: Timeline, language: Language): TimelineRows {
  const words = TIMELINE_WORDS[language];
  const origin = events.find(({ name }) => name === "first-bad-answer") ?? events[0];
  const zero = origin === undefined ? Number.NaN : Date.parse(origin.at);
  const known = events.map(({ at, name, kind }) => {
    const ms = Date.parse(at);
    return { name: words.events[name], kind, at: ms, offset: offsetText(ms - zero, language) };
  });
  return {
    events: [...known, ...missing.map((name) => ({ name: words.events[name], kind: null, at: null, offset: null }))],
    phases: phases.map(({ name, start, end }) => {
      const [from, to] = [Date.parse(start ?? ""), Date.parse(end ?? "")];
      return { name: words.phases[name], start: from, end: to, length: to >= from ? words.length(to - from) : null };
    }),
    origin: origin === undefined ? null : words.countedFrom(words.events[origin.name], utc(zero)),
  };
}

/** "+12.4 s", "-2.0 s". */
export function offsetText(ms: number, language: Language): string {
  return `${ms < 0 ? "-" : "+"}${TIMELINE_WORDS[language].length(Math.abs(ms))}`;
}

/** "2026-01-01 14:02:03.000 UTC". */
function utc(at: number): string {
  return `${new Date(at).toISOString().replace("T", " ").replace("Z", "")} UTC`;
}
