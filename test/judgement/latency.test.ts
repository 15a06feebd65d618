import { describe, it } from "node:test";
import { expect } from "chai";
import { compareSlowRequests } from "../../support/judgement/compare-tracks";
import { judgeP95 } from "../../support/judgement/latency";
import { quantileOf } from "../../support/judgement/quantile";
import { judgements } from "./expectation";
import { coverageWithout, EXACT, latencyCounts, PLAIN, slices } from "./window-readings";

type Buckets = readonly (readonly [number, number | null])[];

const FAST: Buckets = [
  [25, 2000],
  [50, 9000],
  [75, 9900],
  [100, 9980],
  [250, 10_000],
  [Infinity, 10_000],
];
const SLOW: Buckets = [
  [50, 5000],
  [100, 8000],
  [250, 9900],
  [Infinity, 10_000],
];
const BEYOND: Buckets = [
  [50, 5000],
  [100, 8000],
  [10_000, 9000],
  [Infinity, 10_000],
];

describe("P95 below its limit", () =>
  judgements({
    "fast requests": [
      judgeP95(latencyCounts(FAST), 100, EXACT),
      {
        outcome: "passed",
        says: "P95 63.89 ms (in the bucket from 50 to 75 ms) is below 100 ms: the share of requests above 100 ms 0.20 % (20 of 10,000 requests): below 5 %, at most 0.29 % with 95 % confidence.",
      },
    ],
    "fast requests, plainly": [
      judgeP95(latencyCounts(FAST), 100, PLAIN),
      { outcome: "passed", says: "below 5 %, by the plain comparison." },
    ],
    "a bound that differs by a rounding only": [
      judgeP95(
        latencyCounts(FAST.map(([bound, count]) => [bound === 100 ? 0.1 * 1000.0000000001 : bound, count])),
        100,
        EXACT,
      ),
      { outcome: "passed", says: "is below 100 ms" },
    ],
    "slow requests": [
      judgeP95(latencyCounts(SLOW), 100, EXACT),
      {
        outcome: "failed",
        says: "P95 218.42 ms (in the bucket from 100 to 250 ms) is not below 100 ms: the share of requests above 100 ms 20.00 % (2,000 of 10,000 requests) is above 5 %: at least 19.34 % with 95 % confidence.",
      },
    ],
    "slower than the last bound": [
      judgeP95(latencyCounts(BEYOND), 100, EXACT),
      { outcome: "failed", says: "P95 above 10,000 ms (the last bound of the histogram) is not below 100 ms" },
    ],
    "slower than the last bound, which is the limit": [
      judgeP95(
        latencyCounts([
          [50, 8000],
          [100, 9000],
          [Infinity, 10_000],
        ]),
        100,
        EXACT,
      ),
      { outcome: "failed", says: "P95 above 100 ms (the last bound of the histogram)" },
    ],
    "exactly 5 % slow is not below": [
      judgeP95(
        latencyCounts([
          [100, 9500],
          [Infinity, 10_000],
        ]),
        100,
        PLAIN,
      ),
      { outcome: "failed", says: "5.00 % (500 of 10,000 requests) is not below 5 %, by the plain comparison." },
    ],
    "4 % slow of 1,000": [
      judgeP95(
        latencyCounts([
          [100, 960],
          [250, 1000],
          [Infinity, 1000],
        ]),
        100,
        EXACT,
      ),
      {
        outcome: "inconclusive",
        cause: "too-few-samples",
        says: "P95 98.96 ms (in the bucket from 0 to 100 ms): the share of requests above 100 ms 4.00 % (40 of 1,000 requests) is not proven to be below 5 %: it may be as high as 5.18 % with 95 % confidence.",
      },
    ],
    "beyond the last bound, but of 20 requests": [
      judgeP95(
        latencyCounts([
          [100, 18],
          [Infinity, 20],
        ]),
        100,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "too-few-samples", says: "P95 above 100 ms (the last bound" },
    ],
    "half of the window is missing": [
      judgeP95(
        latencyCounts([], {
          slices: slices(2),
          coverage: coverageWithout([0], slices(2)),
          buckets: FAST.map(([upperBoundMs, count]) => ({ upperBoundMs, increases: [0, count] })),
        }),
        100,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "partial-coverage", says: "For 30 min of 60 min there are no metrics" },
    ],
    "half of the window is missing, the rest is slow": [
      judgeP95(
        latencyCounts([], {
          slices: slices(2),
          coverage: coverageWithout([0], slices(2)),
          buckets: SLOW.map(([upperBoundMs, count]) => ({ upperBoundMs, increases: [0, count] })),
        }),
        100,
        EXACT,
      ),
      { outcome: "failed", says: "Besides: For 30 min of 60 min there are no metrics" },
    ],
  }));

function without(boundMs: number, buckets: Buckets): Buckets {
  return buckets.filter(([bound]) => bound !== boundMs);
}

describe("P95 without what it needs", () =>
  judgements({
    "no bound at the limit": [
      judgeP95(latencyCounts(without(100, FAST)), 100, EXACT),
      {
        outcome: "inconclusive",
        cause: "no-data",
        says: "The bounds are 25 ms, 50 ms, 75 ms, 250 ms, +Inf.",
      },
    ],
    "no bound at the limit or above it": [
      judgeP95(latencyCounts(without(250, without(100, FAST))), 100, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "the histogram has no bucket that ends there" },
    ],
    "no bound at the limit, plainly": [
      judgeP95(latencyCounts(without(100, FAST)), 100, PLAIN),
      { outcome: "inconclusive", cause: "no-data", says: "has no bucket that ends there" },
    ],
    "no bound at the limit, but slow above the next one": [
      judgeP95(
        latencyCounts([
          [50, 5000],
          [250, 8000],
          [500, 10_000],
          [Infinity, 10_000],
        ]),
        100,
        EXACT,
      ),
      { outcome: "failed", says: "the share of requests above 250 ms 20.00 %" },
    ],
    "no histogram": [
      judgeP95(latencyCounts([]), 100, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "no histogram of canary's response times" },
    ],
    "no +Inf bucket": [
      judgeP95(latencyCounts(without(Infinity, FAST)), 100, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "no samples in its +Inf bucket" },
    ],
    "no samples": [
      judgeP95(latencyCounts(FAST.map(([bound]) => [bound, null])), 100, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "no samples in its +Inf bucket" },
    ],
    "samples in some slices only": [
      judgeP95(
        latencyCounts([], {
          slices: slices(2),
          buckets: FAST.map(([upperBoundMs, count]) => ({ upperBoundMs, increases: [count, null] })),
        }),
        100,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "partial-coverage", says: "no samples in 1 of 2 slices" },
    ],
    "no request": [
      judgeP95(latencyCounts(FAST.map(([bound]) => [bound, 0])), 100, EXACT),
      { outcome: "inconclusive", cause: "zero-traffic", says: "It is not receiving traffic" },
    ],
    "counts that are no number": [
      judgeP95(latencyCounts(FAST.map(([bound]) => [bound, Number.NaN])), 100, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "25 ms (no number), 50 ms (no number)" },
    ],
    "bounds that do not ascend": [
      judgeP95(latencyCounts(FAST.toReversed()), 100, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "do not ascend: +Inf, 250 ms" },
    ],
    "a bound that is no number": [
      judgeP95(latencyCounts([[Number.NaN, 5], ...FAST]), 100, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "one that is no number, 25 ms" },
    ],
    "buckets that decrease": [
      judgeP95(latencyCounts(FAST.map(([bound, count]) => [bound, bound === 75 ? 8000 : count])), 100, EXACT),
      {
        outcome: "inconclusive",
        cause: "disagreeing-sources",
        says: "9,000 requests took at most 50 ms, but only 8,000 at most 75 ms",
      },
    ],
  }));

describe("what P95 shows", () => {
  it("the interpolated value with its bucket, and the share of slow requests with its bounds", () => {
    const [p95, share] = judgeP95(latencyCounts(FAST), 100, EXACT).measurements;
    expect(p95).to.deep.include({ signal: "P95 response time", value: 63.888888889, unit: "ms", limit: 100 });
    expect(p95).to.deep.include({ samples: 10_000, interval: { low: 50, high: 75, confidence: 1 } });
    expect(share).to.deep.include({ signal: "share of requests above 100 ms", value: 0.2, limit: 5, unit: "percent" });
    expect(share?.interval?.high).to.be.closeTo(0.29, 0.01);
  });

  it("no value above the last bound, but the share", () => {
    const [p95, share] = judgeP95(latencyCounts(BEYOND), 100, EXACT).measurements;
    expect([p95?.value, p95?.interval, share?.value]).to.deep.equal([null, null, 20]);
  });

  it("no share where no bucket ends at the limit, but the value", () => {
    const [p95, share] = judgeP95(latencyCounts(without(100, FAST)), 100, EXACT).measurements;
    expect([p95?.value, share?.value, share?.interval]).to.deep.equal([63.888888889, null, null]);
  });

  it("both tracks beside each other; nothing of a track without that bound", () => {
    const [canary, legacy, chance] = compareSlowRequests(
      latencyCounts(SLOW),
      latencyCounts(FAST, { track: "legacy" }),
      100,
    );
    expect([canary?.value, legacy?.value, chance?.value]).to.deep.equal([20, 0.2, 0]);
    const shown = compareSlowRequests(latencyCounts(SLOW), latencyCounts(without(100, FAST)), 100);
    expect(shown.map(({ value }) => value)).to.deep.equal([20, null, null]);
  });
});

describe("a quantile, as Prometheus interpolates it", () => {
  const buckets = [
    { boundMs: 50, count: 94 },
    { boundMs: 250, count: 100 },
    { boundMs: Infinity, count: 100 },
  ];

  it("the documented trap: 94 % at 50 ms, the rest at 240 ms, reads 83 ms", () => {
    expect(quantileOf({ buckets, total: 100 }, 0.95).valueMs).to.be.closeTo(83.3333, 0.0001);
  });

  it("from 0 in the first bucket", () => {
    expect(quantileOf({ buckets, total: 100 }, 0.47)).to.deep.equal({ valueMs: 25, lowMs: 0, highMs: 50 });
  });

  it("at a bound exactly", () => {
    expect(quantileOf({ buckets, total: 100 }, 0.94).valueMs).to.equal(50);
  });
});
