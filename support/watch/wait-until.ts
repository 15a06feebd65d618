/** The time, and how to let it pass. */
export interface Clock {
  /** Milliseconds since 1970, by the wall clock. */
  now(): number;
  /** Resolves after so many ms, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Waits for a time of the wall clock in short steps. A sleeping laptop stops timers and not the wall clock, and a clock
 * that is set does not move timers: so after each step it is looked at anew.
 * @returns when the time has come, or the signal is aborted.
 */
export async function waitUntil(atMs: number, stepMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let left = atMs - clock.now(); left > 0 && !signal.aborted; left = atMs - clock.now())
    await clock.sleep(Math.min(left, stepMs), signal);
}
