import { runsOf } from "../journal/questions";
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
 * The points that a watch carries out: all checkpoints of the canary, and of what comes before the roll-out whatever the
 * journal tells of, or was still to come when the watch began; also, late, what nobody has carried out since its time
 * while the roll-out was still to come. The decision is people's.
 * @param entries of one release.
 */
export function watchedPoints(
  { schedule, rolledOutAt }: WatchedWindow,
  entries: readonly JournalEntry[],
  watchBegan: Date,
): WindowPoint[] {
  const began = watchBegan.getTime();
  const points = windowPoints(schedule, rolledOutAt).filter(({ phase }) => phase !== "decision");
  const isStillOfUse = ({ phase, at }: WindowPoint): boolean => {
    if (Date.parse(at) >= began) return true;
    const isDoneSince = runsOf(entries, phase).some(
      ({ end, evaluatedAt }) => end?.isSound === true && Date.parse(evaluatedAt) >= Date.parse(at),
    );
    return began < Date.parse(rolledOutAt) && !isDoneSince;
  };
  return standingsOf(points, entries)
    .filter(({ point, standing }) => isCanaryPhase(point.phase) || standing.kind !== "open" || isStillOfUse(point))
    .map(({ point }) => point);
}
