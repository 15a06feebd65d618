import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { LockHeldError } from "../errors";

const schema = z.object({
  pid: z.number().int().positive(),
  /** The kernel's start time of the process, so that a reused pid is not taken for the holder. */
  processStart: z.string().nullable(),
  host: z.string(),
  startedAt: z.string(),
  command: z.string(),
});

type Holder = z.infer<typeof schema>;

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
  const own: Holder = {
    pid: process.pid,
    processStart: processStart(process.pid),
    host: hostname(),
    startedAt: now.toISOString(),
    command,
  };
  if (!createExclusively(path, own)) {
    const holder = readHolder(path);
    if (holder !== null && isAlive(holder)) throw new LockHeldError(path, holder);
    rmSync(path, { force: true });
    if (!createExclusively(path, own)) throw new LockHeldError(path, readHolder(path) ?? own);
  }
  return { release: () => releaseOwn(path, own) };
}

/** Written aside and linked into place, so that nobody ever reads a half-written lock. */
function createExclusively(path: string, holder: Holder): boolean {
  const aside = `${path}.${holder.pid}`;
  writeFileSync(aside, `${JSON.stringify(holder)}\n`);
  try {
    linkSync(aside, path);
    return true;
  } catch (reason) {
    if (reason instanceof Error && "code" in reason && reason.code === "EEXIST") return false;
    throw reason;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(path: string): Holder | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null; // gone meanwhile, or not ours: nobody holds it
  }
}

function isAlive({ host, pid, processStart: start }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (reason) {
    if (reason instanceof Error && "code" in reason && reason.code === "ESRCH") return false;
  }
  return start === null || processStart(pid) === start;
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot; null where there is no /proc (macOS). */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function releaseOwn(path: string, own: Holder): void {
  const holder = readHolder(path);
  if (holder?.pid === own.pid && holder.processStart === own.processStart) rmSync(path, { force: true });
}
