import type { EntryOf, JournalEntry } from "../model/journal-entry";
import type { Phase } from "../model/runbook";
import { isAtCheckpoint, type CanaryTimes } from "../model/schedule";
import { runsOf, type JournalRun } from "./questions";

/** A run that ended, and whose verdict may be relied on. */
export interface EndedRun extends JournalRun {
  readonly end: EntryOf<"run-ended">;
}

/** A point at which a phase has to be run, and the run that speaks for it. */
export interface FoundCheckpoint {
  readonly phase: Phase;
  readonly at: string | null;
  readonly run: EndedRun | null;
  readonly undecided: number;
}

/** What of a window is looked for. */
export interface WindowQuestion {
  readonly canary: CanaryTimes;
  /** Phases that are run before the roll-out. */
  readonly before: readonly Phase[];
  /** In the rehearsal the week lies in the past, and what comes before the roll-out is run after it. */
  readonly isRehearsal: boolean;
}

/** All points at which the window is looked at, each with the run that speaks for it. @param entries of one release. */
export function checkpointsIn(
  entries: readonly JournalEntry[],
  { canary, before, isRehearsal }: WindowQuestion,
): FoundCheckpoint[] {
  const isBefore = ({ evaluatedAt }: JournalRun): boolean =>
    isRehearsal || Date.parse(evaluatedAt) <= Date.parse(canary.rolledOutAt);
  const early = before.map((phase) => found(phase, null, runsOf(entries, phase).filter(isBefore)));
  return [...early, ...canary.checkpoints.map(({ phase, at }) => checkpointIn(entries, phase, at))];
}

/** One point at which the window is looked at, with the run that speaks for it. @param entries of one release. */
export function checkpointIn(entries: readonly JournalEntry[], phase: Phase, at: string): FoundCheckpoint {
  const runs = runsOf(entries, phase).filter(({ evaluatedAt }) => isAtCheckpoint(evaluatedAt, at));
  return found(phase, at, runs);
}

/** The runs that ended well and may speak for a point, in the order in which they began. @param entries of one release. */
export function endedRunsAt(entries: readonly JournalEntry[], phase: Phase, at: string): readonly EndedRun[] {
  return runsOf(entries, phase)
    .filter(({ evaluatedAt }) => isAtCheckpoint(evaluatedAt, at))
    .filter(isSound);
}

/** The newest run that served an item and ended well; null: there is none. @param until runs that judged later are left out. */
export function runServing(
  entries: readonly JournalEntry[],
  phases: readonly Phase[],
  item: string,
  until: string,
): EndedRun | null {
  const runs = phases
    .flatMap((phase) => runsOf(entries, phase))
    .filter(isSound)
    .filter(({ checks }) => checks.some(({ items }) => items.includes(item)))
    .filter(({ evaluatedAt }) => Date.parse(evaluatedAt) <= Date.parse(until));
  return speaking(runs.toSorted((a, b) => Date.parse(a.evaluatedAt) - Date.parse(b.evaluatedAt)));
}

function found(phase: Phase, at: string | null, runs: readonly JournalRun[]): FoundCheckpoint {
  const sound = runs.filter(isSound);
  return { phase, at, run: speaking(sound), undecided: runs.length - sound.length };
}

/**
 * Of several runs the last one speaks; but one that could not find out covers no NO-GO before it: only a later GO does.
 */
function speaking(runs: readonly EndedRun[]): EndedRun | null {
  const last = runs.at(-1) ?? null;
  if (last === null || last.end.verdict !== "INCONCLUSIVE") return last;
  const decided = runs.findLast(({ end }) => end.verdict !== "INCONCLUSIVE");
  return decided?.end.verdict === "NO-GO" ? decided : last;
}

function isSound(run: JournalRun): run is EndedRun {
  return run.end !== null && run.end.isSound;
}
