import { runsOf } from "../journal/questions";
import type { JournalEntry } from "../model/journal-entry";
import { CANARY_PHASES, isAtCheckpoint, type CanaryPhase, type Checkpoint } from "../model/schedule";

/** How far the checkpoints of a phase are carried out. */
export interface CheckpointState {
  readonly phase: CanaryPhase;
  readonly scheduled: number;
  readonly done: number;
  /** The first that no run has judged yet, ISO 8601; also one that later ones have overtaken. null: none is left. */
  readonly nextAt: string | null;
}

/**
 * The state of each phase that has checkpoints. A checkpoint is done when a run of its phase whose verdict is to be relied
 * on, whatever the verdict, judged its time or a little later: the decision at the end asks for the same.
 */
export function checkpointStates(
  checkpoints: readonly Checkpoint[],
  entries: readonly JournalEntry[],
): CheckpointState[] {
  return CANARY_PHASES.flatMap((phase) => {
    const due = checkpoints.filter((one) => one.phase === phase).map(({ at }) => at);
    if (due.length === 0) return [];
    const sound = runsOf(entries, phase).filter(({ end }) => end?.isSound === true);
    const open = due.filter((at) => !sound.some(({ evaluatedAt }) => isAtCheckpoint(evaluatedAt, at)));
    return [{ phase, scheduled: due.length, done: due.length - open.length, nextAt: open[0] ?? null }];
  });
}
