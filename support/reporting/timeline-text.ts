import type { Timeline } from "../model/timeline";
import { columnsOf } from "./charts/text-width";
import { TIMELINE_WORDS } from "./charts/timeline-words";
import type { Language } from "./messages";
import { timelineRows } from "./charts/timeline-rows";

/**
 * Lines of an incident's timeline for the terminal, in columns: each event with the time since the first bad answer and the time
 * of day (UTC), then how long each stretch took. What is not known is said to be so.
 */
export function timelineLines(timeline: Timeline, language: Language): string[] {
  const words = TIMELINE_WORDS[language];
  const { events, phases, origin } = timelineRows(timeline, language);
  const offsets = events.map(({ offset }) => offset ?? words.notKnown);
  const lengths = phases.map(({ length }) => length ?? words.notKnown);
  const width = widest([...offsets, ...lengths]);
  return [
    words.title,
    origin ?? words.nothingKnown,
    ...events.map(({ name, at }, index) => `  ${toRight(offsets[index] ?? "", width)}  ${dayTime(at)}  ${name}`),
    ...phases.map(({ name }, index) => `  ${toRight(lengths[index] ?? "", width)}  ${name}`),
  ];
}

/** "14:02:03.000"; blanks where it is not known. */
function dayTime(at: number | null): string {
  return at === null ? " ".repeat("00:00:00.000".length) : new Date(at).toISOString().slice(11, 23);
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, columnsOf(text)), 0);
}

function toRight(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - columnsOf(text))) + text;
}
