import { AsyncLocalStorage } from "node:async_hooks";

/** An error that nobody awaited: it was thrown beside the steps of a check, or beside all checks. */
export interface StrayError {
  /** Id of the check that started the work; null where nobody knows. */
  readonly checkId: string | null;
  /** Class of the error: "TypeError"; "Error" where something else than an error was thrown. */
  readonly type: string;
  readonly message: string;
}

/** The check that the code asking is part of. */
export interface RunningCheck {
  /** Unique in the run, made of the runbook ids: "D3-I2a+D3-I2b". */
  readonly id: string;
  readonly items: readonly string[];
  readonly scenario: string;
  readonly tags: readonly string[];
  /** Aborts when a step is past its deadline or the run was interrupted. */
  readonly signal: AbortSignal;
  readonly stepTimeoutMs: number;
}

/** What the runner keeps with a running check. */
export interface CheckScope extends RunningCheck {
  /** Ends what the check has under way; the reason reaches whoever waits for it. */
  abort(reason: Error): void;
  /** Listeners that cucumber has for an error thrown beside the running step. */
  readonly stepErrorListeners: Set<(error: unknown) => void>;
}

const scopes = new AsyncLocalStorage<CheckScope>();

/** Runs `work`, and all that it starts, as part of a check. */
export function runInCheckScope<T>(scope: CheckScope, work: () => T): T {
  return scopes.run(scope, work);
}

/** The scope of the running code, for the runner; undefined outside of a check. */
export function currentScope(): CheckScope | undefined {
  return scopes.getStore();
}

/** The check that the running code is part of; undefined outside of the runner, for instance in an IDE's own run. */
export function currentCheck(): RunningCheck | undefined {
  return scopes.getStore();
}
