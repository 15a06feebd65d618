import { open, rename } from "node:fs/promises";
import path from "node:path";
import type { RunResult } from "../model/run-result";

/** Name of the file within a run's folder. */
export const VERDICT_FILE = "verdict.json";

/** The version of the file's shape; it grows when a reader of the old shape would misread the new one. */
export const VERDICT_SCHEMA_VERSION = 1;

/** What `verdict.json` says of a run: `support/reporting/verdict.schema.json` describes it. */
export function verdictFileOf(run: RunResult): object {
  const { checks, reasons, counts, timeline, incident, ...head } = run;
  return {
    schemaVersion: VERDICT_SCHEMA_VERSION,
    ...head,
    counts,
    reasons,
    // A run that has nothing to say of incidents says what it said before.
    ...(incident === null ? {} : { incident }),
    ...(timeline === null ? {} : { timeline }),
    // What a check knows of the times is in the timeline.
    checks: checks.map(({ occurrences: _, ...check }) => check),
  };
}

/** Writes `verdict.json` in one step: a reader sees the old file, none, or the whole new one. */
export async function writeVerdictFile(runFolder: string, run: RunResult): Promise<void> {
  await writeInOneStep(path.join(runFolder, VERDICT_FILE), `${JSON.stringify(verdictFileOf(run), null, 2)}\n`);
}

/** Writes a text beside its place, flushes it to the disk, and moves it there. */
export async function writeInOneStep(file: string, content: string): Promise<void> {
  const beside = `${file}.new`;
  const handle = await open(beside, "w");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}
