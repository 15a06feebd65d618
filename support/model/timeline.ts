import type { AlertArrival, Diagnosis, RollbackOutcome } from "./readings/incident";

/** The events of an incident, in the order in which they are meant to come. */
export const TIMELINE_EVENTS = [
  "first-bad-answer",
  "rule-pending",
  "rule-firing",
  "alert-in-channel",
  "diagnosis-begun",
  "diagnosis-done",
  "decided",
  "rollback-asked",
  "rollback-accepted",
  "weight-zero",
  "last-canary-answer",
  "errors-below-limit",
  "announced",
] as const;

/** Name of an event. */
export type TimelineEventName = (typeof TIMELINE_EVENTS)[number];

/** What an event is: harm to users, people being told, work on it, or its end. */
export type TimelineEventKind = "harm" | "alert" | "work" | "recovery";

/** Something that happened. */
export interface TimelineEvent {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly name: TimelineEventName;
  readonly kind: TimelineEventKind;
}

/** The stretches of an incident, in order; the last one is the whole of it. */
export const TIMELINE_PHASES = ["detection", "diagnosis", "decision", "rollback", "recovery", "incident"] as const;

/** Name of a stretch. */
export type TimelinePhaseName = (typeof TIMELINE_PHASES)[number];

/** A stretch of the incident: from one event to another. */
export interface TimelinePhase {
  readonly name: TimelinePhaseName;
  readonly from: TimelineEventName;
  readonly to: TimelineEventName;
  /** Both ends as ISO 8601 in UTC; null: that event is not known, or did not happen. */
  readonly start: string | null;
  readonly end: string | null;
}

/** What happened when in an incident. */
export interface Timeline {
  /** By time; events at the same time in the order of `TIMELINE_EVENTS`. */
  readonly events: readonly TimelineEvent[];
  readonly phases: readonly TimelinePhase[];
  /** Events that should have happened and are not known to: shown as missing, never left out. */
  readonly missing: readonly TimelineEventName[];
}

/** The readings that tell when things happened; null: that part was not carried out, so its events are not expected. */
export interface TimelineReadings {
  readonly arrival: AlertArrival | null;
  readonly diagnosis: Pick<Diagnosis, "startedAt" | "finishedAt"> | null;
  readonly decidedAt: string | null;
  readonly rollback: RollbackOutcome | null;
}

/** The part of an incident's timeline that one check knows. */
export type Occurrence = { readonly [Part in keyof TimelineReadings]?: TimelineReadings[Part] | undefined };
