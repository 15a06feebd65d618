import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openJournal, type Journal, type JournalOptions } from "../../support/journal/journal";
import { readJournal } from "../../support/journal/read-journal";
import type { CheckEnded } from "../../support/model/journal-entry";

/** The release that the tests' entries belong to. */
export const RELEASE = { id: "phase4-2.0.0", canaryVersion: "2.0.0" };

/** How the tests write: nothing is secret. */
export const OPEN: JournalOptions = { release: RELEASE, redact: (data) => data };

/** The end of a check; `summary` tells one from another. */
export function checkEnded(summary: string, runId = "20251021T141500Z-day4-0a1b"): CheckEnded {
  return { kind: "check-ended", runId, items: ["D4-1"], outcome: "passed", cause: null, summary };
}

/** Opens a journal and writes so many entries, "entry 1" and on. */
export async function journalOf(folder: string, count: number, options: JournalOptions = OPEN): Promise<Journal> {
  const journal = await openJournal(folder, options);
  for (let number = 1; number <= count; number++) await journal.append(checkEnded(`entry ${number}`));
  return journal;
}

/** The problems of a journal, each as "line kind". */
export async function damageOf(folder: string): Promise<string[]> {
  return (await readJournal(folder)).problems.map(({ line, kind }) => `${line} ${kind}`);
}

/** The summaries of the check ends that a journal tells of, in their order. */
export async function summariesOf(folder: string): Promise<string[]> {
  const { entries } = await readJournal(folder);
  return entries.flatMap((entry) => (entry.kind === "check-ended" ? [entry.summary] : []));
}

/** The whole lines of a journal. */
export function linesOf(folder: string): string[] {
  return readFileSync(join(folder, "journal.ndjson"), "utf8").split("\n").slice(0, -1);
}

/** Puts other lines into a journal's file, as nobody should. */
export function rewrite(folder: string, lines: readonly string[]): void {
  writeFileSync(join(folder, "journal.ndjson"), lines.map((line) => `${line}\n`).join(""));
}

/** Numbers from 0 to below 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
