import { readFile } from "node:fs/promises";
import { isAbsolute, join, normalize, sep } from "node:path";
import { sha256Of } from "./digest";
import { codeOf } from "./journal-error";

/** A file that the journal speaks for and that is not as it was recorded. */
export interface FileProblem {
  /** Number of the entry that tells of it. */
  readonly sequence: number;
  /** Relative to the environment's folder of reports. */
  readonly path: string;
  readonly kind: "missing" | "changed" | "unreadable" | "outdated" | "unknown";
  readonly what: string;
  readonly fix: string;
}

/** A file as an entry, or a file that an entry vouches for, tells of it. */
export interface RecordedFile {
  /** The environment's folder of reports. */
  readonly folder: string;
  readonly sequence: number;
  /** Relative to the folder. */
  readonly path: string;
  readonly sha256: string;
}

/** What to do about a file that is gone. */
export const RESTORE =
  "Fetch it from a copy (a backup, the artefacts of the CI job); without it the run's verdict has no evidence.";

/** What to do about a file that was changed. */
export const DISTRUST = "Do not rely on it: fetch the file from a copy, or run the phase again.";

/** A file held against its digest. @returns the content where there is one, changed or not. */
export async function verifyFile({ folder, sequence, path, sha256 }: RecordedFile): Promise<{
  readonly content: Buffer | null;
  readonly problems: readonly FileProblem[];
}> {
  const named = (kind: FileProblem["kind"], what: string, fix: string) => [{ sequence, path, kind, what, fix }];
  try {
    const content = await readFile(join(folder, path));
    const found = sha256Of(content);
    if (found === sha256) return { content, problems: [] };
    const what = `${path} was changed: its SHA-256 is ${found}, and ${sha256} was recorded.`;
    return { content, problems: named("changed", what, DISTRUST) };
  } catch (reason) {
    if (codeOf(reason) === "ENOENT") return { content: null, problems: named("missing", `${path} is gone.`, RESTORE) };
    const what = `${path} cannot be read (${codeOf(reason) ?? "unknown error"}), so it was not verified.`;
    return { content: null, problems: named("unreadable", what, "Give this user read access, and verify again.") };
  }
}

/** Whether a path stays within a folder; both relative to the folder of reports, "" for that folder itself. */
export function isWithin(folder: string, path: string): boolean {
  if (isAbsolute(path)) return false;
  const normal = normalize(path);
  return folder === "" ? !normal.startsWith("..") : normal.startsWith(`${folder}${sep}`);
}
