import { messageOf } from "../errors";
import { chmod, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "../journal/journal-error";
import type { Explanation } from "../model/explanation";

/** A file that node_exporter's textfile collector reads. */
export interface TextfileOptions {
  /** Absolute; ends with .prom, because the collector reads no other. */
  readonly path: string;
  /** Permissions: the collector is another user, as a rule. */
  readonly mode: number;
}

/** The metrics could not be written. */
export class TextfileError extends Error {
  override readonly name = "TextfileError";
  constructor(readonly problem: Explanation) {
    super(problem.what);
  }
}

let written = 0;

/**
 * Writes the metrics in one step: a collector sees the old file or the whole new one, and never the one beside it.
 * @throws TextfileError
 */
export async function writeTextfile({ path, mode }: TextfileOptions, text: string): Promise<void> {
  const beside = `${path}.${process.pid}-${(written += 1)}.new`;
  try {
    const file = await open(beside, "w", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(beside, mode); // what open() was told is narrowed by the process's mask
    await rename(beside, path);
  } catch (reason) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new TextfileError(explain(path, reason));
  }
}

const FIXES: Readonly<Record<string, string>> = {
  ENOENT: "Make the folder; it is the one of node_exporter's --collector.textfile.directory.",
  ENOTDIR: "Make the folder; it is the one of node_exporter's --collector.textfile.directory.",
  EACCES: "Give the user who runs this command write access to the folder.",
  EROFS: "Name a folder that can be written in runMetrics.textfile.path.",
  ENOSPC: "Free space on the disk.",
  EISDIR: "A folder stands where the file belongs: move it away.",
};

function explain(path: string, reason: unknown): Explanation {
  const said = messageOf(reason);
  return {
    what: "The metrics of the runs could not be written to the text file.",
    where: `${path}, folder ${dirname(path)}`,
    why: `The system says: ${said}.`,
    fix: FIXES[codeOf(reason) ?? ""] ?? "Mend what the system names.",
  };
}
