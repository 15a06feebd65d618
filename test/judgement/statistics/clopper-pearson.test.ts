import { describe, it } from "node:test";
import { expect } from "chai";
import { lowerBound, upperBound } from "../../../support/judgement/statistics/clopper-pearson";

interface Published {
  readonly events: number;
  readonly total: number;
  /** Of each side on its own. */
  readonly confidence: number;
  readonly low: number;
  readonly high: number;
}

/** Within so much of the value itself. */
const CLOSE = 1e-7;

const PUBLISHED: Readonly<Record<string, Published>> = {
  "Mendel's peas (Conover 1971, p. 97f; the example of R's binom.test)": {
    events: 682,
    total: 925,
    confidence: 0.975,
    low: 0.7076683,
    high: 0.7654066,
  },
  "7 of 10, two-sided 95 %": { events: 7, total: 10, confidence: 0.975, low: 0.34754715, high: 0.93326049 },
  "1 error in 100, two-sided 95 %: 0.03 % to 5.4 %": {
    events: 1,
    total: 100,
    confidence: 0.975,
    low: 0.000253146033,
    high: 0.05445938539,
  },
  "1 of 2, one-sided 95 %: 1 − √0.95 and √0.95": {
    events: 1,
    total: 2,
    confidence: 0.95,
    low: 1 - Math.sqrt(0.95),
    high: Math.sqrt(0.95),
  },
  "480 of 960,000": {
    events: 480,
    total: 960_000,
    confidence: 0.95,
    low: 0.00046307129918,
    high: 0.0005391914732,
  },
  "half a million of a hundred million": {
    events: 500_000,
    total: 1e8,
    confidence: 0.95,
    low: 0.00498840382327,
    high: 0.00501161734486,
  },
  "half of a hundred million, at 99.95 %": {
    events: 5e7,
    total: 1e8,
    confidence: 0.9995,
    low: 0.49983546866829,
    high: 0.50016453133171,
  },
};

describe("exact bounds of a share", () => {
  for (const [sentence, { events, total, confidence, low, high }] of Object.entries(PUBLISHED)) {
    it(sentence, () => {
      expect(lowerBound(events, total, confidence)).to.be.closeTo(low, CLOSE * low);
      expect(upperBound(events, total, confidence)).to.be.closeTo(high, CLOSE * high);
    });
  }

  it("no event among n: 1 − 0.05^(1/n); all of n: 0.05^(1/n)", () => {
    for (const total of [1, 10, 598, 1e8]) {
      expect(upperBound(0, total, 0.95)).to.be.closeTo(1 - 0.05 ** (1 / total), 1e-12);
      expect(lowerBound(total, total, 0.95)).to.be.closeTo(0.05 ** (1 / total), 1e-12);
      expect([lowerBound(0, total, 0.95), upperBound(total, total, 0.95)]).to.deep.equal([0, 1]);
    }
  });

  it("598 requests without an error prove less than 0.5 %, 597 do not", () => {
    expect(upperBound(0, 598, 0.95)).to.be.below(0.005);
    expect(upperBound(0, 597, 0.95)).to.be.above(0.005);
  });

  it("960 of 1,000 fast requests have the lower bound 94.8 %", () => {
    expect(lowerBound(960, 1000, 0.95)).to.be.closeTo(0.948, 0.0005);
  });

  it("without a trial nothing is known", () => {
    expect([lowerBound(0, 0, 0.95), upperBound(0, 0, 0.95)]).to.deep.equal([0, 1]);
  });

  it("each bound is the share at which what was seen, or more, has just the probability 1 − confidence", () => {
    const [events, total] = [3, 40];
    expect(tail(events, total, lowerBound(events, total, 0.95))).to.be.closeTo(0.05, 1e-12);
    expect(1 - tail(events + 1, total, upperBound(events, total, 0.95))).to.be.closeTo(0.05, 1e-12);
  });

  it("bounds of one group are the mirror of the others' bounds", () => {
    for (const events of [1, 7, 50, 99])
      expect(upperBound(events, 100, 0.99)).to.be.closeTo(1 - lowerBound(100 - events, 100, 0.99), 1e-12);
  });

  const refused: Readonly<Record<string, readonly [number, number, number]>> = {
    "a fraction of an event": [0.5, 10, 0.95],
    "a fraction of a trial": [1, 10.5, 0.95],
    "less than no event": [-1, 10, 0.95],
    "more events than trials": [11, 10, 0.95],
    "no number of events": [Number.NaN, 10, 0.95],
    "endlessly many trials": [1, Infinity, 0.95],
    certainty: [1, 10, 1],
    "no confidence": [1, 10, 0],
  };
  for (const [sentence, given] of Object.entries(refused)) {
    it(`${sentence} is refused`, () => {
      expect(() => upperBound(...given)).to.throw(RangeError);
      expect(() => lowerBound(...given)).to.throw(RangeError);
    });
  }
});

/** The probability of at least `events`, by adding up. */
function tail(events: number, total: number, share: number): number {
  let [term, sum] = [(1 - share) ** total, 0];
  for (let k = 0; k <= total; k += 1) {
    if (k >= events) sum += term;
    term *= ((total - k) / (k + 1)) * (share / (1 - share));
  }
  return sum;
}
