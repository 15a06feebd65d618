import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** Does something with an open file, and closes it. */
export function withFile<T>(path: string, flags: string, work: (file: number) => T): T {
  const file = openSync(path, flags);
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

/** Writes a file in one step: a reader sees the old one, none, or the whole new one, also after a power cut. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const beside = `${path}.new`;
  withFile(beside, "w", (file) => {
    writeAll(file, Buffer.from(content));
    fsyncSync(file);
  });
  renameSync(beside, path);
}

/** Appends a line in one write and flushes it; what could be written only in part is taken back. */
export function appendFlushed(path: string, line: Uint8Array): void {
  withFile(path, "a", (file) => {
    const { size } = fstatSync(file);
    try {
      writeAll(file, line);
    } catch (reason) {
      takeBack(file, size);
      throw reason;
    }
    fdatasyncSync(file);
  });
}

/** Where even this fails, a torn line stays: the next append moves it aside. */
function takeBack(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {
    return;
  }
}

/** Makes a file's coming, going or new name last. */
export function flushFolderOf(path: string): void {
  withFile(dirname(path), "r", fsyncSync);
}

/** One write, as a rule; the system may take less at a time (a disk that is nearly full), and says why at the next. */
function writeAll(file: number, content: Uint8Array): void {
  for (let written = 0; written < content.length;) written += writeSync(file, content, written);
}
