import { createReadStream } from "node:fs";
import type { JournalEntry } from "../model/journal-entry";
import { problemsOfChain, type ChainLine } from "./chain";
import { NO_LINE, sha256Of } from "./digest";
import { fieldOf, parseEntry, sequenceOf } from "./entry-schema";
import { journalFiles } from "./files";
import { readHead, type FoundHead } from "./head";
import { codeOf, journalError } from "./journal-error";
import { headProblem, type LineProblem } from "./line-problem";

/** What stands in a journal. */
export interface JournalReading {
  /** Whether there is a journal, or anything that says that there was one. */
  readonly isPresent: boolean;
  readonly lines: number;
  /** All entries that can be read, in the order of the file, also those beside a damaged place. */
  readonly entries: readonly JournalEntry[];
  /** Where it is not as it was written, by line; empty: it is whole, as far as it is present. */
  readonly problems: readonly LineProblem[];
}

/**
 * Reads a journal and verifies its chain, line by line.
 * @param folder of the environment's reports. @throws JournalError it is there, and cannot be read.
 */
export async function readJournal(folder: string): Promise<JournalReading> {
  const files = journalFiles(folder);
  // Before the lines: what another process appends meanwhile only leaves this head behind.
  const head = readHead(files.head);
  const scan = new Scan(head);
  try {
    await scanFile(files.journal, scan);
  } catch (reason) {
    if (codeOf(reason) !== "ENOENT") throw journalError("The journal cannot be read.", files.journal, reason);
    return { ...scan.reading(), isPresent: head.kind !== "absent" };
  }
  return scan.reading();
}

const LINE_END = 0x0a;
const CHUNK_BYTES = 1 << 20;

async function scanFile(path: string, scan: Scan): Promise<void> {
  let rest: Buffer[] = [];
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      const piece = chunk.subarray(start, end);
      scan.line(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  scan.unfinished(Buffer.concat(rest));
}

class Scan {
  private readonly entries: JournalEntry[] = [];
  private readonly chain: ChainLine[] = [];
  private readonly problems: LineProblem[] = [];
  private lastHash = NO_LINE;
  private headFits: boolean | null = null;
  private torn: { bytes: number; hash: string } | null = null;

  constructor(private readonly head: FoundHead) {}

  line(bytes: Buffer): void {
    const data = parsedJson(bytes);
    const parsed = data === null ? NO_JSON : parseEntry(data.value);
    const sequence = sequenceOf(data?.value);
    const follows = fieldOf(data?.value, "previous") === this.lastHash;
    this.chain.push({ sequence, follows, fault: parsed.kind === "entry" ? null : parsed });
    if (parsed.kind === "entry") this.take(parsed.entry);
    this.lastHash = sha256Of(bytes);
    if (this.head.kind === "head" && sequence === this.head.head.sequence)
      this.headFits = this.head.head.hash === this.lastHash;
  }

  unfinished(bytes: Buffer): void {
    this.torn = bytes.length === 0 ? null : { bytes: bytes.length, hash: sha256Of(bytes) };
  }

  reading(): JournalReading {
    const { head, lastHash, headFits, torn } = this;
    const ofChain = problemsOfChain(this.chain, { head, lastHash, headFits, torn });
    const problems = [...this.problems, ...ofChain].sort((one, other) => one.line - other.line);
    return { isPresent: true, lines: this.chain.length, entries: this.entries, problems };
  }

  private take(entry: JournalEntry): void {
    this.entries.push(entry);
    if (entry.kind !== "head-lost") return;
    const found = entry.found === "absent" ? "was not there" : "could not be read";
    const what = `When line ${this.chain.length} was written, journal.head ${found}.`;
    this.problems.push(headProblem(this.chain.length, entry.sequence, what));
  }
}

const NO_JSON = { kind: "unreadable", why: "it is not JSON" } as const;

function parsedJson(bytes: Buffer): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return null;
  }
}
