/** How a command of the environment ended. */
export interface CommandEnd {
  /** As it was run, for people; without secrets. */
  readonly command: string;
  /** Working folder, as configured. */
  readonly folder: string;
  /** null: ended by a signal, or still running at its deadline and ended by us. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** It could not even be started (no such program, no such folder): the reason; null otherwise. */
  readonly notStarted: string | null;
  readonly durationMs: number;
  /** The last lines of both outputs, for people. */
  readonly tail: string;
}
