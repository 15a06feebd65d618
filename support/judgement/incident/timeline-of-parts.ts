import type { Occurrence, Timeline, TimelineReadings } from "../../model/timeline";
import { timelineOf } from "./timeline";

/**
 * The timeline of what the checks of a run know, each its part, in their order; null: no check knows of an incident. Several
 * diagnoses are one, from the first beginning to the last end; of anything else that is known twice the last stands.
 */
export function timelineOfParts(parts: readonly Occurrence[]): Timeline | null {
  const arrival = parts.flatMap((part) => part.arrival ?? []).at(-1) ?? null;
  const diagnosis = oneOf(parts.flatMap((part) => part.diagnosis ?? []));
  const decidedAt = parts.flatMap((part) => part.decidedAt ?? []).at(-1) ?? null;
  const rollback = parts.flatMap((part) => part.rollback ?? []).at(-1) ?? null;
  if ((arrival ?? diagnosis ?? decidedAt ?? rollback) === null) return null;
  return timelineOf({ arrival, diagnosis, decidedAt, rollback });
}

/** A time that is none is kept: the timeline says that it is missing. */
function oneOf(diagnoses: readonly NonNullable<TimelineReadings["diagnosis"]>[]): TimelineReadings["diagnosis"] {
  const [first, ...others] = diagnoses;
  if (first === undefined) return null;
  return others.reduce(
    (all, { startedAt, finishedAt }) => ({
      startedAt: Date.parse(startedAt) >= Date.parse(all.startedAt) ? all.startedAt : startedAt,
      finishedAt: Date.parse(finishedAt) <= Date.parse(all.finishedAt) ? all.finishedAt : finishedAt,
    }),
    first,
  );
}
