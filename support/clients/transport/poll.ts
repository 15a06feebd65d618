/** Time as a poll sees it: the real one, or a test's. */
export interface Clock {
  /** In ms, from any fixed moment. */
  now(): number;
  /** Calls `act` after `durationMs`; gives the means to call it off. */
  after(durationMs: number, act: () => void): () => void;
}

/** What is read again and again, and for how long. */
export interface Poll<T> {
  /** Reads the value; its signal aborts when the poll ends (hand it on as `Ask.signal`). */
  readonly read: (signal: AbortSignal) => Promise<T>;
  /** Whether the value is what was waited for. */
  readonly isEnough: (value: T) => boolean;
  /** Deadline of the whole poll, in ms. */
  readonly deadlineMs: number;
  /** Pause from the end of one reading to the start of the next, in ms. */
  readonly intervalMs: number;
  /** Ends the poll early: the check's own signal. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** How a poll ended: the last value read, whether or not it was enough. */
export interface Polled<T> {
  readonly value: T;
  readonly isEnough: boolean;
  /** How often a value was read. */
  readonly readings: number;
  readonly waitedMs: number;
}

const REAL_CLOCK: Clock = {
  now: () => performance.now(),
  after(durationMs, act) {
    const timer = setTimeout(act, durationMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Reads at once, then after each interval, until the value is enough, the deadline is over or the signal aborts.
 * @throws what `read` throws; but once the poll's time is over, only if no value was read before.
 */
export async function pollUntil<T>(poll: Poll<T>): Promise<Polled<T>> {
  const clock = poll.clock ?? REAL_CLOCK;
  const startedAt = clock.now();
  const end = new AbortController();
  const stop = (): void => end.abort();
  const callOff = clock.after(poll.deadlineMs, stop);
  if (poll.signal.aborted) stop();
  poll.signal.addEventListener("abort", stop, { once: true });
  let readings = 0;
  let last: Polled<T> | undefined;
  try {
    for (;;) {
      const value = await poll.read(end.signal);
      readings += 1;
      last = { value, isEnough: poll.isEnough(value), readings, waitedMs: clock.now() - startedAt };
      if (last.isEnough || end.signal.aborted) return last;
      await interval(poll.intervalMs, end.signal, clock);
      if (end.signal.aborted) return last;
    }
  } catch (error) {
    if (last === undefined || !end.signal.aborted) throw error;
    return { ...last, waitedMs: clock.now() - startedAt };
  } finally {
    callOff();
    poll.signal.removeEventListener("abort", stop);
  }
}

function interval(durationMs: number, signal: AbortSignal, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      callOff();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const callOff = clock.after(durationMs, finish);
    signal.addEventListener("abort", finish, { once: true });
    if (signal.aborted) finish();
  });
}
