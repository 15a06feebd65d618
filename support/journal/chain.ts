import { endProblems, type ChainEnd, type JournalEnd } from "./chain-end";
import { changed, changedOneOf, missing, reordered, unread, type LineProblem } from "./line-problem";

/** What is known of one line when its neighbours are held against it. */
export interface ChainLine {
  /** null: the line does not say it. */
  readonly sequence: number | null;
  /** Whether its `previous` is the digest of the line before it. */
  readonly follows: boolean;
  /** Not null: it is no entry that this program can read. */
  readonly fault: { readonly kind: "unreadable" | "unknown-kind"; readonly why: string } | null;
}

/**
 * Holds each line against its neighbours and the last one against the head, and names what is not as it was written. A
 * line whose digest the next line does not know was changed; but where that next line is itself not known by the one
 * after it, it is the next line that was changed. Lines are counted from 1.
 */
export function problemsOfChain(lines: readonly ChainLine[], end: JournalEnd): LineProblem[] {
  const walk = new Walk(lines, end);
  lines.forEach((line, index) => walk.take(line, index));
  return [...walk.problems, ...endProblems(walk.end(), end)].sort((one, other) => one.line - other.line);
}

class Walk {
  readonly problems: LineProblem[] = [];
  /** All numbers that lines say; collected where one is looked for. */
  private known: ReadonlySet<number> | null = null;
  /** Number of the last line that has one, had nothing happened to it. */
  private reached = 0;
  /** Lines without a number since then: each may have been an entry, or be none. */
  private unnumbered = 0;
  /** The number that the last line says itself, where that is wrong: what follows may count from there. */
  private said: number | null = null;
  /** Whether the line before was named: that the next one does not fit to it is no news. */
  private isDoubtful = false;

  constructor(
    private readonly lines: readonly ChainLine[],
    private readonly journalEnd: JournalEnd,
  ) {}

  take(line: ChainLine, index: number): void {
    const wasDoubtful = this.isDoubtful;
    this.isDoubtful = line.fault !== null;
    if (line.fault !== null) this.problems.push(unread(index + 1, line.sequence, line.fault));
    if (line.sequence === null) {
      this.unnumbered += 1;
      return;
    }
    if (line.follows) this.takeFollowing(line.sequence, index, wasDoubtful);
    else this.takeBroken(line.sequence, index, wasDoubtful);
  }

  end(): ChainEnd {
    return {
      lines: this.lines.length,
      reached: this.reached + this.unnumbered,
      isLastNamed: this.isDoubtful,
      isNamed: this.problems.length > 0,
    };
  }

  /** The line before is as this one knows it, so a number that does not fit is this line's own fault. */
  private takeFollowing(sequence: number, index: number, wasDoubtful: boolean): void {
    if (wasDoubtful || this.continues(sequence)) return this.reach(sequence);
    this.name(
      changed(index + 1, sequence, `its number is ${sequence}, and ${this.reached + 1} comes after the line before it`),
    );
    this.reached += 1;
    this.said = sequence;
  }

  private takeBroken(sequence: number, index: number, wasDoubtful: boolean): void {
    if (this.continues(sequence)) {
      this.reach(sequence);
      if (!wasDoubtful && !this.isDoubtful) this.blame(index);
      return;
    }
    if (sequence <= this.reached) return this.name(reordered(index + 1, sequence, this.reached));
    const absent = this.absentBetween(this.reached + 1, sequence - 1);
    if (absent === 0) this.name(reordered(index + 1, sequence, this.reached));
    else this.problems.push(missing(index + 1, sequence, { from: this.reached + 1, to: sequence - 1, count: absent }));
    this.reach(sequence);
  }

  /** This line and the one before it do not fit together: which of the two was changed? */
  private blame(index: number): void {
    const [before, own] = [this.lines[index - 1]?.sequence ?? null, this.lines[index]?.sequence ?? null];
    const isVouchedFor = index === 0 ? false : this.isVouchedFor(index);
    if (isVouchedFor === null) return void this.problems.push(changedOneOf(index, before));
    if (isVouchedFor) {
      this.problems.push(changed(index, before, `it is not the line of which line ${index + 1} holds the digest`));
      return;
    }
    const doubt = index === 0 ? "" : `; line ${index} can therefore not be vouched for either`;
    this.name(changed(index + 1, own, `what it says of the line before it does not fit${doubt}`));
  }

  /** Whether what comes next holds this line's digest; null: nothing that was written right after it is there. */
  private isVouchedFor(index: number): boolean | null {
    const next = this.lines[index + 1];
    if (next !== undefined) return next.follows || (next.sequence === this.reached + 1 ? false : null);
    const { head, lastHash, headFits } = this.journalEnd;
    if (head.kind !== "head") return null;
    if (head.head.sequence >= this.reached) return head.head.hash === lastHash;
    return headFits === false;
  }

  private continues(sequence: number): boolean {
    const next = this.reached + 1;
    const isNext = next <= sequence && sequence <= next + this.unnumbered;
    return isNext || (this.said !== null && sequence === this.said + 1);
  }

  private reach(sequence: number): void {
    this.reached = sequence;
    this.unnumbered = 0;
    this.said = null;
  }

  private name(problem: LineProblem): void {
    this.problems.push(problem);
    this.isDoubtful = true;
  }

  private absentBetween(from: number, to: number): number {
    const known = (this.known ??= new Set(this.lines.flatMap(({ sequence }) => sequence ?? [])));
    const count = to - from + 1;
    const numbers = count > known.size ? [...known] : Array.from({ length: count }, (_, index) => from + index);
    return count - numbers.filter((number) => number >= from && number <= to && known.has(number)).length;
  }
}
