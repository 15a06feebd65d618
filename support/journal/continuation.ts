import type { HeadLost } from "../model/journal-entry";
import { NO_LINE } from "./digest";
import type { FoundHead } from "./head";
import type { LastLine } from "./tail";

/** How the next line continues the journal. */
export interface Continuation {
  readonly sequence: number;
  readonly previous: string;
  /** Not null: the head was lost, which is to be recorded first. */
  readonly lost: HeadLost["found"] | null;
}

/**
 * The next line continues what was written, not what is found. Where the head knows of a line that has gone or was
 * changed since, the new line follows that one: so the damage stays visible for ever, and no later append covers it.
 * A head behind the last line is what a crash between two writes leaves; it is caught up by the next.
 * @param last whole line of the file. @param highest number of all lines, asked where nothing else says it.
 */
export function continuation(found: FoundHead, last: LastLine | null, highest: () => number): Continuation {
  const said = last?.sequence ?? null;
  if (found.kind === "head" && (said === null || found.head.sequence >= said))
    return { sequence: found.head.sequence + 1, previous: found.head.hash, lost: null };
  const lost = found.kind === "head" || (found.kind === "absent" && (said ?? 1) <= 1) ? null : found.kind;
  if (last === null) return { sequence: 1, previous: NO_LINE, lost };
  return { sequence: (said ?? highest()) + 1, previous: last.hash, lost };
}
