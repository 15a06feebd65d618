import { setTimeout as delay } from "node:timers/promises";
import { explained, JournalError } from "./journal-error";
import { thisProcess, tryLock, unlock, type Holder } from "./lock-file";

/** How long an append waits for the others; each of them takes milliseconds. */
export const LOCK_WAIT_MS = 10_000;

const LONGEST_PAUSE_MS = 4;

/**
 * Does something while no other process does the like: the lock is held for the work alone, which waits for nothing.
 * @throws JournalError a living process has not given the lock back in time.
 */
export async function underLock<T>(path: string, waitMs: number, work: () => T): Promise<T> {
  const own = thisProcess("an entry of the journal", new Date());
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    // Also before the first try: a process with many entries in a row lets others have their turn.
    await delay(1 + Math.random() * (LONGEST_PAUSE_MS - 1));
    const holder = explained("The journal's lock cannot be taken.", path, () => tryLock(path, own));
    if (holder === null) break;
    if (performance.now() >= giveUpAt) throw heldError(path, holder, waitMs);
  }
  try {
    return work();
  } finally {
    unlock(path, own);
  }
}

function heldError(where: string, { pid, host, startedAt }: Holder, waitMs: number): JournalError {
  return new JournalError({
    what: `The journal's lock was not given back within ${waitMs / 1000} s, so the entry was not written.`,
    where,
    why: `Process ${pid} on ${host} has held it since ${startedAt}.`,
    fix: "See what that process is doing and end it if it hangs; where its host is gone, remove the lock file.",
  });
}
