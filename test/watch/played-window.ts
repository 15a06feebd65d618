import { NO_LINE } from "../../support/journal/digest";
import { LockHeldError } from "../../support/errors";
import type { JournalEntry, JournalFact } from "../../support/model/journal-entry";
import type { Cause, Verdict } from "../../support/model/outcome";
import type { WindowPoint } from "../../support/model/window-points";
import type { WatchHook, WindowState } from "../../support/watch/hook";
import { watchWindow, type WatchLimits } from "../../support/watch/watch-window";
import { RELEASE } from "../journal/facts";

const MINUTE_MS = 60_000;

/** The roll-out of the played window. */
export const ROLLED_OUT_AT = "2025-10-22T14:00:00.000Z";

/** So many minutes after the roll-out, ISO 8601. */
export function minutes(after: number): string {
  return new Date(Date.parse(ROLLED_OUT_AT) + after * MINUTE_MS).toISOString();
}

const LIMITS: WatchLimits = {
  attempts: 3,
  lockAttempts: 5,
  pauseMs: MINUTE_MS,
  againAfterMs: [MINUTE_MS, 5 * MINUTE_MS],
  stepMs: 5_000,
  lookMs: MINUTE_MS,
};

/** How a try to carry a point out ends: with a verdict, for a cause, or not at all. */
export type Try = Verdict | Cause | "breaks" | "locked";

/** A window of two checkpoints of Day 4 (14:15, 14:45) and one of Day 7, played on a clock that jumps. */
export interface Played {
  readonly entries: JournalEntry[];
  /** Each try: "14:15 day4 of 14:15: GO". */
  readonly tries: string[];
  readonly notes: string[];
  /** Each telling: what was not GO then. */
  readonly told: string[];
  readonly state: WindowState;
}

/** What is otherwise in a playing. */
export interface Playing {
  /** When the watch begins; left out: at the roll-out. */
  readonly beginsAt?: string;
  /** How the tries of a point end, in turn, by "day4 14:15"; the last one stays. Left out: GO. */
  readonly tries?: Readonly<Record<string, readonly Try[]>>;
  /** What an earlier watch has left in the journal. */
  readonly entries?: readonly JournalEntry[];
  /** When it is asked to end. */
  readonly endAt?: string;
  /** What is damaged in the journal; left out: nothing. */
  readonly damage?: string;
  readonly tell?: (state: WindowState) => Promise<void>;
  readonly hooks?: readonly WatchHook[];
  readonly schedule?: { readonly preflight: readonly number[]; readonly preparation: readonly number[] };
}

/** Plays the window to its end, or until it is asked to end. */
export async function play(given: Playing = {}): Promise<Played> {
  const journal = [...(given.entries ?? [])];
  const played = { entries: journal, tries: [] as string[], notes: [] as string[], told: [] as string[] };
  const clock = new JumpingClock(given.beginsAt ?? ROLLED_OUT_AT, given.endAt ?? null);
  const write = (fact: JournalFact): void => void journal.push(entryOf(fact, journal.length + 1, clock.iso()));
  const turns = new Map<string, number>();
  const carryOut = (point: WindowPoint): Promise<void> => {
    const name = nameOf(point);
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const ends = given.tries?.[name] ?? ["GO"];
    const end = ends[Math.min(turn, ends.length - 1)] ?? "GO";
    played.tries.push(`${clock.iso().slice(11, 16)} ${name}: ${end}`);
    clock.pass(10_000);
    return tryOf(end, point, write, Date.parse(clock.iso()) - Date.parse(point.at) > 10 * MINUTE_MS);
  };
  const state = await watchWindow({
    clock,
    signal: clock.signal,
    limits: LIMITS,
    window: () => ({ rolledOutAt: ROLLED_OUT_AT, schedule: scheduleOf(given) }),
    record: {
      read: () => Promise.resolve({ entries: [...journal], damage: given.damage ?? null }),
      append: (fact) => Promise.resolve(write(fact)),
    },
    screen: { show: () => undefined, note: (line) => void played.notes.push(line) },
    carryOut,
    tell: given.tell ?? (() => Promise.resolve()),
    hooks: given.hooks ?? [],
  });
  return { ...played, state };
}

function scheduleOf({ schedule }: Playing) {
  return {
    day4: { firstMinutes: 15, everyMinutes: 30, checkpoints: 2 },
    day5to6: { hours: [] },
    day7: { hours: [3] },
    preflight: { hoursBefore: schedule?.preflight ?? [] },
    preparation: { minutesBefore: schedule?.preparation ?? [] },
    decision: { minutesAfter: 60 },
    timeZone: "Etc/UTC",
  };
}

/** "day4 14:15". */
export function nameOf({ phase, at }: WindowPoint): string {
  return `${phase} ${at.slice(11, 16)}`;
}

/** How the points of a state stand, in a word each. */
export function standing({ points }: WindowState): Record<string, string> {
  return Object.fromEntries(
    points.map(({ point, standing: one }) => [
      nameOf(point),
      one.kind === "done" ? `${one.verdict}${one.isLate ? ", late" : ""}` : one.kind,
    ]),
  );
}

async function tryOf(
  end: Try,
  { phase, at }: WindowPoint,
  write: (fact: JournalFact) => void,
  isLate: boolean,
): Promise<void> {
  await Promise.resolve();
  const holder = { pid: 1, processStart: null, host: "here", startedAt: at, command: "npm run day4" };
  if (end === "locked") throw new LockHeldError("release.lock", holder);
  const runId = `${phase}-${at}-${Math.random()}`;
  write({ kind: "run-started", runId, phase, evaluatedAt: at, startedBy: { user: null, job: null } });
  if (end === "breaks") throw new Error("the reports disagree");
  const cause = end === "GO" || end === "NO-GO" || end === "INCONCLUSIVE" ? null : end;
  const verdict = cause === null ? (end as Verdict) : "INCONCLUSIVE";
  const outcome = verdict === "GO" ? "passed" : verdict === "NO-GO" ? "failed" : "inconclusive";
  write({ kind: "check-ended", runId, items: ["D4-1"], outcome, cause, summary: `it ended ${end}` });
  const counts = { passed: 0, failed: 0, inconclusive: 0, notRun: 0 };
  const about = { runId, phase, evaluatedAt: at, verdict, counts, verdictSha256: NO_LINE, isLate, isSound: true };
  write({ kind: "run-ended", ...about });
}

function entryOf(fact: JournalFact, sequence: number, at: string): JournalEntry {
  return { schemaVersion: 1, sequence, at, release: RELEASE, ...fact, previous: NO_LINE };
}

class JumpingClock {
  private readonly end = new AbortController();
  readonly signal = this.end.signal;
  private nowMs: number;

  constructor(
    begin: string,
    private readonly endAt: string | null,
  ) {
    this.nowMs = Date.parse(begin);
  }

  readonly now = (): number => this.nowMs;

  iso(): string {
    return new Date(this.nowMs).toISOString();
  }

  pass(ms: number): void {
    this.nowMs += ms;
    if (this.endAt !== null && this.nowMs >= Date.parse(this.endAt)) this.end.abort(new Error("asked to end"));
  }

  readonly sleep = (ms: number): Promise<void> => {
    this.pass(ms);
    return Promise.resolve();
  };
}
