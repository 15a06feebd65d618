import type { Outcome, Verdict } from "./outcome";
import type { RunResult } from "./run-result";
import type { Phase, RunbookItem } from "./runbook";
import type { WindowPoint } from "./window-points";

/** A run of the week that has its turn: of the window, or the drill after it. */
export interface PlayedRun {
  readonly phase: Phase;
  /** The time that it stands for, ISO 8601. */
  readonly at: string;
  /** null: it was left out. */
  readonly result: RunResult | null;
}

/** How a runbook item ended in the week. */
export interface ItemEnd {
  readonly outcome: Outcome;
  /** What was found, or the first problem. */
  readonly summary: string;
}

/** An item, and how it ended; null: no check of it was run. */
export interface EndedItem {
  readonly item: RunbookItem;
  readonly end: ItemEnd | null;
}

/** A section of the runbook, as far as it has come true. */
export interface WeekSection {
  readonly phase: Phase;
  readonly title: RunbookItem["section"];
  readonly items: readonly EndedItem[];
}

/** What a week came to, besides what every item did. */
export interface WeekEnds {
  /** null: it did not come to a decision. */
  readonly decision: Verdict | null;
  /** null: no drill was played. */
  readonly drill: Verdict | null;
}

/** The times of a window that are played: of a phase that the runbook says nothing of there is nothing to play. */
export function pointsToPlay(points: readonly WindowPoint[], runbook: readonly RunbookItem[]): WindowPoint[] {
  return points.filter(({ phase }) => runbook.some((item) => item.phase === phase));
}
