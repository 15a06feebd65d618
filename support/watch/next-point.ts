import type { WindowPoint } from "../model/window-points";
import type { NextPoint } from "./hook";
import type { PointStanding } from "./standing";

/**
 * What is carried out next: of all points that are open, or that are to be judged again, the one that is due first.
 * @param againAfterMs how long after its first run, its second … a point whose trouble may have passed is judged again.
 * @param isGivenUp whether it was tried often enough.
 */
export function nextPoint(
  points: readonly PointStanding[],
  againAfterMs: readonly number[],
  isGivenUp: (point: WindowPoint) => boolean,
): NextPoint | null {
  const due = points.flatMap(({ point, standing }): NextPoint[] => {
    if (isGivenUp(point)) return [];
    if (standing.kind === "open") return [{ point, dueAt: point.at, isAgain: false }];
    if (standing.kind !== "done" || !standing.mayMend) return [];
    const pauseMs = againAfterMs[standing.runs - 1];
    if (pauseMs === undefined) return [];
    const dueAt = new Date(Date.parse(standing.endedAt) + pauseMs).toISOString();
    return [{ point, dueAt, isAgain: true }];
  });
  return due.toSorted((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt))[0] ?? null;
}
