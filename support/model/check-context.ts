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

/**
 * What a client is given where no check asks it: nothing is kept as evidence, and nothing is undone.
 * @param purpose who asks, in place of a run and a check. @param signal by default nothing breaks it off.
 */
export function contextOutsideChecks(
  environment: string,
  purpose: string,
  signal: AbortSignal = new AbortController().signal,
): CheckContext {
  return {
    environment,
    runId: purpose,
    checkId: purpose,
    signal,
    evidence: { keep: () => Promise.resolve() },
    undo: { declare: () => undefined },
  };
}
