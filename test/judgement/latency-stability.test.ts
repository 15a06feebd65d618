import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeLatencyStability } from "../../support/judgement/latency-stability";
import type { LatencyChange, LatencyCounts } from "../../support/model/readings/canary-metrics";
import { judgements } from "./expectation";
import { coverageWithout, EXACT, latencyCounts, slices } from "./window-readings";

const LIMITS = { changePercent: 20, belowMs: 100 };

/** Requests whose interpolated P95 is `p95Ms`, between 0 and 100 ms; 2 % are slower than 100 ms. */
function withP95(p95Ms: number, requests = 10_000, given: Partial<LatencyCounts> = {}): LatencyCounts {
  return latencyCounts(
    [
      [p95Ms, 0.95 * requests],
      [100, 0.98 * requests],
      [1000, requests],
      [Infinity, requests],
    ],
    given,
  );
}

function change(
  first: LatencyCounts,
  last: LatencyCounts,
  legacy = [withP95(50), withP95(50)] as const,
): LatencyChange {
  return { canary: { first, last }, legacy: { first: legacy[0], last: legacy[1] }, whole: last };
}

function judge(first: LatencyCounts, last: LatencyCounts, legacy?: readonly [LatencyCounts, LatencyCounts]) {
  return judgeLatencyStability(change(first, last, legacy), LIMITS, EXACT);
}

const NOTHING = latencyCounts([]);
const BEYOND = latencyCounts([
  [100, 9000],
  [Infinity, 10_000],
]);
const HOLED = { slices: slices(2), coverage: coverageWithout([0], slices(2)) };

describe("P95 of the last hours against the first", () =>
  judgements({
    "hardly changed": [
      judge(withP95(50), withP95(52)),
      {
        outcome: "passed",
        says: "P95 went from 50 ms (in the bucket from 0 to 50 ms) to 52 ms (in the bucket from 0 to 52 ms) (+4 %; at most 20 % more are allowed).",
      },
    ],
    "exactly at the tolerance": [judge(withP95(50), withP95(60)), { outcome: "passed", says: "(+20 %;" }],
    "slower, though under the limit": [
      judge(withP95(50), withP95(80)),
      {
        outcome: "failed",
        says: "P95 rose by 60 % from 50 ms (in the bucket from 0 to 50 ms) to 80 ms (in the bucket from 0 to 80 ms); at most 20 % are allowed.",
      },
    ],
    "slower, while legacy stayed": [
      judge(withP95(50), withP95(80)),
      {
        outcome: "failed",
        says: "Legacy's P95 did not rise likewise (0 %), so the cause is probably the canary's own.",
      },
    ],
    "slower, and legacy likewise": [
      judge(withP95(50), withP95(80), [withP95(50), withP95(75)]),
      { outcome: "failed", says: "Legacy's P95 rose likewise, by 50 %: the cause is probably shared" },
    ],
    "slower, and nothing is known of legacy": [
      judge(withP95(50), withP95(80), [NOTHING, NOTHING]),
      { outcome: "failed", says: "Legacy's P95 over the same time is not known." },
    ],
    "much faster is said, and passes": [
      judge(withP95(80), withP95(50)),
      { outcome: "passed", says: "it became faster by 37.5 %, more than 20 %" },
    ],
    "nothing is known of legacy, and the canary is stable": [
      judge(withP95(50), withP95(50), [NOTHING, NOTHING]),
      { outcome: "passed", says: "(0 %;" },
    ],
    "not below the limit in the last hours": [
      judge(BEYOND, BEYOND),
      { outcome: "failed", says: "P95 above 100 ms (the last bound of the histogram) is not below 100 ms" },
    ],
    "beyond the last bound in the first hours": [
      judge(BEYOND, withP95(50)),
      { outcome: "inconclusive", cause: "no-data", says: "so its change is unknown" },
    ],
    "199 requests in the first hours": [
      judge(
        latencyCounts([
          [100, 199],
          [Infinity, 199],
        ]),
        withP95(50),
      ),
      { outcome: "inconclusive", cause: "too-few-samples", says: "P95 over this time rests on 199 requests" },
    ],
    "199 requests in the last hours": [
      judge(
        withP95(50),
        latencyCounts([
          [100, 199],
          [Infinity, 199],
        ]),
      ),
      { outcome: "inconclusive", cause: "too-few-samples", says: "at least 200 are needed" },
    ],
    "200 requests, of which 7 slow ones do not prove P95": [
      judge(
        withP95(50),
        latencyCounts([
          [50, 190],
          [100, 193],
          [1000, 200],
          [Infinity, 200],
        ]),
      ),
      {
        outcome: "inconclusive",
        cause: "too-few-samples",
        says: "3.50 % (7 of 200 requests) is not proven to be below 5 %",
      },
    ],
    "no histogram in the first hours": [
      judge(NOTHING, withP95(50)),
      { outcome: "inconclusive", cause: "no-data", says: "no histogram of canary's response times" },
    ],
    "no histogram in the last hours": [
      judge(withP95(50), NOTHING),
      { outcome: "inconclusive", cause: "no-data", says: "no histogram of canary's response times" },
    ],
    "no bucket at the limit": [
      judge(
        withP95(50),
        latencyCounts([
          [60, 9900],
          [250, 10_000],
          [Infinity, 10_000],
        ]),
      ),
      { outcome: "inconclusive", cause: "no-data", says: "has no bucket that ends there" },
    ],
    "the first hours are not covered": [
      judge(holed(50), withP95(50)),
      { outcome: "inconclusive", cause: "partial-coverage", says: "there are no metrics of canary" },
    ],
    "the last hours are not covered, but slower in what is there": [
      judge(withP95(50), holed(80)),
      { outcome: "failed", says: "Besides: For 30 min of 60 min there are no metrics of canary" },
    ],
  }));

function holed(p95Ms: number): LatencyCounts {
  const whole = withP95(p95Ms, 10_000, HOLED);
  return { ...whole, buckets: whole.buckets.map((bucket) => ({ ...bucket, increases: [0, ...bucket.increases] })) };
}

describe("what the change shows", () => {
  it("both values, the change and legacy's", () => {
    const { measurements } = judge(withP95(50), withP95(52), [withP95(40), withP95(44)]);
    expect(measurements.map(({ signal, value, unit, limit }) => [signal, value, unit, limit])).to.deep.equal([
      ["P95 response time, first hours", 50, "ms", null],
      ["P95 response time, last hours", 52, "ms", 100],
      ["change of P95", 4, "percent", 20],
      ["change of legacy's P95", 10, "percent", null],
    ]);
  });
});
