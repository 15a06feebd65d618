import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DataFolderError } from "./errors";
import { FOLDER_PREFIX, hasLedger, hasLivingOwner, readLedger, writeDown } from "./ledger";
import { identify } from "./process-identity";
import { endProcesses } from "./sweep";

/**
 * Makes a rehearsal's data folder, for this user only, and writes down who owns it.
 * @param given the folder to use; without it a new one in the system's temporary folder.
 * @throws DataFolderError where the given folder holds something else or belongs to a running rehearsal.
 */
export function createDataFolder(given?: string): string {
  const folder = given === undefined ? mkdtempSync(join(tmpdir(), FOLDER_PREFIX)) : emptied(resolve(given));
  const self = identify(process.pid) ?? { pid: process.pid, startTime: "" };
  writeDown(folder, { role: "owner", ...self, command: "the rehearsal" });
  return folder;
}

function emptied(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readdirSync(folder).length > 0) {
    if (!hasLedger(folder)) throw new DataFolderError(folder, "it holds files that are not a rehearsal's");
    if (hasLivingOwner(readLedger(folder))) throw new DataFolderError(folder, "a rehearsal is running in it");
    endProcesses(folder);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  return folder;
}
