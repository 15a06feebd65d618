import { lstatSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FOLDER_PREFIX, FOLDER_VARIABLE, hasLivingOwner, livingParts, readLedger } from "./ledger";
import { findByEnvironment } from "./process-identity";

/** A folder without an owner may be one whose rehearsal is just starting; after this time it is not. */
const STARTING_MS = 60_000;

/** What a sweep ended and removed. */
export interface Swept {
  readonly folders: readonly string[];
  readonly processes: readonly number[];
}

/**
 * Ends and removes what rehearsals left behind that were killed: their processes, with groups, and their data folders.
 * Rehearsals that still run and other users' are left alone.
 * @param parent where the folders are looked for.
 */
export function sweep(parent: string = tmpdir()): Swept {
  const folders = readdirSync(parent)
    .filter((name) => name.startsWith(FOLDER_PREFIX))
    .map((name) => join(parent, name))
    .filter(isAbandoned);
  const processes = folders.flatMap(endProcesses);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  return { folders, processes };
}

/** Whether the folder is this user's own (anyone may write in the temporary folder) and its rehearsal is gone. */
function isAbandoned(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory() || stat.uid !== process.getuid?.()) return false;
  const ledger = readLedger(folder);
  if (ledger.some(({ role }) => role === "owner")) return !hasLivingOwner(ledger);
  return Date.now() - stat.mtimeMs > STARTING_MS;
}

/** Ends what still runs of a rehearsal in this folder, at once: nobody is left to want its data. The processes ended. */
export function endProcesses(folder: string): number[] {
  const leaders = livingParts(readLedger(folder)).map(({ pid }) => pid);
  for (const pid of leaders) killQuietly(-pid);
  // What the list misses: a part started in the instant of the kill, and children of a part that has ended.
  const others = findByEnvironment(`${FOLDER_VARIABLE}=${folder}`).filter(
    (pid) => pid !== process.pid && !leaders.includes(pid),
  );
  for (const pid of others) killQuietly(pid);
  return [...leaders, ...others];
}

function killQuietly(target: number): void {
  try {
    process.kill(target, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
