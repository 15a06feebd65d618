import { describe, it } from "node:test";
import { expect } from "chai";
import { betweenEvents, timelineMeasurements, timelineOf } from "../../../support/judgement/incident/timeline";
import type { TimelineReadings } from "../../../support/model/timeline";
import { after, alertArrival, diagnosisOf, rollbackOf } from "./incident-readings";

const ALL: TimelineReadings = {
  arrival: alertArrival(),
  diagnosis: diagnosisOf(),
  decidedAt: after(107),
  rollback: rollbackOf(),
};
const NOTHING: TimelineReadings = { arrival: null, diagnosis: null, decidedAt: null, rollback: null };

function names(readings: TimelineReadings): string[] {
  return timelineOf(readings).events.map(({ name }) => name);
}

function lengths(readings: TimelineReadings) {
  return timelineMeasurements(timelineOf(readings)).map(({ signal, value }) => [signal, value]);
}

describe("the timeline of an incident", () => {
  it("has each event of the readings, by time, and misses none", () => {
    const { events, missing } = timelineOf(ALL);
    expect(events.map(({ at, name, kind }) => [at.slice(14, 23), name, kind])).to.deep.equal([
      ["00:00.000", "first-bad-answer", "harm"],
      ["00:04.000", "rule-pending", "alert"],
      ["00:09.000", "rule-firing", "alert"],
      ["00:14.000", "alert-in-channel", "alert"],
      ["00:15.000", "diagnosis-begun", "work"],
      ["01:45.000", "diagnosis-done", "work"],
      ["01:47.000", "decided", "work"],
      ["01:50.000", "rollback-asked", "work"],
      ["01:50.400", "rollback-accepted", "work"],
      ["01:50.600", "weight-zero", "work"],
      ["01:50.900", "last-canary-answer", "harm"],
      ["01:58.000", "errors-below-limit", "recovery"],
      ["01:59.000", "announced", "alert"],
    ]);
    expect(missing).to.deep.equal([]);
  });

  it("measures how long each stretch took", () => {
    expect(lengths(ALL)).to.deep.equal([
      ["duration of the detection", 14_000],
      ["duration of the diagnosis", 90_000],
      ["duration of the decision", 2000],
      ["duration of the rollback", 600],
      ["duration of the recovery", 8000],
      ["duration of the incident", 118_000],
    ]);
    expect(timelineMeasurements(timelineOf(ALL))[0]).to.deep.include({
      unit: "ms",
      window: { start: after(0), end: after(14) },
      query: "from first-bad-answer to alert-in-channel",
    });
  });

  it("tells the time between any two events", () => {
    const timeline = timelineOf(ALL);
    expect(betweenEvents(timeline, "first-bad-answer", "decided")).to.equal(107_000);
    expect(betweenEvents(timeline, "decided", "first-bad-answer")).to.equal(-107_000);
    expect(betweenEvents(timelineOf(NOTHING), "first-bad-answer", "decided")).to.equal(null);
  });

  it("has events by time, not by the order that they are meant to come in", () => {
    const rollback = rollbackOf({}, { "last-canary-answer": { at: after(109) } });
    expect(names({ ...ALL, rollback }).slice(7, 9)).to.deep.equal(["last-canary-answer", "rollback-asked"]);
  });

  it("has events of one time in the order that they are meant to come in", () => {
    const arrival = alertArrival({ rule: { state: "firing", activeAt: after(9) } });
    expect(names({ ...ALL, arrival }).slice(1, 3)).to.deep.equal(["rule-pending", "rule-firing"]);
  });

  it("brings times of another zone to UTC", () => {
    const arrival = alertArrival({ firstBadAt: "2025-10-23T23:00:00.000+09:00" });
    expect(timelineOf({ ...NOTHING, arrival }).events[0]?.at).to.equal("2025-10-23T14:00:00.000Z");
  });
});

describe("what a timeline does not know", () => {
  it("is missing, not left out", () => {
    const arrival = alertArrival({
      firstBadAt: null,
      rule: { state: "unknown", activeAt: null },
      notified: null,
      message: null,
    });
    const rollback = rollbackOf(
      {},
      { accepted: { isDone: false }, "last-canary-answer": "left out", announced: { at: "soon" } },
    );
    const diagnosis = { startedAt: "", finishedAt: after(105) };
    expect(timelineOf({ arrival, diagnosis, decidedAt: null, rollback }).missing).to.deep.equal([
      "first-bad-answer",
      "rule-pending",
      "rule-firing",
      "alert-in-channel",
      "diagnosis-begun",
      "decided",
      "rollback-accepted",
      "last-canary-answer",
      "announced",
    ]);
  });

  it("gives a stretch without a value", () => {
    const arrival = alertArrival({ message: null });
    expect(lengths({ ...NOTHING, arrival })).to.deep.equal([["duration of the detection", null]]);
    const backwards = { startedAt: after(5), finishedAt: after(4) };
    expect(lengths({ ...NOTHING, diagnosis: backwards, decidedAt: null })).to.deep.equal([
      ["duration of the diagnosis", null],
      ["duration of the decision", null],
    ]);
  });

  it("has no part that was not carried out", () => {
    const timeline = timelineOf({ ...ALL, rollback: null });
    expect(timeline.missing).to.deep.equal([]);
    expect(timeline.phases.map(({ name }) => name)).to.deep.equal(["detection", "diagnosis", "decision"]);
    expect(timelineOf({ ...ALL, rollback: rollbackOf({ refusal: "not permitted" }) })).to.deep.equal(timeline);
  });

  it("is everything, where nothing was read", () => {
    expect(timelineOf(NOTHING)).to.deep.equal({ events: [], phases: [], missing: [] });
    expect(names({ ...NOTHING, decidedAt: after(3) })).to.deep.equal(["decided"]);
  });
});
