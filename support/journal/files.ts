import { join } from "node:path";

/** The files of one environment's journal. */
export interface JournalFiles {
  readonly folder: string;
  readonly journal: string;
  /** Sequence and digest of the last line, so that a missing end is found. */
  readonly head: string;
  readonly lock: string;
  readonly runs: string;
}

/** @param folder of the environment's reports: "reports/production". */
export function journalFiles(folder: string): JournalFiles {
  return {
    folder,
    journal: join(folder, "journal.ndjson"),
    head: join(folder, "journal.head"),
    lock: join(folder, "journal.lock"),
    runs: join(folder, "runs"),
  };
}

/** Name of the file that keeps the bytes of the n-th torn line. */
export function tornFileName(number: number): string {
  return `journal.torn-${number}.ndjson`;
}

/** The number of a torn line's file; null: it is another file. */
export function tornFileNumber(name: string): number | null {
  const number = /^journal\.torn-([1-9]\d*)\.ndjson$/.exec(name)?.[1];
  return number === undefined ? null : Number(number);
}
