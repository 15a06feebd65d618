import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isAlive, type ProcessIdentity } from "./process-identity";

/** How the folders of rehearsals without a given one begin, in the system's temporary folder. */
export const FOLDER_PREFIX = "canary-rehearsal-";

/** The environment variable that every process of a rehearsal carries: its data folder. */
export const FOLDER_VARIABLE = "CANARY_REHEARSAL_FOLDER";

const LEDGER = "processes.ndjson";

const ledgerLine = z.object({
  role: z.enum(["owner", "part"]),
  pid: z.number().int().positive(),
  startTime: z.string(),
  command: z.string(),
});

/** A process written down in a rehearsal's folder: who owns it, or one of its parts (each leads a process group). */
export type LedgerLine = z.infer<typeof ledgerLine>;

/** Whether the folder is, or was, a rehearsal's. */
export function hasLedger(folder: string): boolean {
  return existsSync(join(folder, LEDGER));
}

/** Writes a process down, so that a later rehearsal can end it if this one cannot. */
export function writeDown(folder: string, line: LedgerLine): void {
  appendFileSync(join(folder, LEDGER), `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

/** Strikes all processes out: they have ended, and the folder may be used again. */
export function strikeOut(folder: string): void {
  writeFileSync(join(folder, LEDGER), "");
}

/** The processes that a folder names; a torn last line is left out. */
export function readLedger(folder: string): LedgerLine[] {
  if (!hasLedger(folder)) return [];
  const lines = readFileSync(join(folder, LEDGER), "utf8").split("\n");
  return lines.flatMap((line) => {
    const parsed = ledgerLine.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}

/** Whether the rehearsal that made the folder still runs. */
export function hasLivingOwner(ledger: readonly LedgerLine[]): boolean {
  return ledger.some((line) => line.role === "owner" && isAlive(line));
}

/** The parts' processes that still run. */
export function livingParts(ledger: readonly LedgerLine[]): ProcessIdentity[] {
  return ledger.filter((line) => line.role === "part" && isAlive(line));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
