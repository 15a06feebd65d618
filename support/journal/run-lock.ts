import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { LockHeldError } from "../errors";
import { thisProcess, tryLock, unlock } from "./lock-file";

/** The lock of one environment and release: one run at a time. */
export interface RunLock {
  /** Gives the lock back; safe to call twice. */
  release(): void;
}

/**
 * Takes the lock, or takes it over from a holder that is dead.
 * @param path of the lock file. @param command what this run is, for whoever finds the lock held.
 * @throws LockHeldError a living process holds it. A holder on another host counts as living.
 */
export function takeRunLock(path: string, command: string, now: Date = new Date()): RunLock {
  mkdirSync(dirname(path), { recursive: true });
  const own = thisProcess(command, now);
  const holder = tryLock(path, own);
  if (holder !== null) throw new LockHeldError(path, holder);
  return { release: () => unlock(path, own) };
}
