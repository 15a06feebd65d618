import { checkpointIn } from "../journal/window-record";
import type { PointVerdict } from "../judgement/window-verdict";
import type { JournalEntry } from "../model/journal-entry";
import type { Verdict } from "../model/outcome";
import { isCanaryPhase } from "../model/schedule";
import type { WindowPoint } from "../model/window-points";

/** How a point of the window stands, as the journal has it. */
export type Standing =
  | { readonly kind: "done"; readonly verdict: Verdict; readonly runId: string; readonly isLate: boolean }
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

function standingOf({ phase, at }: WindowPoint, entries: readonly JournalEntry[]): Standing {
  const { run } = checkpointIn(entries, phase, at);
  if (run !== null) return { kind: "done", verdict: run.end.verdict, runId: run.runId, isLate: run.end.isLate };
  // What is judged from metrics can be judged as of then at any time: it stays open.
  const missed = entries.find(
    (entry) => entry.kind === "checkpoint-missed" && entry.phase === phase && entry.checkpointAt === at,
  );
  if (missed?.kind !== "checkpoint-missed" || isCanaryPhase(phase)) return { kind: "open" };
  return { kind: "missed", detail: missed.detail };
}

/** What stands for a point when the window is judged. */
export function verdictOfPoint({ standing }: PointStanding): PointVerdict {
  return standing.kind === "done" ? standing.verdict : "not run";
}
