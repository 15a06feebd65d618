/** A line that begins with a revision and holds nothing else but notes in brackets: "9a6dc631ffbb (head)". */
const REVISION_LINE = /^([\w.-]+)(?:\s+\([^)]*\))*\s*$/;

/** The revisions that a migration tool printed, in its order, each once. */
export function revisionsIn(stdout: string): readonly string[] {
  const found = stdout.split("\n").flatMap((line) => REVISION_LINE.exec(line)?.[1] ?? []);
  return [...new Set(found)];
}

const TRACEBACK = "Traceback (most recent call last):";

/**
 * The class of the error that ended a Python program, with its module, as its last traceback says: the first line after
 * it that is not indented is "module.Class: message". null: it shows no traceback.
 */
export function raisedErrorClass(stderr: string): string | null {
  const lines = stderr.split("\n");
  const start = lines.lastIndexOf(TRACEBACK);
  if (start < 0) return null;
  const raised = lines.slice(start + 1).find((line) => /^\S/.test(line));
  return raised === undefined ? null : (/^([A-Za-z_][\w.]*)(?::|\s*$)/.exec(raised)?.[1] ?? null);
}
