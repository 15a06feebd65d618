import { describe, it } from "node:test";
import { expect } from "chai";
import { timelineOf } from "../../../support/judgement/incident/timeline";
import { timelineOfParts } from "../../../support/judgement/incident/timeline-of-parts";
import { after, alertArrival, diagnosisOf, rollbackOf } from "./incident-readings";

const PARTS = [
  { arrival: alertArrival() },
  { diagnosis: diagnosisOf() },
  { decidedAt: after(107) },
  { rollback: rollbackOf() },
];

describe("the timeline of what the checks of a run know", () => {
  it("is the one of all their readings together", () => {
    const whole = timelineOf({
      arrival: alertArrival(),
      diagnosis: diagnosisOf(),
      decidedAt: after(107),
      rollback: rollbackOf(),
    });
    expect(timelineOfParts(PARTS)).to.deep.equal(whole);
    expect(timelineOfParts(PARTS.toReversed())).to.deep.equal(whole);
  });

  it("does not exist where no check knows anything", () => {
    expect(timelineOfParts([])).to.equal(null);
    expect(timelineOfParts([{ arrival: null }, { rollback: null, decidedAt: null, diagnosis: undefined }])).to.equal(
      null,
    );
  });

  it("expects no events of a part that no check had", () => {
    const timeline = timelineOfParts([{ diagnosis: diagnosisOf() }]);
    expect(timeline?.events.map(({ name }) => name)).to.deep.equal(["diagnosis-begun", "diagnosis-done"]);
    expect(timeline?.missing).to.deep.equal(["decided"]);
  });

  it("takes several diagnoses for one, from the first beginning to the last end", () => {
    const parts = [
      { diagnosis: { startedAt: after(5), finishedAt: after(9) } },
      { diagnosis: { startedAt: after(3), finishedAt: after(20) } },
      { diagnosis: { startedAt: after(4), finishedAt: after(6) } },
    ];
    expect(timelineOfParts(parts)?.events.map(({ at }) => at)).to.deep.equal([after(3), after(20)]);
  });

  it("shows a time that is none as missing, also among several diagnoses", () => {
    const parts = [
      { diagnosis: { startedAt: after(5), finishedAt: after(9) } },
      { diagnosis: { startedAt: after(6), finishedAt: "soon" } },
    ];
    expect(timelineOfParts(parts)?.missing).to.deep.equal(["diagnosis-done", "decided"]);
  });

  it("lets the last one stand of what is known twice", () => {
    expect(timelineOfParts([{ decidedAt: after(1) }, { decidedAt: after(2) }])?.events[0]?.at).to.equal(after(2));
  });
});
