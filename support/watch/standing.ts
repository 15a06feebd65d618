import { checkpointIn, endedRunsAt } from "../journal/window-record";
import { isWorthAskingAgain } from "../judgement/judged-again";
import type { PointVerdict } from "../judgement/window-verdict";
import type { CheckEnded, JournalEntry } from "../model/journal-entry";
import type { Verdict } from "../model/outcome";
import { isCanaryPhase } from "../model/schedule";
import type { WindowPoint } from "../model/window-points";

/** A point that a run speaks for. */
export interface DonePoint {
  readonly kind: "done";
  readonly verdict: Verdict;
  readonly runId: string;
  readonly isLate: boolean;
  /** What did not pass. */
  readonly findings: readonly Pick<CheckEnded, "items" | "outcome" | "cause" | "summary">[];
  /** How many runs have judged it, this one included. */
  readonly runs: number;
  /** Whether an earlier run was not GO. */
  readonly wasNotGo: boolean;
  /** When its newest run ended, ISO 8601. */
  readonly endedAt: string;
  /** Whether asking the same again may find out more. */
  readonly mayMend: boolean;
}

/** How a point of the window stands, as the journal has it. */
export type Standing =
  | DonePoint
  /** It cannot be made up any more. */
  | { readonly kind: "missed"; readonly detail: string }
  /** It is still to be carried out, now or later. */
  | { readonly kind: "open" };

/** A point of the window with how it stands. */
export interface PointStanding {
  readonly point: WindowPoint;
  readonly standing: Standing;
}

/** What tells one point from another. */
export function pointKey({ phase, at }: WindowPoint): string {
  return `${phase} ${at}`;
}

/** How each point stands. @param entries of one release. */
export function standingsOf(points: readonly WindowPoint[], entries: readonly JournalEntry[]): PointStanding[] {
  return points.map((point) => ({ point, standing: standingOf(point, entries) }));
}

function standingOf(point: WindowPoint, entries: readonly JournalEntry[]): Standing {
  const { phase, at } = point;
  const done = donePoint(point, entries);
  if (done !== null) return done;
  // What is judged from metrics can be judged as of then at any time: it stays open.
  const missed = entries.find(
    (entry) => entry.kind === "checkpoint-missed" && entry.phase === phase && entry.checkpointAt === at,
  );
  if (missed?.kind !== "checkpoint-missed" || isCanaryPhase(phase)) return { kind: "open" };
  return { kind: "missed", detail: missed.detail };
}

function donePoint({ phase, at }: WindowPoint, entries: readonly JournalEntry[]): DonePoint | null {
  const { run } = checkpointIn(entries, phase, at);
  if (run === null) return null;
  const runs = endedRunsAt(entries, phase, at);
  const { verdict, isLate } = run.end;
  return {
    kind: "done",
    verdict,
    runId: run.runId,
    isLate,
    findings: run.checks.filter(({ outcome }) => outcome !== "passed"),
    runs: runs.length,
    wasNotGo: runs.some(({ runId, end }) => runId !== run.runId && end.verdict !== "GO"),
    endedAt: runs.at(-1)?.end.at ?? run.end.at,
    // Checks before the roll-out change things outside: they are not repeated by themselves.
    mayMend: isCanaryPhase(phase) && verdict === "INCONCLUSIVE" && isWorthAskingAgain(run.checks),
  };
}

/** What stands for a point when the window is judged. */
export function verdictOfPoint({ standing }: PointStanding): PointVerdict {
  return standing.kind === "done" ? standing.verdict : "not run";
}
