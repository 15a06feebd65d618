import type { EvidenceSink } from "./evidence";

/** Changes made outside are undone in reverse order when the check ends, however it ends. */
export interface UndoStack {
  /**
   * Declares an undo before the change is made.
   * @param description what is undone, for the report: "resolve the PagerDuty test alert".
   * @param undo safe to call when the change did not happen; has its own deadline.
   */
  declare(description: string, undo: () => Promise<void>): void;
}

/** What every client of one running check is given. */
export interface CheckContext {
  /** Name of the environment: "rehearsal", "production" … */
  readonly environment: string;
  /** Id of the run: unique, sortable by time, of letters, digits and hyphens. */
  readonly runId: string;
  /** The runbook ids of the check, joined by "+": "D3-I2a". */
  readonly checkId: string;
  /** Aborts all that the check has under way: its deadline is over or the run was interrupted. */
  readonly signal: AbortSignal;
  readonly evidence: EvidenceSink;
  readonly undo: UndoStack;
}
