import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

const schema = z.object({
  pid: z.number().int().positive(),
  /** The kernel's start time of the process, so that a reused pid is not taken for the holder. */
  processStart: z.string().nullable(),
  host: z.string(),
  startedAt: z.string(),
  command: z.string(),
});

/** Who holds a lock. */
export type Holder = z.infer<typeof schema>;

/** This process as a holder. @param command what it is about, for whoever finds the lock held. */
export function thisProcess(command: string, now: Date): Holder {
  return {
    pid: process.pid,
    processStart: processStart(process.pid),
    host: hostname(),
    startedAt: now.toISOString(),
    command,
  };
}

/**
 * Tries once to take a lock, also from a holder that is dead.
 * @returns null: taken; otherwise the living process that holds it. A holder on another host counts as living.
 */
export function tryLock(path: string, own: Holder): Holder | null {
  if (createExclusively(path, own)) return null;
  const holder = readHolder(path);
  if (holder !== null && isAlive(holder)) return holder;
  removeDead(path, own);
  return createExclusively(path, own) ? null : (readHolder(path) ?? own);
}

/** Gives a lock back that this process holds; another's stays. */
export function unlock(path: string, own: Holder): void {
  const holder = readHolder(path);
  if (holder?.pid === own.pid && holder.processStart === own.processStart) rmSync(path, { force: true });
}

/**
 * Of many that find the same dead holder, one removes the lock at a time, after a second look: otherwise the slower one
 * would remove the lock that the faster one has taken meanwhile.
 */
function removeDead(path: string, own: Holder): void {
  const turn = `${path}.turn`;
  if (!createExclusively(turn, own)) {
    const other = readHolder(turn);
    if (other !== null && isAlive(other)) return;
    rmSync(turn, { force: true });
    if (!createExclusively(turn, own)) return;
  }
  try {
    const holder = readHolder(path);
    if (holder === null || !isAlive(holder)) rmSync(path, { force: true });
  } finally {
    rmSync(turn, { force: true });
  }
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
