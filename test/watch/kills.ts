import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readJournal } from "../../support/journal/read-journal";
import type { EntryOf, JournalEntry } from "../../support/model/journal-entry";
import type { StandingWeek } from "./standing-week";

/** When a watch is killed. */
export interface Moment {
  readonly afterMs: number;
  /** Counted from the start of the process, or from the first line that it adds to the journal. */
  readonly from: "start" | "first line";
}

/** One `kill -9` of a watch, and what was found right after it. */
export interface Kill {
  readonly moment: Moment;
  /** What was under way: "start-up", "day4 2025-10-22T14:15:00.000Z", "between two runs". */
  readonly during: string;
  /** Whole lines of the journal then. */
  readonly lines: number;
  /** Whether a line was written only in part. */
  readonly isTorn: boolean;
  /** The whole lines, as they stood. */
  readonly journal: string;
  /** Runs that the watch had told of on its output, and that the journal does not have. */
  readonly toldAndLost: readonly string[];
}

/** A week that a watch carried out to its end, between kills. */
export interface KilledWeek {
  readonly kills: readonly Kill[];
  readonly exitCode: number | undefined;
  readonly output: string;
  /** The journal in the end. */
  readonly journal: string;
  readonly problems: readonly string[];
  readonly entries: readonly JournalEntry[];
}

/**
 * Plays one week: a watch that is killed at each moment in turn, then one that is left alone. Where the week is over before a
 * moment has come, that one and those after it are left out. @param out folder of the reports.
 */
export async function killedWeek(week: StandingWeek, out: string, moments: readonly Moment[]): Promise<KilledWeek> {
  const path = join(out, week.name, "journal.ndjson");
  const kills: Kill[] = [];
  const options = ["--no-html", "--out", out];
  for (const moment of moments) {
    const before = textOf(path);
    const watch = week.start("watch", options);
    const end = new AbortController();
    void watch.finally(() => end.abort());
    await comeTo(moment, () => textOf(path) !== before, end.signal);
    if (end.signal.aborted) break;
    watch.kill("SIGKILL");
    const { all } = await watch;
    kills.push({ moment, ...foundAt(textOf(path), before, all) });
  }
  const { exitCode, all: output } = await week.start("watch", options);
  const { entries, problems } = await readJournal(join(out, week.name));
  const found = problems.map(({ line, kind }) => `line ${line}: ${kind}`);
  return { kills, exitCode, output, journal: textOf(path), problems: found, entries };
}

async function comeTo({ from, afterMs }: Moment, hasFirstLine: () => boolean, end: AbortSignal): Promise<void> {
  const pass = (ms: number): Promise<void> => delay(ms, undefined, { signal: end }).catch(() => undefined);
  while (from === "first line" && !hasFirstLine() && !end.aborted) await pass(10);
  await pass(afterMs);
}

function foundAt(text: string, before: string, output: string): Omit<Kill, "moment"> {
  const journal = text.slice(0, text.lastIndexOf("\n") + 1);
  const lines = linesOf(journal);
  const ended = new Set(lines.flatMap((one) => (one.kind === "run-ended" ? [one.runId] : [])));
  const open = lines.findLast((one) => one.kind === "run-started" && !ended.has(one.runId));
  const isOpenNow = open?.kind === "run-started" && !before.includes(open.runId);
  const isFresh = lines.length === linesOf(before.slice(0, before.lastIndexOf("\n") + 1)).length;
  const between = isFresh ? "start-up" : "between two runs";
  return {
    during: isOpenNow ? `${open.phase} ${open.evaluatedAt}` : between,
    lines: lines.length,
    isTorn: text.length > journal.length,
    journal,
    toldAndLost: toldIn(output).filter((runId) => !ended.has(runId)),
  };
}

/** The runs that an output says have ended. */
function toldIn(output: string): string[] {
  return output.split("\n").flatMap((line) => /^[✓✗?] .* (\d{8}T\d{6}Z-\S+)$/.exec(line)?.[1] ?? []);
}

/** What of a week is not as it is to be: lines that were lost, checkpoints missing, or judged as two different things. */
export function faultsOf({ kills, journal, problems, entries }: KilledWeek, checkpoints: number): string[] {
  const lost = kills.filter((kill) => !journal.startsWith(kill.journal));
  const ends = entries.filter((entry): entry is EntryOf<"run-ended"> => entry.kind === "run-ended");
  const points = [...new Set(ends.map(pointOf))];
  const judged = points.map((point) =>
    ends.filter((end) => pointOf(end) === point).map((end) => judgedAs(end, entries)),
  );
  return [
    ...lost.map(
      ({ lines, during }) => `of the ${lines} lines at the kill during ${during} not all are there in the end`,
    ),
    ...kills.flatMap(({ toldAndLost }) => toldAndLost.map((run) => `${run} was told of, and is not in the journal`)),
    ...problems.map((problem) => `the journal is damaged: ${problem}`),
    ...(points.length === checkpoints ? [] : [`${points.length} checkpoints were judged, not ${checkpoints}`]),
    ...points.filter((_, index) => new Set(judged[index]).size > 1).map((point) => `${point} was judged as two things`),
    ...points.filter((_, index) => (judged[index] ?? []).length > 1).map((point) => `${point} was judged twice`),
  ];
}

function pointOf({ phase, evaluatedAt }: EntryOf<"run-ended">): string {
  return `${phase} ${evaluatedAt}`;
}

/** The verdict with the outcome of each check. */
function judgedAs({ runId, verdict }: EntryOf<"run-ended">, entries: readonly JournalEntry[]): string {
  const checks = entries.flatMap((entry) =>
    entry.kind === "check-ended" && entry.runId === runId ? [`${entry.items.join("+")} ${entry.outcome}`] : [],
  );
  return [verdict, ...checks].join(", ");
}

function linesOf(journal: string): JournalEntry[] {
  return journal
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JournalEntry);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it is not begun yet
  }
}
