import { fsyncSync, ftruncateSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TornLine } from "../model/journal-entry";
import { sha256Of } from "./digest";
import { appendFlushed, flushFolderOf, withFile, writeWhole } from "./durable";
import { parseEntry } from "./entry-schema";
import { tornFileName, tornFileNumber, type JournalFiles } from "./files";
import { readHead } from "./head";
import { codeOf } from "./journal-error";
import { readTail } from "./tail";

/**
 * Sees to a line that was not written to its end. Its bytes are moved to a file of their own, first copied, then cut off,
 * so that they are never lost; a line that lacks nothing but its line end, by the head's word, gets it back.
 * @returns whether bytes were moved aside. To be called under the lock.
 */
export function moveTornLineAside(files: JournalFiles): boolean {
  const { torn, wholeBytes } = readTail(files.journal);
  if (torn.length === 0) return false;
  const found = readHead(files.head);
  if (found.kind === "head" && found.head.hash === sha256Of(torn)) {
    appendFlushed(files.journal, Buffer.from("\n"));
    return false;
  }
  const names = tornFiles(files);
  const isCopied = names.some((name) => readFileSync(join(files.folder, name)).equals(torn));
  if (!isCopied) keepAside(files, names, torn);
  withFile(files.journal, "r+", (file) => {
    ftruncateSync(file, wholeBytes);
    fsyncSync(file);
  });
  return true;
}

/** The torn lines that were moved aside and that no entry tells of yet: a crash came between. */
export function unrecordedTornLines(files: JournalFiles): TornLine[] {
  const names = tornFiles(files);
  if (names.length === 0) return [];
  const recorded = recordedFiles(files.journal);
  return names.filter((name) => !recorded.has(name)).map((file) => tornLine(files.folder, file));
}

/** Names of the files that keep torn lines, in their order. */
export function tornFiles({ folder }: JournalFiles): string[] {
  const numbers = entriesOf(folder).flatMap((name) => tornFileNumber(name) ?? []);
  return numbers.sort((a, b) => a - b).map(tornFileName);
}

function keepAside({ folder }: JournalFiles, names: readonly string[], torn: Buffer): void {
  const last = tornFileNumber(names.at(-1) ?? "") ?? 0;
  const path = join(folder, tornFileName(last + 1));
  writeWhole(path, torn);
  flushFolderOf(path);
}

function tornLine(folder: string, file: string): TornLine {
  const content = readFileSync(join(folder, file));
  return { kind: "torn-line", file, bytes: content.length, sha256: sha256Of(content) };
}

function recordedFiles(journal: string): Set<string> {
  const lines = textOf(journal).split("\n");
  const told = lines.filter((line) => line.includes('"torn-line"')).map(tornFileOf);
  return new Set(told.filter((file) => file !== null));
}

function tornFileOf(line: string): string | null {
  try {
    const parsed = parseEntry(JSON.parse(line));
    return parsed.kind === "entry" && parsed.entry.kind === "torn-line" ? parsed.entry.file : null;
  } catch {
    return null;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (reason) {
    if (codeOf(reason) === "ENOENT") return "";
    throw reason;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (reason) {
    if (codeOf(reason) === "ENOENT") return [];
    throw reason;
  }
}
