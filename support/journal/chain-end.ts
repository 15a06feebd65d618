import type { FoundHead } from "./head";
import { changed, headProblem, missingAtEnd, torn, type LineProblem } from "./line-problem";

/** The end of a journal, as a chain sees it. */
export interface JournalEnd {
  readonly head: FoundHead;
  /** Digest of the last whole line. */
  readonly lastHash: string;
  /** Whether the line that the head names has the head's digest; null: there is no such line. */
  readonly headFits: boolean | null;
  /** Bytes after the last line end; null: none. */
  readonly torn: { readonly bytes: number; readonly hash: string } | null;
}

/** Where a walk along the lines has arrived. */
export interface ChainEnd {
  /** How many whole lines there are. */
  readonly lines: number;
  /** Number of the last one. */
  readonly reached: number;
  readonly isLastNamed: boolean;
  /** Whether anything was named. */
  readonly isNamed: boolean;
}

/**
 * Holds the end of the journal against its head. The head may be behind (a crash between the line and the head); it is
 * never ahead of a whole journal.
 */
export function endProblems(at: ChainEnd, end: JournalEnd): LineProblem[] {
  const tornLine = end.torn === null ? [] : [torn(at.lines + 1, end.torn.bytes)];
  switch (end.head.kind) {
    case "absent":
      return [...(at.lines > 1 ? [lost(at, "is not there")] : []), ...tornLine];
    case "unreadable":
      return [lost(at, "cannot be read"), ...tornLine];
    case "head":
      return headAgainst(end.head.head.sequence, end.head.head.hash, at, end) ?? tornLine;
  }
}

/** @returns null: nothing is wrong but what may be torn. */
function headAgainst(sequence: number, hash: string, at: ChainEnd, end: JournalEnd): LineProblem[] | null {
  if (sequence === at.reached + 1 && end.torn !== null) {
    const because = hash === end.torn.hash ? "its line end is gone" : "it was whole, and now lacks its end";
    return [changed(at.lines + 1, sequence, because)];
  }
  const tornLine = end.torn === null ? [] : [torn(at.lines + 1, end.torn.bytes)];
  if (sequence > at.reached) return [missingAtEnd(at.lines + 1, at.reached + 1, sequence), ...tornLine];
  if (sequence === at.reached && hash !== end.lastHash && !at.isLastNamed)
    return [changed(at.lines, sequence, "journal.head holds another digest of it"), ...tornLine];
  if (sequence < at.reached && end.headFits !== true && !at.isNamed)
    return [lost(at, `speaks of number ${sequence} with another digest than that line has`), ...tornLine];
  return null;
}

function lost({ lines, reached }: ChainEnd, what: string): LineProblem {
  return headProblem(Math.max(1, lines), reached === 0 ? null : reached, `journal.head ${what}.`);
}
