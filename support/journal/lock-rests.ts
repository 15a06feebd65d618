import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { JournalFiles } from "./files";

/** A lock is written aside for less than a millisecond; older files are of processes that were killed just then. */
const RESTS_AFTER_MS = 60_000;

/** Removes what killed processes left beside the lock. To be called under the lock. */
export function sweepLockRests({ folder, lock }: JournalFiles): void {
  const rests = readdirSync(folder).filter((name) => name.startsWith(`${basename(lock)}.`));
  for (const name of rests) {
    const path = join(folder, name);
    const modified = statSync(path, { throwIfNoEntry: false });
    if (modified !== undefined && Date.now() - modified.mtimeMs > RESTS_AFTER_MS) rmSync(path, { force: true });
  }
}
