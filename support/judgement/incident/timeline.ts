import type { Measurement } from "../../model/measurement";
import type { RollbackStep } from "../../model/readings/incident";
import {
  TIMELINE_EVENTS,
  TIMELINE_PHASES,
  type Timeline,
  type TimelineEvent,
  type TimelineEventKind,
  type TimelineEventName,
  type TimelinePhase,
  type TimelinePhaseName,
  type TimelineReadings,
} from "../../model/timeline";
import { measured } from "../judged";
import { msBetween, msOf } from "./times";

const KINDS: Readonly<Record<TimelineEventName, TimelineEventKind>> = {
  "first-bad-answer": "harm",
  "rule-pending": "alert",
  "rule-firing": "alert",
  "alert-in-channel": "alert",
  "diagnosis-begun": "work",
  "diagnosis-done": "work",
  decided: "work",
  "rollback-asked": "work",
  "rollback-accepted": "work",
  "weight-zero": "work",
  "last-canary-answer": "harm",
  "errors-below-limit": "recovery",
  announced: "alert",
};

const ENDS: Readonly<Record<TimelinePhaseName, readonly [from: TimelineEventName, to: TimelineEventName]>> = {
  detection: ["first-bad-answer", "alert-in-channel"],
  diagnosis: ["diagnosis-begun", "diagnosis-done"],
  decision: ["diagnosis-done", "decided"],
  rollback: ["rollback-asked", "weight-zero"],
  recovery: ["rollback-asked", "errors-below-limit"],
  incident: ["first-bad-answer", "errors-below-limit"],
};

type Times = Readonly<Partial<Record<TimelineEventName, string | null>>>;

/** The timeline of an incident. A time that is none counts as missing; a rollback that was refused has no events. */
export function timelineOf(readings: TimelineReadings): Timeline {
  const times = timesOf(readings);
  const known = TIMELINE_EVENTS.flatMap((name): TimelineEvent[] => {
    const ms = msOf(times[name]);
    return ms === null ? [] : [{ at: new Date(ms).toISOString(), name, kind: KINDS[name] }];
  });
  const events = known.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    events,
    phases: TIMELINE_PHASES.filter((phase) => ENDS[phase].every((name) => name in times)).map((name) =>
      phaseOf(name, events),
    ),
    missing: TIMELINE_EVENTS.filter((name) => name in times && msOf(times[name]) === null),
  };
}

/** Milliseconds between two events; null: one of them is not known. Negative where the second came first. */
export function betweenEvents({ events }: Timeline, from: TimelineEventName, to: TimelineEventName): number | null {
  return msBetween(timeOf(events, from), timeOf(events, to));
}

/** How long each stretch took, as measurements; no value where an end of it is not known, or lies before its beginning. */
export function timelineMeasurements(timeline: Timeline): readonly Measurement[] {
  return timeline.phases.map(({ name, from, to, start, end }) => {
    const ms = msBetween(start, end);
    const isStretch = ms !== null && ms >= 0 && start !== null && end !== null;
    return measured({
      signal: `duration of the ${name}`,
      value: isStretch ? ms : null,
      unit: "ms",
      window: isStretch ? { start, end } : null,
      source: "the incident's timeline",
      query: `from ${from} to ${to}`,
    });
  });
}

/** The expected events with their times; one that is not among the keys is not expected. */
function timesOf({ arrival, diagnosis, decidedAt, rollback }: TimelineReadings): Times {
  return {
    ...(arrival === null
      ? {}
      : {
          "first-bad-answer": arrival.firstBadAt,
          "rule-pending": arrival.rule.activeAt,
          "rule-firing": arrival.notified?.startsAt ?? null,
          "alert-in-channel": arrival.message?.postedAt ?? null,
        }),
    ...(diagnosis === null
      ? {}
      : { "diagnosis-begun": diagnosis.startedAt, "diagnosis-done": diagnosis.finishedAt, decided: decidedAt }),
    ...(decidedAt === null ? {} : { decided: decidedAt }),
    ...(rollback === null || rollback.refusal !== null ? {} : rollbackTimes(rollback.steps)),
  };
}

function rollbackTimes(steps: readonly RollbackStep[]): Times {
  const doneAt = (name: RollbackStep["step"]) =>
    steps.findLast(({ step, isDone }) => step === name && isDone)?.at ?? null;
  return {
    "rollback-asked": doneAt("asked"),
    "rollback-accepted": doneAt("accepted"),
    "weight-zero": doneAt("applied-zero"),
    "last-canary-answer": doneAt("last-canary-answer"),
    "errors-below-limit": doneAt("errors-below-limit"),
    announced: doneAt("announced"),
  };
}

function phaseOf(name: TimelinePhaseName, events: readonly TimelineEvent[]): TimelinePhase {
  const [from, to] = ENDS[name];
  return { name, from, to, start: timeOf(events, from), end: timeOf(events, to) };
}

function timeOf(events: readonly TimelineEvent[], name: TimelineEventName): string | null {
  return events.find((event) => event.name === name)?.at ?? null;
}
