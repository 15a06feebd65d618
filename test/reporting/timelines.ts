import type { Timeline, TimelineEvent, TimelineEventName } from "../../support/model/timeline";
import { TIMELINE_EVENTS } from "../../support/model/timeline";

const BEGIN = Date.parse("2026-01-01T14:00:00Z");

/** A time so many seconds after 14:00 UTC. */
export function at(seconds: number): string {
  return new Date(BEGIN + seconds * 1000).toISOString();
}

/** A timeline of events by the second, without stretches. */
export function timelineFrom(
  seconds: Readonly<Partial<Record<TimelineEventName, number>>>,
  missing: readonly TimelineEventName[] = [],
): Timeline {
  const events = TIMELINE_EVENTS.flatMap((name): TimelineEvent[] => {
    const second = seconds[name];
    return second === undefined ? [] : [{ at: at(second), name, kind: "work" }];
  });
  return { events: events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)), phases: [], missing };
}

/** Three events, one that is missing, and two stretches, of which one has no end. */
export const INCIDENT: Timeline = {
  events: [
    { at: at(0), name: "first-bad-answer", kind: "harm" },
    { at: at(12.4), name: "alert-in-channel", kind: "alert" },
    { at: at(200), name: "decided", kind: "work" },
  ],
  phases: [
    { name: "detection", from: "first-bad-answer", to: "alert-in-channel", start: at(0), end: at(12.4) },
    { name: "incident", from: "first-bad-answer", to: "errors-below-limit", start: at(0), end: null },
  ],
  missing: ["last-canary-answer"],
};

/** Nothing was read. */
export const NOTHING: Timeline = { events: [], phases: [], missing: [] };
