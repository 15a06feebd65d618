import type { Phase } from "./runbook";
import { checkpointsOf, type Schedule } from "./schedule";

/** The schedule of the whole window: also what comes before the roll-out and after the last checkpoint. */
export interface WindowSchedule extends Schedule {
  readonly preflight: { readonly hoursBefore: readonly number[] };
  readonly preparation: { readonly minutesBefore: readonly number[] };
  readonly decision: { readonly minutesAfter: number };
  /** IANA name; in it people read the times. */
  readonly timeZone: string;
}

/** A phase that has its time. */
export type ScheduledPhase = Exclude<Phase, "incident">;

/** A time at which a phase is carried out. */
export interface WindowPoint {
  readonly phase: ScheduledPhase;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** All points of a window whose canary is rolled out then, in the order of time; each once. */
export function windowPoints(schedule: WindowSchedule, rolledOutAt: string): WindowPoint[] {
  const start = Date.parse(rolledOutAt);
  const point = (phase: ScheduledPhase, atMs: number): WindowPoint => ({ phase, at: new Date(atMs).toISOString() });
  const checkpoints = checkpointsOf(schedule, rolledOutAt);
  const last = Math.max(start, ...checkpoints.map(({ at }) => Date.parse(at)));
  const points = [
    ...schedule.preflight.hoursBefore.map((hours) => point("preflight", start - hours * HOUR_MS)),
    ...schedule.preparation.minutesBefore.map((minutes) => point("preparation", start - minutes * MINUTE_MS)),
    ...checkpoints,
    point("decision", last + schedule.decision.minutesAfter * MINUTE_MS),
  ];
  return points
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .filter((one, index, all) => all.findIndex(({ phase, at }) => phase === one.phase && at === one.at) === index);
}
