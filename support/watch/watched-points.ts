import type { JournalEntry } from "../model/journal-entry";
import { isCanaryPhase } from "../model/schedule";
import { windowPoints, type WindowPoint, type WindowSchedule } from "../model/window-points";
import { standingsOf } from "./standing";

/** What a watch looks at: the window as the environment file says it. */
export interface WatchedWindow {
  readonly schedule: WindowSchedule;
  /** ISO 8601. */
  readonly rolledOutAt: string;
}

/**
 * The points that a watch carries out: all checkpoints of the canary, and of what comes before the roll-out whatever was
 * still to come when the watch began, or of which the journal tells. The decision is people's.
 * @param entries of one release.
 */
export function watchedPoints(
  { schedule, rolledOutAt }: WatchedWindow,
  entries: readonly JournalEntry[],
  watchBegan: Date,
): WindowPoint[] {
  const points = windowPoints(schedule, rolledOutAt).filter(({ phase }) => phase !== "decision");
  return standingsOf(points, entries)
    .filter(
      ({ point: { phase, at }, standing }) =>
        isCanaryPhase(phase) || standing.kind !== "open" || Date.parse(at) >= watchBegan.getTime(),
    )
    .map(({ point }) => point);
}
