import { describe, it } from "node:test";
import { expect } from "chai";
import { windowPoints } from "../../support/model/window-points";
import { planned, RUNBOOK } from "./written";

const ROLLED_OUT = "2025-10-22T14:00:00.000Z";
const points = (schedule = RUNBOOK, rolledOutAt = ROLLED_OUT) =>
  windowPoints(schedule, rolledOutAt).map(({ phase, at }) => `${phase} ${at.slice(5, 16)}`);

describe("the points of a window", () => {
  it("are the runbook's times, from the day before to the decision", () => {
    expect(points()).to.deep.equal([
      "preflight 10-21T14:00",
      ...["preparation 10-22T13:00", "preparation 10-22T13:30"],
      ...["day4 10-22T14:15", "day4 10-22T14:45", "day4 10-22T15:15", "day4 10-22T15:45"],
      ...["day5-6 10-23T08:00", "day5-6 10-23T12:00", "day5-6 10-23T16:00", "day5-6 10-24T08:00"],
      ...["day7 10-25T14:00", "decision 10-25T14:30"],
    ]);
  });

  it("count from the roll-out, whatever zone it was written in", () => {
    expect(points(RUNBOOK, "2025-10-22T23:00:00+09:00")).to.deep.equal(points());
  });

  it("do not move with the zone that people read them in, nor with its summer time", () => {
    const inBerlin = { ...RUNBOOK, timeZone: "Europe/Berlin" };
    expect(points(inBerlin, "2025-10-25T14:00:00Z")).to.deep.equal(points(RUNBOOK, "2025-10-25T14:00:00Z"));
  });

  it("stand there once, also where the schedule says one twice", () => {
    expect(points({ ...RUNBOOK, day7: { hours: [72, 72] } })).to.deep.equal(points());
  });
});

describe("the runs of a window, as schedulers are told of them", () => {
  it("begin at whole minutes, not before their time, and are judged as of their own time", () => {
    const [run] = planned({}, "2025-10-22T14:00:37.500Z").runs.filter(({ phase }) => phase === "day4");
    expect(run?.startsAt).to.equal("2025-10-22T14:16:00.000Z");
    expect(run?.command.at(-1)).to.equal("2025-10-22T14:15:37.500Z");
  });

  it("have ended before the next begins, however late they began", () => {
    for (const everyMinutes of [5, 7, 30, 600]) {
      const { runs } = planned({ day4: { firstMinutes: 15, everyMinutes, checkpoints: 9 } });
      for (const [index, run] of runs.slice(0, -1).entries()) {
        const gap = (Date.parse(runs[index + 1]?.startsAt ?? "") - Date.parse(run.startsAt)) / 1000;
        expect(run.startWithinSeconds + run.endWithinSeconds, run.name).to.be.below(gap);
      }
    }
  });

  it("begin 5 minutes apart where their times are closer, because they share a lock", () => {
    const { runs } = planned({ day5to6: { hours: [72] } });
    const last = runs.slice(-3).map(({ phase, at, startsAt }) => [phase, at.slice(11, 16), startsAt.slice(11, 16)]);
    expect(last).to.deep.equal([
      ["day5-6", "14:00", "14:00"],
      ["day7", "14:00", "14:05"],
      ["decision", "14:30", "14:30"],
    ]);
  });

  it("bear names that tell them apart", () => {
    const names = planned().runs.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    expect(names[3]).to.equal("day4-1022-1415");
  });
});
