import { runsOf, type JournalRun } from "../journal/questions";
import type { EntryOf, JournalEntry } from "../model/journal-entry";
import { gravestByItem, type Outcome, type Verdict } from "../model/outcome";
import { PHASES, type Phase } from "../model/runbook";

/** How a run ended, for counting: its verdict, or that it ended with exit code 3. */
export type RunOutcome = Verdict | "could-not-run";

/** What the journal tells of one phase that was begun at least once; times are ISO 8601. */
export interface PhaseState {
  readonly phase: Phase;
  /** When a run of it began last, and when one ended last; null: none has. */
  readonly lastStartedAt: string;
  readonly lastEndedAt: string | null;
  /** When one ended last whose verdict is to be relied on. */
  readonly lastSoundAt: string | null;
  /** The ended run that judged the latest time: an older checkpoint that is judged once more does not replace it. */
  readonly newest: EndedRun | null;
  readonly ended: Readonly<Record<RunOutcome, number>>;
}

/** A run with its end. */
export interface EndedRun extends JournalRun {
  readonly end: EntryOf<"run-ended">;
  /** From its first line to its last, its reports included. */
  readonly durationMs: number;
  /** The gravest outcome of each runbook item that its checks serve. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** The phases that were begun, in the runbook's order. @param entries those of one release. */
export function phaseStates(entries: readonly JournalEntry[]): PhaseState[] {
  const startedAt = new Map(
    entries.flatMap((one) => (one.kind === "run-started" ? [[one.runId, one.at] as const] : [])),
  );
  return PHASES.flatMap((phase) => {
    const runs = runsOf(entries, phase);
    const starts = runs.map(({ runId }) => startedAt.get(runId) ?? "");
    const lastStartedAt = latest(starts);
    if (lastStartedAt === null) return [];
    const ended = runs.flatMap((run) => endedRun(run, startedAt.get(run.runId) ?? ""));
    return [{ phase, lastStartedAt, ...ofEnded(ended) }];
  });
}

function ofEnded(runs: readonly EndedRun[]): Omit<PhaseState, "phase" | "lastStartedAt"> {
  const outcomes = runs.map(({ end }): RunOutcome => (end.isSound ? end.verdict : "could-not-run"));
  const count = (wanted: RunOutcome): number => outcomes.filter((one) => one === wanted).length;
  const byJudgedTime = runs.toSorted((a, b) => Date.parse(a.evaluatedAt) - Date.parse(b.evaluatedAt));
  return {
    lastEndedAt: latest(runs.map(({ end }) => end.at)),
    lastSoundAt: latest(runs.filter(({ end }) => end.isSound).map(({ end }) => end.at)),
    newest: byJudgedTime.at(-1) ?? null,
    ended: {
      GO: count("GO"),
      "NO-GO": count("NO-GO"),
      INCONCLUSIVE: count("INCONCLUSIVE"),
      "could-not-run": count("could-not-run"),
    },
  };
}

function endedRun(run: JournalRun, startedAt: string): EndedRun[] {
  const { end } = run;
  if (end === null) return [];
  return [
    {
      ...run,
      end,
      durationMs: Date.parse(end.at) - Date.parse(startedAt),
      outcomes: inOrder(gravestByItem(run.checks)),
    },
  ];
}

function inOrder(outcomes: ReadonlyMap<string, Outcome>): ReadonlyMap<string, Outcome> {
  return new Map([...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Times of one form, which sort as texts. */
function latest(times: readonly string[]): string | null {
  return times.toSorted().at(-1) ?? null;
}
