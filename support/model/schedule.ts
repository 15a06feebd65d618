import type { Window } from "./measurement";
import type { Phase } from "./runbook";

/** The phases whose checks look at the canary's metrics, at their checkpoints. */
export const CANARY_PHASES = ["day4", "day5-6", "day7"] as const;

/** A phase that looks at the canary's metrics. */
export type CanaryPhase = (typeof CANARY_PHASES)[number];

/** The phases that are run before the roll-out; of each, the last run speaks. */
export const BEFORE_THE_ROLL_OUT = ["preflight", "preparation"] as const satisfies readonly Phase[];

/** Whether a phase looks at the canary's metrics, at checkpoints of its own. */
export function isCanaryPhase(phase: string): phase is CanaryPhase {
  return CANARY_PHASES.some((known) => known === phase);
}

/** When the canary is looked at; all times count from the roll-out. */
export interface Schedule {
  readonly day4: { readonly firstMinutes: number; readonly everyMinutes: number; readonly checkpoints: number };
  readonly day5to6: { readonly hours: readonly number[] };
  readonly day7: { readonly hours: readonly number[] };
}

/** A scheduled point in the canary window at which a phase runs. */
export interface Checkpoint {
  readonly phase: CanaryPhase;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** When the canary was rolled out, and when it is looked at. */
export interface CanaryTimes {
  /** ISO 8601. */
  readonly rolledOutAt: string;
  /** In the order of time. */
  readonly checkpoints: readonly Checkpoint[];
}

/** Which stretch of time a step asks for. */
export type WindowWish =
  | { readonly kind: "since-last-checkpoint" }
  | { readonly kind: "since-roll-out" }
  /** `isFromRollOut`: never earlier than the roll-out, however few hours that leaves. */
  | { readonly kind: "last"; readonly hours: number; readonly isFromRollOut: boolean }
  /** So many hours, from the roll-out on. */
  | { readonly kind: "first"; readonly hours: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A run so soon after a checkpoint is that checkpoint's own, a little late. */
const LATE_MS = 10 * MINUTE_MS;

/** Whether a run that judged then speaks for a checkpoint: it judged the checkpoint's time, or a little later. */
export function isAtCheckpoint(evaluatedAt: string, checkpointAt: string): boolean {
  const after = Date.parse(evaluatedAt) - Date.parse(checkpointAt);
  return after >= 0 && after < LATE_MS;
}

/** All checkpoints of a canary that was rolled out then, in the order of time. */
export function checkpointsOf({ day4, day5to6, day7 }: Schedule, rolledOutAt: string): Checkpoint[] {
  const start = Date.parse(rolledOutAt);
  const at = (phase: CanaryPhase, afterMs: number) => ({ phase, at: new Date(start + afterMs).toISOString() });
  const halfHours = Array.from({ length: day4.checkpoints }, (_, index) => index * day4.everyMinutes);
  return [
    ...halfHours.map((minutes) => at("day4", (day4.firstMinutes + minutes) * MINUTE_MS)),
    ...day5to6.hours.map((hours) => at("day5-6", hours * HOUR_MS)),
    ...day7.hours.map((hours) => at("day7", hours * HOUR_MS)),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The window that a step asks for, as of a time. Its end is not after its start where the roll-out is still to come. */
export function windowFor(wish: WindowWish, { rolledOutAt, checkpoints }: CanaryTimes, evaluatedAt: string): Window {
  const [end, rollOut] = [Date.parse(evaluatedAt), Date.parse(rolledOutAt)];
  const between = (startMs: number, endMs: number): Window => ({
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
  });
  switch (wish.kind) {
    case "since-roll-out":
      return between(rollOut, end);
    case "since-last-checkpoint": {
      const earlier = checkpoints.map(({ at }) => Date.parse(at)).filter((at) => at <= end - LATE_MS);
      return between(Math.max(rollOut, ...earlier), end);
    }
    case "last": {
      const start = end - wish.hours * HOUR_MS;
      return between(wish.isFromRollOut ? Math.max(start, rollOut) : start, end);
    }
    case "first":
      return between(rollOut, Math.min(rollOut + wish.hours * HOUR_MS, end));
  }
}
