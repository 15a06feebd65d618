import { mkdirSync } from "node:fs";
import type { JournalEntry, JournalFact, JournalRelease } from "../model/journal-entry";
import { LOCK_WAIT_MS, underLock } from "./append-lock";
import { continuation, type Continuation } from "./continuation";
import { sha256Of } from "./digest";
import { appendFlushed } from "./durable";
import { JOURNAL_SCHEMA_VERSION, parseEntry } from "./entry-schema";
import { journalFiles, type JournalFiles } from "./files";
import { readHead, writeHead } from "./head";
import { explained, JournalError } from "./journal-error";
import { sweepLockRests } from "./lock-rests";
import { highestSequence, readTail } from "./tail";
import { moveTornLineAside, unrecordedTornLines } from "./torn-line";

/** How a journal is written. */
export interface JournalOptions {
  /** The release that the entries belong to. */
  readonly release: JournalRelease;
  /** Takes secrets out of what is written. */
  readonly redact: <T extends object>(data: T) => T;
  /** The time of an entry; the clock's own where nothing is given. */
  readonly now?: () => Date;
  /** How long an append waits for other processes. */
  readonly lockWaitMs?: number;
}

/** The record of an environment's releases: lines are only ever added. */
export interface Journal {
  /**
   * Writes one entry; it is on the disk when this resolves. Entries of one journal are written in the order of the calls.
   * @returns the entry as it was written. @throws JournalError it was not written, and why.
   */
  append(fact: JournalFact): Promise<JournalEntry>;
}

/**
 * Opens the journal of an environment; the first entry creates it. Whatever a killed process left is put in order: a torn
 * line is moved aside and recorded.
 * @param folder of the environment's reports. @throws JournalError it cannot be read or written.
 */
export async function openJournal(folder: string, options: JournalOptions): Promise<Journal> {
  const files = journalFiles(folder);
  const waitMs = options.lockWaitMs ?? LOCK_WAIT_MS;
  const locked = <T>(what: string, work: () => T): Promise<T> =>
    underLock(files.lock, waitMs, () => explained(what, files.journal, work));
  explained("The journal's folder cannot be made.", folder, () => mkdirSync(folder, { recursive: true }));
  await locked("The journal cannot be opened.", () => {
    sweepLockRests(files);
    putInOrder(files, options, true);
  });
  let turn: Promise<unknown> = Promise.resolve();
  return {
    append(fact) {
      const write = (): JournalEntry => {
        putInOrder(files, options, false);
        return writeFact(files, options, fact);
      };
      const written = turn.then(() => locked("The entry could not be written into the journal.", write));
      turn = written.catch(() => undefined);
      return written;
    },
  };
}

/** @param isOpening whether a crash of long ago is looked for, too: between moving a torn line aside and its entry. */
function putInOrder(files: JournalFiles, options: JournalOptions, isOpening: boolean): void {
  const isMoved = moveTornLineAside(files);
  if (!isMoved && !isOpening) return;
  for (const torn of unrecordedTornLines(files)) writeFact(files, options, torn);
}

function writeFact(files: JournalFiles, options: JournalOptions, fact: JournalFact): JournalEntry {
  const found = readHead(files.head);
  const { last } = readTail(files.journal);
  const next = continuation(found, last, () => highestSequence(files.journal));
  if (next.lost !== null) {
    writeLine(files, entryOf({ kind: "head-lost", found: next.lost }, next, options), found.kind === "absent");
    return writeFact(files, options, fact);
  }
  return writeLine(files, entryOf(fact, next, options), found.kind === "absent");
}

/** The line first, then the head: a crash between them leaves a head that is one behind, which is no damage. */
function writeLine(files: JournalFiles, entry: JournalEntry, isHeadNew: boolean): JournalEntry {
  const line = JSON.stringify(entry);
  appendFlushed(files.journal, Buffer.from(`${line}\n`));
  explained("The entry was written into the journal, but the journal's head after it was not.", files.head, () =>
    writeHead(files.head, { sequence: entry.sequence, hash: sha256Of(line) }, isHeadNew),
  );
  return entry;
}

function entryOf(fact: JournalFact, { sequence, previous }: Continuation, options: JournalOptions): JournalEntry {
  const { release, redact, now = () => new Date() } = options;
  const at = now().toISOString();
  const said = redact({ release: { id: release.id, canaryVersion: release.canaryVersion }, ...fact });
  const parsed = parseEntry({ schemaVersion: JOURNAL_SCHEMA_VERSION, sequence, at, ...said, previous });
  if (parsed.kind === "entry") return parsed.entry;
  throw new JournalError({
    what: `An entry of the kind "${fact.kind}" was not written, because it is not as such an entry must be: ${parsed.why}.`,
    where: "the journal's schema (support/journal/entry-schema.ts)",
    why: "What was to be recorded was incomplete, or a secret's value stood where an id belongs.",
    fix: "Give the fields that are named as docs/journal.md describes them.",
  });
}
