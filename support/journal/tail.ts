import { fstatSync, readFileSync, readSync } from "node:fs";
import { sha256Of } from "./digest";
import { withFile } from "./durable";
import { sequenceOf } from "./entry-schema";
import { codeOf } from "./journal-error";

/** The last whole line. */
export interface LastLine {
  /** null: the line cannot be read. */
  readonly sequence: number | null;
  readonly hash: string;
}

/** The end of a journal. */
export interface Tail {
  /** null: there is no whole line. */
  readonly last: LastLine | null;
  /** Bytes after the last line end: a line that was not written to its end; empty as a rule. */
  readonly torn: Buffer;
  /** Bytes up to and with the last line end. */
  readonly wholeBytes: number;
}

const LINE_END = 0x0a;
const FIRST_LOOK_BYTES = 16 * 1024;

/** Reads the end of a journal, from behind; a file that is not there is an empty one. */
export function readTail(path: string): Tail {
  try {
    return withFile(path, "r", tailOf);
  } catch (reason) {
    if (codeOf(reason) === "ENOENT") return { last: null, torn: Buffer.alloc(0), wholeBytes: 0 };
    throw reason;
  }
}

function tailOf(file: number): Tail {
  const { size } = fstatSync(file);
  for (let length = FIRST_LOOK_BYTES; ; length *= 4) {
    const start = Math.max(0, size - length);
    const bytes = readRange(file, start, size);
    const end = bytes.lastIndexOf(LINE_END);
    const before = end <= 0 ? -1 : bytes.lastIndexOf(LINE_END, end - 1);
    if (before === -1 && start > 0) continue;
    const torn = bytes.subarray(end + 1);
    return { last: end === -1 ? null : lineOf(bytes.subarray(before + 1, end)), torn, wholeBytes: size - torn.length };
  }
}

function readRange(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(file, bytes, filled, bytes.length - filled, start + filled);
    if (read === 0) break; // shortened by another program meanwhile
    filled += read;
  }
  return bytes.subarray(0, filled);
}

function lineOf(bytes: Buffer): LastLine {
  return { sequence: sequenceIn(bytes.toString("utf8")), hash: sha256Of(bytes) };
}

/** The highest number of all lines, or their count where that is more: for a last line that cannot be read. */
export function highestSequence(path: string): number {
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.reduce((highest, line) => Math.max(highest, sequenceIn(line) ?? 0), lines.length);
}

function sequenceIn(line: string): number | null {
  try {
    return sequenceOf(JSON.parse(line));
  } catch {
    return null;
  }
}
