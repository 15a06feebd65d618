import { messageOf } from "../errors";
import { formatExplanation, type Explanation } from "../model/explanation";

/** The journal could not be read or written (exit code 3): what is not recorded has not been done. */
export class JournalError extends Error {
  override readonly name = "JournalError";
  constructor(readonly problem: Explanation) {
    super(formatExplanation(problem));
  }
}

const WHY: Readonly<Record<string, { readonly why: string; readonly fix: string }>> = {
  ENOSPC: {
    why: "The disk is full (ENOSPC).",
    fix: "Free space on it, then do again what was to be recorded; what had been recorded before is unharmed.",
  },
  EDQUOT: {
    why: "The user's share of the disk is used up (EDQUOT).",
    fix: "Free space or raise the quota, then do it again.",
  },
  EACCES: {
    why: "This user may not do so (EACCES).",
    fix: "Give the user who runs this command read and write access to the folder.",
  },
  EPERM: {
    why: "The system does not permit it (EPERM).",
    fix: "Take write protection off the file (lsattr and the mount show it).",
  },
  EROFS: { why: "The file system is mounted read-only (EROFS).", fix: "Name a folder that can be written with --out." },
  EISDIR: { why: "A folder stands where the file belongs (EISDIR).", fix: "Move the folder away." },
  ENOTDIR: { why: "A file stands where a folder belongs (ENOTDIR).", fix: "Name another folder with --out." },
};

/** Does something with a file of the journal; what the system objects becomes an explained error. */
export function explained<T>(what: string, where: string, work: () => T): T {
  try {
    return work();
  } catch (reason) {
    throw reason instanceof JournalError ? reason : journalError(what, where, reason);
  }
}

/** The explained error of a reason that the system gave. */
export function journalError(what: string, where: string, reason: unknown): JournalError {
  const said = messageOf(reason);
  const known = WHY[codeOf(reason) ?? ""] ?? { why: `The system says: ${said}.`, fix: "Mend what the system names." };
  return new JournalError({ what, where, ...known });
}

/** The system's own word for an error: "ENOENT"; null: it has none. */
export function codeOf(reason: unknown): string | null {
  return reason instanceof Error && "code" in reason && typeof reason.code === "string" ? reason.code : null;
}
