/** What can be wrong with a place of the journal. */
export type LineProblemKind = "torn" | "changed" | "missing" | "reordered" | "unreadable" | "unknown-kind" | "head";

/** One place where the journal is not as it was written. */
export interface LineProblem {
  /** Line of the file, from 1. */
  readonly line: number;
  /** The number that the line says itself; null: it says none. */
  readonly sequence: number | null;
  readonly kind: LineProblemKind;
  readonly what: string;
  readonly fix: string;
}

const COMPARE =
  "Compare it with a copy of the journal (a backup, the artefacts of a CI job), and ask who could write to this folder. The journal goes on meanwhile, and keeps naming this place.";

/** A line whose bytes are not those that were written. */
export function changed(line: number, sequence: number | null, because: string): LineProblem {
  return {
    line,
    sequence,
    kind: "changed",
    what: `Line ${line} was changed after it had been written: ${because}.`,
    fix: COMPARE,
  };
}

/** Two neighbours that do not fit together, where what came next is gone. @param line the first of the two. */
export function changedOneOf(line: number, sequence: number | null): LineProblem {
  const what = `Line ${line}, or line ${line + 1} after it, was changed after it had been written: the two do not fit together.`;
  return { line, sequence, kind: "changed", what, fix: COMPARE };
}

/** Lines that are gone before a line. */
export function missing(
  line: number,
  sequence: number | null,
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): LineProblem {
  const range = `numbers from ${from} to ${to}`;
  const which =
    from === to
      ? `The entry with number ${from} is missing`
      : count === to - from + 1
        ? `The ${count} entries with ${range} are missing`
        : `Of the entries with ${range}, ${count} cannot be found anywhere; they are missing`;
  return { line, sequence, kind: "missing", what: `${which} before line ${line}.`, fix: COMPARE };
}

/** Lines that are gone at the end, by the head's word. */
export function missingAtEnd(line: number, from: number, to: number): LineProblem {
  const which =
    from === to
      ? `The entry with number ${from} is missing`
      : `The entries with numbers from ${from} to ${to} are missing`;
  const what = `${which} at the end, from line ${line} on: journal.head knows of number ${to}.`;
  return { line, sequence: null, kind: "missing", what, fix: COMPARE };
}

/** A line that does not stand where it was written. */
export function reordered(line: number, sequence: number, reached: number): LineProblem {
  const what = `Line ${line} does not stand where it was written: it has number ${sequence}, and stands after number ${reached}.`;
  return { line, sequence, kind: "reordered", what, fix: COMPARE };
}

/** A line that is no entry which this program knows. */
export function unread(
  line: number,
  sequence: number | null,
  { kind, why }: { readonly kind: "unreadable" | "unknown-kind"; readonly why: string },
): LineProblem {
  const isUnknown = kind === "unknown-kind";
  const what = isUnknown
    ? `Line ${line} is of a kind that this program does not know: ${why}.`
    : `Line ${line} cannot be read as an entry: ${why}.`;
  return {
    line,
    sequence,
    kind,
    what,
    fix: `If a newer version wrote it, read it with that version. Otherwise: ${COMPARE}`,
  };
}

/** The head cannot say what the last line was. */
export function headProblem(line: number, sequence: number | null, what: string): LineProblem {
  const fix = `Whether entries are missing at the end cannot be known without journal.head. ${COMPARE}`;
  return { line, sequence, kind: "head", what, fix };
}

/** Bytes at the end that are no whole line. */
export function torn(line: number, bytes: number): LineProblem {
  const what = `Line ${line} is torn: ${bytes} bytes without a line end, of a writer that was killed in the middle.`;
  const fix =
    "Nothing that was recorded is lost; the next command that writes into the journal moves the bytes aside and records it.";
  return { line, sequence: null, kind: "torn", what, fix };
}
