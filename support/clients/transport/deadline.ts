import { setMaxListeners } from "node:events";

/** A stretch of time: `signal` aborts when the time is over or when one of the outer signals aborts. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly durationMs: number;
  /** What ended it: its own time, an outer signal, or nothing yet. */
  endedBy(): "time" | "outside" | null;
  /** Time left, in ms; never below 0. */
  remainingMs(): number;
  /** Gives back its timer and its listeners; call it in a `finally`. */
  release(): void;
}

/** Starts a deadline of `durationMs` from now, which also ends with any of `outer`. */
export function startDeadline(durationMs: number, outer: readonly (AbortSignal | undefined)[]): Deadline {
  const controller = new AbortController();
  const endsAt = performance.now() + durationMs;
  let end: "time" | "outside" | null = null;
  const stop = (by: "time" | "outside"): void => {
    end ??= by;
    controller.abort();
  };
  const stopFromOutside = (): void => stop("outside");
  const timer = setTimeout(() => stop("time"), durationMs);
  for (const signal of outer) {
    if (signal === undefined) continue;
    if (signal.aborted) stopFromOutside();
    // A check may have hundreds of requests under way: Node's warning about many listeners would be a false one.
    setMaxListeners(0, signal);
    signal.addEventListener("abort", stopFromOutside, { once: true });
  }
  return {
    signal: controller.signal,
    durationMs,
    endedBy: () => end,
    remainingMs: () => Math.max(0, endsAt - performance.now()),
    release() {
      clearTimeout(timer);
      for (const signal of outer) signal?.removeEventListener("abort", stopFromOutside);
    },
  };
}

/**
 * Waits for `work`, but no longer than until `signal` aborts.
 * @throws EndedError when the signal came first; the work's own later failure is ignored.
 */
export async function beforeEnd<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let giveUp = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(new EndedError());
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

/** What was awaited did not come before the deadline. */
export class EndedError extends Error {
  override readonly name = "EndedError";
}

/** Waits `durationMs`, or until the signal aborts if that is sooner. Never throws. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, durationMs);
    signal.addEventListener("abort", finish, { once: true });
  });
}
