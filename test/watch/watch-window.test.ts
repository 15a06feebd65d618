import { describe, it } from "node:test";
import { expect } from "chai";
import { minutes, play, ROLLED_OUT_AT, standing } from "./played-window";

const ALL_GO = { "day4 14:15": "GO", "day4 14:45": "GO", "day7 17:00": "GO" };

describe("a watch", () => {
  it("carries each checkpoint out at its time, then ends", async () => {
    const { tries, state, notes } = await play();
    expect(tries).to.deep.equal(["14:15 day4 14:15: GO", "14:45 day4 14:45: GO", "17:00 day7 17:00: GO"]);
    expect(standing(state)).to.deep.equal(ALL_GO);
    expect(state.next).to.equal(null);
    expect(notes).to.deep.equal([]);
  });

  it("that was away judges what was due meanwhile as of its time, late, then goes on", async () => {
    const { entries } = await play({ endAt: minutes(16) });
    const { tries, state } = await play({ entries, beginsAt: minutes(100) });
    expect(tries).to.deep.equal(["15:40 day4 14:45: GO", "17:00 day7 17:00: GO"]);
    expect(standing(state)).to.deep.equal({ ...ALL_GO, "day4 14:45": "GO, late" });
  });

  it("that begins after the window judges all of it, in the order of time", async () => {
    const { tries, state } = await play({ beginsAt: minutes(10_000) });
    expect(tries.map((one) => one.slice(6))).to.deep.equal(["day4 14:15: GO", "day4 14:45: GO", "day7 17:00: GO"]);
    expect(new Set(Object.values(standing(state)))).to.deep.equal(new Set(["GO, late"]));
  });

  it("that finds all done carries nothing out", async () => {
    const { entries } = await play();
    expect((await play({ entries, beginsAt: minutes(200) })).tries).to.deep.equal([]);
  });

  it("carries out anew what a killed one has begun and not ended", async () => {
    const { entries } = await play();
    const begun = entries.slice(
      0,
      entries.findIndex(({ kind }) => kind === "run-ended"),
    );
    const { tries, state } = await play({ entries: begun, beginsAt: minutes(16) });
    expect(tries[0]).to.equal("14:16 day4 14:15: GO");
    expect(standing(state)).to.deep.equal(ALL_GO);
  });

  it("that is asked to end finishes what is under way, and leaves the rest", async () => {
    const { tries, state } = await play({ endAt: minutes(15.1) });
    expect(tries).to.deep.equal(["14:15 day4 14:15: GO"]);
    expect(standing(state)).to.deep.equal({ ...ALL_GO, "day4 14:45": "open", "day7 17:00": "open" });
    expect(state.next?.point.at).to.equal(minutes(45));
  });
});

describe("a checkpoint that could not be run", () => {
  it("is tried again a minute later, and nothing of it is left to tell", async () => {
    const { tries, state, notes } = await play({ tries: { "day4 14:15": ["breaks", "GO"] } });
    expect(tries.slice(0, 2)).to.deep.equal(["14:15 day4 14:15: breaks", "14:16 day4 14:15: GO"]);
    expect(notes).to.deep.equal([`day4 of ${minutes(15)} could not be run: the reports disagree`]);
    expect(state.failures.size).to.equal(0);
  });

  it("three times is recorded as missed, overtaken by the others, and tried once more at the end", async () => {
    const { tries, state, entries } = await play({ tries: { "day4 14:15": ["breaks"] } });
    expect(tries.map((one) => one.slice(0, 16))).to.deep.equal([
      "14:15 day4 14:15",
      "14:16 day4 14:15",
      "14:17 day4 14:15",
      "14:45 day4 14:45",
      "17:00 day7 17:00",
      "17:00 day4 14:15",
    ]);
    expect(entries.filter(({ kind }) => kind === "checkpoint-missed")).to.have.length(1);
    expect(standing(state)["day4 14:15"]).to.equal("open");
    expect([...state.failures.values()]).to.deep.equal(["the reports disagree"]);
  });

  it("counts once the last try at the end decides", async () => {
    const { state } = await play({ tries: { "day4 14:15": ["breaks", "breaks", "breaks", "GO"] } });
    expect(standing(state)).to.deep.equal({ ...ALL_GO, "day4 14:15": "GO, late" });
  });

  it("because a run by hand holds the lock has more tries", async () => {
    const { tries } = await play({ tries: { "day4 14:15": ["locked", "locked", "locked", "locked", "GO"] } });
    expect(tries[4]).to.match(/^14:19 day4 14:15: GO/);
  });
});

describe("an inconclusive checkpoint", () => {
  it("whose instrument failed is judged again, as of the same time", async () => {
    const { tries, state } = await play({ tries: { "day4 14:15": ["unreachable", "timed-out", "GO"] } });
    expect(tries.slice(0, 4)).to.deep.equal([
      "14:15 day4 14:15: unreachable",
      "14:16 day4 14:15: timed-out",
      "14:21 day4 14:15: GO",
      "14:45 day4 14:45: GO",
    ]);
    expect(standing(state)).to.deep.equal(ALL_GO);
  });

  it("is judged again so often and no more, also across restarts", async () => {
    const tries = { "day4 14:15": ["unreachable"] } as const;
    const first = await play({ tries, endAt: minutes(15.1) });
    const { tries: later, state } = await play({ tries, entries: first.entries, beginsAt: minutes(20) });
    expect(later.filter((one) => one.includes("day4 14:15"))).to.have.length(2);
    expect(standing(state)["day4 14:15"]).to.equal("INCONCLUSIVE, late");
  });

  it("never makes a checkpoint that is due wait", async () => {
    const { tries } = await play({ tries: { "day4 14:15": ["unreachable"] }, beginsAt: minutes(44.8) });
    expect(tries.map((one) => one.slice(0, 16)).slice(0, 3)).to.deep.equal([
      "14:44 day4 14:15",
      "14:45 day4 14:45",
      "14:45 day4 14:15",
    ]);
  });

  for (const cause of ["too-few-samples", "no-data", "zero-traffic", "awaiting-sign-off"] as const)
    it(`is not judged again for ${cause}`, async () => {
      const { tries } = await play({ tries: { "day4 14:15": [cause] } });
      expect(tries.filter((one) => one.includes("day4 14:15"))).to.have.length(1);
    });

  it("and a NO-GO is not judged again", async () => {
    const { tries, state } = await play({ tries: { "day4 14:15": ["NO-GO", "GO"] } });
    expect(tries).to.have.length(3);
    expect(standing(state)["day4 14:15"]).to.equal("NO-GO");
  });
});

describe("what comes before the roll-out", () => {
  const schedule = { preflight: [24], preparation: [60] };

  it("is carried out at its time", async () => {
    const { tries } = await play({ schedule, beginsAt: minutes(-2000) });
    expect(tries.slice(0, 2)).to.deep.equal(["14:00 preflight 14:00: GO", "13:00 preparation 13:00: GO"]);
  });

  it("is made up by a watch that was away, while the roll-out is still to come", async () => {
    const { tries } = await play({ schedule, beginsAt: minutes(-120) });
    expect(tries.slice(0, 2)).to.deep.equal(["12:00 preflight 14:00: GO", "13:00 preparation 13:00: GO"]);
  });

  it("is not made up after the roll-out, nor where somebody has carried it out since", async () => {
    expect((await play({ schedule })).tries).to.have.length(3);
    const byHand = (
      await play({ schedule: { ...schedule, preflight: [20] }, beginsAt: minutes(-1300), endAt: minutes(-1199) })
    ).entries;
    const { tries } = await play({ schedule, beginsAt: minutes(-120), entries: byHand });
    expect(tries[0]).to.equal("13:00 preparation 13:00: GO");
  });

  it("that fails until the roll-out is recorded as missed for good", async () => {
    const tries = { "preparation 13:00": ["locked"] } as const;
    const { entries, state } = await play({ schedule, tries, beginsAt: minutes(-60.1) });
    expect(entries.filter(({ kind }) => kind === "checkpoint-missed")).to.have.length.above(0);
    expect(standing(state)["preparation 13:00"]).to.equal("missed");
  });

  it("is never repeated by itself: it changes things outside", async () => {
    const tries = { "preparation 13:00": ["unreachable"] } as const;
    const { tries: made } = await play({ schedule, tries, beginsAt: minutes(-61) });
    expect(made.filter((one) => one.includes("preparation"))).to.have.length(1);
  });
});

describe("a damaged journal", () => {
  it("is part of the state, for whoever judges the window", async () => {
    const { state } = await play({ damage: "line 3 was changed" });
    expect(state.damage).to.equal("line 3 was changed");
    expect(standing(state)).to.deep.equal(ALL_GO);
  });
});

describe("telling people", () => {
  it("happens at the begin, as a killed watch may not have, and after each checkpoint", async () => {
    let count = 0;
    await play({ tell: () => Promise.resolve(void (count += 1)) });
    expect(count).to.equal(4);
  });

  it("that fails is shown, tried again with the next checkpoint, and changes no verdict", async () => {
    let count = 0;
    const tell = (): Promise<void> => {
      count += 1;
      return count === 2 || count === 3 ? Promise.reject(new Error("Slack is away")) : Promise.resolve();
    };
    const { state, notes } = await play({ tell });
    expect(notes).to.deep.equal(["People could not be told: Slack is away"]);
    expect(standing(state)).to.deep.equal(ALL_GO);
    expect(state.untold).to.equal(null);
  });

  it("that fails to the end is shown in the end", async () => {
    const { state } = await play({ tell: () => Promise.reject(new Error("Slack is away")) });
    expect(state.untold).to.equal("Slack is away");
    expect(standing(state)).to.deep.equal(ALL_GO);
  });
});

describe("who else listens to a watch", () => {
  it("hears the begin and each checkpoint, and disturbs nothing", async () => {
    const heard: string[] = [];
    const hook = {
      onBegin: () => void heard.push("begin"),
      onCheckpoint: ({ at }: { readonly at: string }) => {
        heard.push(at);
        throw new Error("deaf");
      },
    };
    const { state, notes } = await play({ hooks: [hook], beginsAt: ROLLED_OUT_AT });
    expect(heard).to.deep.equal(["begin", minutes(15), minutes(45), minutes(180)]);
    expect(notes).to.deep.equal(heard.slice(1).map(() => "What else listens to this watch failed: deaf"));
    expect(standing(state)).to.deep.equal(ALL_GO);
  });
});
