import { openDecision } from "../journal/questions";
import { sha256Of } from "../journal/digest";
import { sortAnswers } from "../judgement/incident/answers";
import type { JournalEntry } from "../model/journal-entry";
import type { SignOffReading } from "../model/readings/sign-offs";
import type { SignOffQuestion } from "../model/sign-off-question";

/** What a human is asked now, where the item asks for something else each time. */
export interface AskedNow {
  readonly question: SignOffQuestion;
  /** A short name of the question: whoever answers says by it which one was read. */
  readonly key: string;
  /** When it was recommended, ISO 8601. */
  readonly at: string;
  readonly runId: string | null;
}

/** What an incident that goes on asks now; null: nothing, or nothing yet. @param entries of one release. */
export function askedNow(entries: readonly JournalEntry[]): AskedNow | null {
  const decision = openDecision(entries);
  if (!decision?.question) return null;
  const { question, at, runId } = decision;
  return { question, key: keyOf(question), at, runId };
}

/** The answers to what is asked now; all others do not stand here. */
export function answersToAsked(reading: SignOffReading, asked: AskedNow | null): SignOffReading {
  const { standing, unheeded } = sortAnswers(reading, asked?.question ?? null);
  const lapsed = unheeded.map(({ given: { name, role, at }, why }) => ({ name, role, at, why }));
  return { ...reading, answers: standing, lapsed: [...reading.lapsed, ...lapsed] };
}

function keyOf({ about, message }: SignOffQuestion): string {
  return sha256Of(JSON.stringify([about, message])).slice(0, 8);
}
