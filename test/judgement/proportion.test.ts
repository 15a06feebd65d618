import { describe, it } from "node:test";
import { expect } from "chai";
import type { Explanation } from "../../support/model/explanation";
import type { ProportionRule } from "../../support/model/proportion-rule";
import { decide, PRECEDENCE, type Findings, type Obstacle } from "../../support/judgement/precedence";
import { holdShare, isProvenAbove, type HeldShare } from "../../support/judgement/proportion";
import { EXACT, PLAIN } from "./window-readings";

type Case = readonly [
  given: readonly [events: number, total: number, limitPercent: number],
  rule: ProportionRule,
  position: HeldShare["position"],
  stillNeeded: number | null,
];

const CASES: Readonly<Record<string, Case>> = {
  "598 requests without an error prove less than 0.5 %": [[0, 598, 0.5], EXACT, "below", null],
  "597 do not: one more is needed": [[0, 597, 0.5], EXACT, "undecided", 1],
  "no request at all decides nothing": [[0, 0, 0.5], EXACT, "undecided", 598],
  "2 errors in 10,000": [[2, 10_000, 0.5], EXACT, "below", null],
  "90 errors in 10,000": [[90, 10_000, 0.5], EXACT, "above", null],
  "1 error in 100 decides nothing, and more requests like these never will": [[1, 100, 0.5], EXACT, "undecided", null],
  "exactly at the limit decides nothing": [[50, 10_000, 0.5], EXACT, "undecided", null],
  "0 failures in 5,990 prove an availability above 99.95 %": [[0, 5990, 100 - 99.95], EXACT, "below", null],
  "in 5,989 they do not": [[0, 5989, 100 - 99.95], EXACT, "undecided", 1],
  "960 of 1,000 fast requests do not prove P95": [[40, 1000, 5], EXACT, "undecided", 237],
  "1,920 of 2,000 do": [[80, 2000, 5], EXACT, "below", null],
  "64 errors in 10,000 are above 0.5 % when looked at once": [[64, 10_000, 0.5], EXACT, "above", null],
  "but not proven when looked at 96 times": [[64, 10_000, 0.5], { ...EXACT, looks: 96 }, "undecided", null],
  "90 are, also when looked at 96 times": [[90, 10_000, 0.5], { ...EXACT, looks: 96 }, "above", null],
  "many looks ask no more of the proof that it is below": [[0, 598, 0.5], { ...EXACT, looks: 96 }, "below", null],
  "plain: a share below the limit": [[4, 1000, 0.5], PLAIN, "below", null],
  "plain: exactly at the limit is not below it": [[5, 1000, 0.5], PLAIN, "above", null],
  "plain: too few requests, though without an error": [[0, 999, 0.5], PLAIN, "undecided", 1],
  "plain: too few requests, though all of them errors": [[10, 10, 0.5], PLAIN, "undecided", 990],
  "plain: no request": [[0, 0, 0.5], { ...PLAIN, minimumRequests: 0 }, "undecided", 1],
  "plain: 0.1 + 0.2 is at 0.3": [[3, 1000, 0.1 + 0.2], PLAIN, "above", null],
};

describe("a share held against its limit", () => {
  for (const [sentence, [[events, total, limitPercent], rule, position, stillNeeded]] of Object.entries(CASES)) {
    it(`${sentence}: ${position}`, () => {
      const question = { events, total, limitShare: limitPercent / 100, rule };
      const held = holdShare(question);
      expect(held.position).to.equal(position);
      expect(held.stillNeeded).to.equal(stillNeeded);
      expect(held.decidedBy).to.equal(rule.method);
      expect(held.share).to.equal(total === 0 ? null : events / total);
      expect(isProvenAbove(question)).to.equal(position === "above");
    });
  }

  it("gives its bounds at the rule's confidence, and the one for many looks beside them", () => {
    const held = holdShare({ events: 64, total: 10_000, limitShare: 0.005, rule: { ...EXACT, looks: 96 } });
    expect(held.interval.confidence).to.equal(0.95);
    expect(held.interval.low).to.be.closeTo(0.0051463508, 1e-9);
    expect(held.confidenceOfAbove).to.be.closeTo(1 - 0.05 / 96, 1e-12);
    expect(held.lowOfAbove).to.be.below(0.005);
  });

  it("refuses fractions of counts", () => {
    expect(() => holdShare({ events: 0.5, total: 10, limitShare: 0.005, rule: EXACT })).to.throw(RangeError);
  });
});

function explanation(what: string): Explanation {
  return { what: `There are ${what}.`, where: "Prometheus", why: "It is so.", fix: "Look." };
}

function findingsOf(obstacles: readonly Obstacle[]): Findings {
  const fault = (obstacle: Obstacle) =>
    obstacles.includes(obstacle) ? ({ cause: "no-data", problem: explanation(obstacle) } as const) : null;
  const broken = "a limit that is proven to be broken";
  return {
    "numbers that are no counts": fault("numbers that are no counts"),
    "counts that contradict each other": fault("counts that contradict each other"),
    [broken]: obstacles.includes(broken) ? [explanation(broken)] : [],
    "a hole in the coverage": fault("a hole in the coverage"),
    "counts that are absent or zero": fault("counts that are absent or zero"),
    "a limit that is not proven to be kept": fault("a limit that is not proven to be kept"),
  };
}

describe("the precedence of what stands in the way of a pass", () => {
  it("nothing: passed", () => {
    expect(decide(findingsOf([]), "All is well.", [])).to.deep.include({ outcome: "passed", summary: "All is well." });
  });

  it("nothing, but nothing was judged either: inconclusive", () => {
    expect(decide(findingsOf([]), null, [])).to.deep.include({ outcome: "inconclusive", cause: "no-data" });
  });

  PRECEDENCE.forEach(([first, outcome], index) => {
    it(`${first} alone: ${outcome}`, () => {
      const judgement = decide(findingsOf([first]), "All is well.", []);
      expect([judgement.outcome, judgement.summary]).to.deep.equal([outcome, `There are ${first}.`]);
    });
    for (const [second] of PRECEDENCE.slice(index + 1)) {
      it(`${first} beside ${second}: ${outcome}`, () => {
        const judgement = decide(findingsOf([second, first]), "All is well.", []);
        expect([judgement.outcome, judgement.summary]).to.deep.equal([outcome, `There are ${first}.`]);
      });
    }
  });

  it("a proven failure tells of the hole beside it", () => {
    const judgement = decide(findingsOf(["a limit that is proven to be broken", "a hole in the coverage"]), null, []);
    expect(judgement).to.have.nested.property(
      "problems[0].why",
      "It is so. Besides: There are a hole in the coverage.",
    );
  });
});
