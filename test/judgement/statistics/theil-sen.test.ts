import { describe, it } from "node:test";
import { expect } from "chai";
import { median, normalQuantile, theilSen } from "../../../support/judgement/statistics/theil-sen";
import { noise } from "../memory-readings";

const points = (values: readonly number[], times: readonly number[] = values.map((_, index) => index + 1)) =>
  values.map((value, index) => ({ at: times[index] ?? Number.NaN, value }));

/** A line with noise of deviation 1 whose neighbours are alike by `likeness`. */
function noisyLine(slope: number, likeness: number, seed: number, count = 120) {
  const next = noise(seed, likeness);
  return Array.from({ length: count }, (_, at) => ({ at, value: slope * at + next() }));
}

/** In what share of 400 simulated lines the interval, at 95 % on each side, holds the true slope. */
function shareThatHolds(likeness: number): number {
  const held = Array.from({ length: 400 }, (_, seed) => theilSen(noisyLine(0.01, likeness, seed), 0.95)).filter(
    (trend) => trend !== null && trend.low <= 0.01 && 0.01 <= trend.high,
  );
  return held.length / 400;
}

describe("the Theil–Sen slope", () => {
  it("gives the textbook's slope, intercept and interval", () => {
    // Hollander & Wolfe, Nonparametric Statistical Methods, example 9.1 (cloud seeding): the ten slopes lie between
    // −0.15 and 0.04, their median is −0.05625; the interval runs from the second to the ninth.
    const trend = theilSen(points([1.26, 1.27, 1.12, 1.16, 1.03]), 0.95);
    expect(trend?.slopePerSecond).to.be.closeTo(-0.05625, 1e-12);
    expect(trend?.intercept).to.be.closeTo(1.31625, 1e-12);
    expect(trend?.low).to.be.closeTo(-0.13, 1e-12);
    expect(trend?.high).to.be.closeTo(0.01, 1e-12);
  });

  it("allows for ties among values and among times, as SciPy's theilslopes does", () => {
    const tiedValues = theilSen(points([10, 12, 12, 11, 15, 14, 14, 18, 17, 19, 19, 23]), 0.95);
    expect([tiedValues?.slopePerSecond, tiedValues?.intercept, tiedValues?.low, tiedValues?.high]).to.eql([
      1, 9, 0.8, 1.25,
    ]);
    const both = theilSen(points([2, 3, 3, 5, 4, 6, 9, 7, 11, 10], [1, 1, 2, 3, 4, 4, 6, 7, 9, 10]), 0.95);
    expect([both?.slopePerSecond, both?.intercept]).to.eql([1, 1.5]);
    expect([both?.low, both?.high]).to.eql([2 / 3, 1.2]);
  });

  it("is not moved by a third of wild samples", () => {
    const line = Array.from({ length: 90 }, (_, at) => ({ at, value: at % 4 === 0 ? 1e6 : 2 * at }));
    expect(theilSen(line, 0.95)?.slopePerSecond).to.equal(2);
  });

  it("knows an exact line exactly, at times like today's", () => {
    const line = Array.from({ length: 100 }, (_, index) => ({ at: 1.761e9 + 15 * index, value: 1e9 + 300 * index }));
    const trend = theilSen(line, 0.95);
    expect(trend).to.include({ slopePerSecond: 20, low: 20, high: 20, autocorrelation: 0 });
  });

  it("gives a flat line no slope and no width", () => {
    expect(theilSen(points([7, 7, 7, 7, 7, 7]), 0.95)).to.include({ slopePerSecond: 0, low: 0, high: 0 });
  });

  it("has no trend for fewer than three samples, or all at one time", () => {
    expect(theilSen([], 0.95)).to.equal(null);
    expect(theilSen(points([1, 2]), 0.95)).to.equal(null);
    expect(theilSen(points([1, 2, 3], [5, 5, 5]), 0.95)).to.equal(null);
  });

  it("refuses what is no number", () => {
    expect(() => theilSen(points([1, Number.NaN, 3]), 0.95)).to.throw(RangeError, "finite");
  });

  it("thins many samples evenly to 600 and says so", () => {
    const line = Array.from({ length: 11_520 }, (_, at) => ({ at, value: 3 * at }));
    expect(theilSen(line, 0.95)).to.include({ slopePerSecond: 3, used: 600, given: 11_520 });
  });
});

describe("the interval of the slope", () => {
  it("holds the true slope of independent noise as often as it says", () => {
    expect(shareThatHolds(0)).to.be.within(0.86, 0.94);
  });

  it("holds it about as often where neighbouring samples are alike", () => {
    expect(shareThatHolds(0.7)).to.be.within(0.84, 0.96);
  });

  it("is wider, and worth fewer samples, the more neighbours are alike", () => {
    const [independent, alike] = [theilSen(noisyLine(0, 0, 7), 0.95), theilSen(noisyLine(0, 0.7, 7), 0.95)];
    expect(independent?.effectiveSamples).to.be.within(80, 120);
    expect(alike?.autocorrelation).to.be.within(0.5, 0.9);
    expect(alike?.effectiveSamples).to.be.within(8, 45);
  });

  it("has no end where the noise is too slow to say", () => {
    const trend = theilSen(points([0, 1, 2, 3, 4, 4, 3, 2, 1, 0]), 0.95);
    expect([trend?.low, trend?.high]).to.eql([-Infinity, Infinity]);
  });
});

describe("the parts", () => {
  it("gives the published quantiles of the normal distribution", () => {
    expect(normalQuantile(0.5)).to.be.closeTo(0, 1e-12);
    expect(normalQuantile(0.95)).to.be.closeTo(1.644853626951, 1e-10);
    expect(normalQuantile(0.975)).to.be.closeTo(1.95996398454, 1e-10);
    expect(normalQuantile(0.001)).to.be.closeTo(-3.090232306168, 1e-10);
    expect(() => normalQuantile(1)).to.throw(RangeError);
  });

  it("gives the middle value, between two in the middle the mean", () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 3, 2])).to.equal(2.5);
    expect(median([])).to.satisfy(Number.isNaN);
  });
});
