import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeAvailabilityByRequests } from "../../support/judgement/availability";
import { judgeAvailabilityByTime, judgeConsecutiveFailures } from "../../support/judgement/probes";
import type { ProbeSamples } from "../../support/model/readings/canary-metrics";
import { judgements } from "./expectation";
import { coverageWithout, errorCounts, EXACT, NO_SERIES, PLAIN, probeSamples, slices } from "./window-readings";

describe("availability by requests", () =>
  judgements({
    "2 of 10,000 failed": [
      judgeAvailabilityByRequests(errorCounts(20, 100_000), 99.95, EXACT),
      {
        outcome: "passed",
        says: "Availability by requests 99.98 % (20 errors in 100,000 requests): above 99.95 %, at least 99.97 % with 95 % confidence.",
      },
    ],
    "5,990 requests without a failure": [
      judgeAvailabilityByRequests(errorCounts(0, 5990), 99.95, EXACT),
      { outcome: "passed", says: "at least 99.9500003 % with 95 % confidence" },
    ],
    "5,989 without": [
      judgeAvailabilityByRequests(errorCounts(0, 5989), 99.95, EXACT),
      { outcome: "inconclusive", cause: "too-few-samples", says: "1 more request at the share that was seen would do" },
    ],
    "too few requests say how low it may be": [
      judgeAvailabilityByRequests(errorCounts(2, 10_000), 99.95, EXACT),
      {
        outcome: "inconclusive",
        cause: "too-few-samples",
        says: "is not proven to be above 99.95 %: it may be as low as 99.94 % with 95 % confidence.",
      },
    ],
    "0.1 % failed": [
      judgeAvailabilityByRequests(errorCounts(100, 100_000), 99.95, EXACT),
      {
        outcome: "failed",
        says: "Availability by requests 99.90 % (100 errors in 100,000 requests) is below 99.95 %: at most 99.92 % with 95 % confidence.",
      },
    ],
    "exactly at the limit is not above it": [
      judgeAvailabilityByRequests(errorCounts(50, 100_000), 99.95, PLAIN),
      {
        outcome: "failed",
        says: "99.95 % (50 errors in 100,000 requests) is not above 99.95 %, by the plain comparison.",
      },
    ],
    "no request": [
      judgeAvailabilityByRequests(errorCounts(0, 0), 99.95, EXACT),
      { outcome: "inconclusive", cause: "zero-traffic", says: "no request at all" },
    ],
    "no metric": [
      judgeAvailabilityByRequests(
        errorCounts(0, 0, { requests: NO_SERIES, errors: NO_SERIES, isFamilyKnown: false }),
        99.95,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "no-data", says: "probably renamed" },
    ],
    "a hole in the window": [
      judgeAvailabilityByRequests(
        errorCounts([0, 0], [100_000, 100_000], { coverage: coverageWithout([0], slices(2)) }),
        99.95,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "partial-coverage", says: "For 30 min of 60 min" },
    ],
  }));

/** 48 hours of probes, every 30 s. */
const COUNT = 5760;

/** So many successful probes, but these values at these places; null: the probe is missing. */
function probes(changes: Readonly<Record<number, number | null>> = {}, count = COUNT): ProbeSamples {
  return probeSamples(Array.from({ length: count }, (_, index) => (index in changes ? (changes[index] ?? null) : 1)));
}

/** The same change at `length` places from `from` on. */
function stretch(from: number, length: number, value: number | null): Record<number, number | null> {
  return Object.fromEntries(Array.from({ length }, (_, index) => [from + index, value]));
}

const [ONE] = probes().targets;
const TARGET = { target: "https://shop.example/ready", samples: ONE?.samples ?? [], seriesCount: 1 };

describe("availability by time", () =>
  judgements({
    "every probe succeeded": [
      judgeAvailabilityByTime(probes(), 99.95),
      { outcome: "passed", says: "Availability by time 100.00 % (0 of 5,760 probes failed): above 99.95 %." },
    ],
    "2 of 5,760 failed": [
      judgeAvailabilityByTime(probes({ 100: 0, 2000: 0 }), 99.95),
      { outcome: "passed", says: "Availability by time 99.97 % (2 of 5,760 probes failed)" },
    ],
    "3 of 5,760 failed": [
      judgeAvailabilityByTime(probes(stretch(100, 3, 0)), 99.95),
      { outcome: "failed", says: "Availability by time 99.948 % (3 of 5,760 probes failed) is not above 99.95 %." },
    ],
    "exactly at the limit": [
      judgeAvailabilityByTime(probes({ 5: 0 }, 2000), 99.95),
      { outcome: "failed", says: "99.95 % (1 of 2,000 probes failed) is not above 99.95 %" },
    ],
    "all targets together": [
      judgeAvailabilityByTime(
        { ...probes(stretch(100, 3, 0)), targets: [...probes(stretch(100, 3, 0)).targets, TARGET] },
        99.95,
      ),
      { outcome: "passed", says: "99.97 % (3 of 11,520 probes failed)" },
    ],
    "no target": [
      judgeAvailabilityByTime({ ...probes(), targets: [] }, 99.95),
      { outcome: "inconclusive", cause: "no-data", says: "There are no probes of canary" },
    ],
    "no probe": [
      judgeAvailabilityByTime(probes(stretch(0, COUNT, null)), 99.95),
      { outcome: "inconclusive", cause: "no-data", says: "There are no probes of canary" },
    ],
    "one of two targets was not probed": [
      judgeAvailabilityByTime({ ...probes(), targets: [TARGET, { ...TARGET, samples: [] }] }, 99.95),
      { outcome: "inconclusive", cause: "stale", says: "has no probe in the window" },
    ],
    "1 % of the probes are missing": [
      judgeAvailabilityByTime(probes(stretch(100, 57, null)), 99.95),
      { outcome: "passed", says: "(0 of 5,703 probes failed)" },
    ],
    "more than 1 % are missing": [
      judgeAvailabilityByTime(probes(stretch(100, 60, null)), 99.95),
      {
        outcome: "inconclusive",
        cause: "partial-coverage",
        says: "Of 5,760 expected probes there are fewer than 99 %: https://shop.example/health 5,700.",
      },
    ],
    "more than 1 % are missing, but those that failed break the limit alone": [
      judgeAvailabilityByTime(probes({ ...stretch(100, 60, null), ...stretch(2000, 3, 0) }), 99.95),
      { outcome: "failed", says: "Besides: Of 5,760 expected probes" },
    ],
    "many are missing, and those that failed might still be few enough": [
      judgeAvailabilityByTime(probes({ ...stretch(100, 2880, null), ...stretch(4000, 2, 0) }), 99.95),
      { outcome: "inconclusive", cause: "partial-coverage", says: "fewer than 99 %" },
    ],
    "the probes end before the window does": [
      judgeAvailabilityByTime(probes(stretch(COUNT - 3, 3, null)), 99.95),
      { outcome: "inconclusive", cause: "stale", says: "was probed last at 2025-10-25 13:58:30 UTC, 90 s before" },
    ],
    "a value that is no number": [
      judgeAvailabilityByTime(probes({ 7: Number.NaN }), 99.95),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "is neither 0 nor 1: no number" },
    ],
    "a value between failure and success": [
      judgeAvailabilityByTime(probes({ 7: 0.5, 8: 0.5 }), 99.95),
      {
        outcome: "inconclusive",
        cause: "disagreeing-sources",
        says: "2 probes of https://shop.example/health are neither",
      },
    ],
    "two series for one target": [
      judgeAvailabilityByTime({ ...probes(), targets: [{ ...TARGET, seriesCount: 2 }] }, 99.95),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "2 series claim to be the probes of" },
    ],
    "an interval that is not known": [
      judgeAvailabilityByTime({ ...probes(), probeIntervalSeconds: Number.NaN }, 99.95),
      { outcome: "inconclusive", cause: "no-data", says: "not known how often they are made" },
    ],
  }));

describe("failed probes in a row", () =>
  judgements({
    none: [
      judgeConsecutiveFailures(probes(), 0),
      { outcome: "passed", says: "Failed were none of 5,760 probes; allowed in a row are 0." },
    ],
    "a single one, where none is allowed": [
      judgeConsecutiveFailures(probes({ 99: 0 }), 0),
      {
        outcome: "failed",
        says: "1 probe failed in a row; allowed are 0: https://shop.example/health, 1 probe at 2025-10-23 14:50 UTC.",
      },
    ],
    "two in a row, where one is allowed": [
      judgeConsecutiveFailures(probes(stretch(99, 2, 0)), 1),
      { outcome: "failed", says: "2 probes from 2025-10-23 14:50 to 14:50:30 UTC" },
    ],
    "two apart, where one is allowed": [
      judgeConsecutiveFailures(probes({ 99: 0, 101: 0 }), 1),
      { outcome: "passed", says: "at most 1 in a row" },
    ],
    "one missing probe does not end a run": [
      judgeConsecutiveFailures(probes({ 99: 0, 100: null, 101: 0 }), 1),
      { outcome: "failed", says: "2 probes failed in a row" },
    ],
    "after a longer gap it is not known": [
      judgeConsecutiveFailures(probes({ 99: 0, ...stretch(100, 5, null), 105: 0 }), 1),
      { outcome: "inconclusive", cause: "partial-coverage", says: "may have failed 2 probes in a row" },
    ],
    "of two targets each on its own": [
      judgeConsecutiveFailures(
        { ...probes(), targets: [...probes({ 99: 0 }).targets, ...probes({ 100: 0 }).targets] },
        1,
      ),
      { outcome: "passed", says: "at most 1 in a row of 11,520 probes" },
    ],
    "missing probes": [
      judgeConsecutiveFailures(probes(stretch(100, 60, null)), 0),
      { outcome: "inconclusive", cause: "partial-coverage", says: "fewer than 99 %" },
    ],
    "missing probes, but a run that was seen": [
      judgeConsecutiveFailures(probes({ ...stretch(100, 60, null), 2000: 0 }), 0),
      { outcome: "failed", says: "1 probe failed in a row" },
    ],
    "no probe": [
      judgeConsecutiveFailures(probes(stretch(0, COUNT, null)), 0),
      { outcome: "inconclusive", cause: "no-data", says: "There are no probes" },
    ],
    "no target": [
      judgeConsecutiveFailures({ ...probes(), targets: [] }, 0),
      { outcome: "inconclusive", cause: "no-data", says: "There are no probes" },
    ],
    "values that are no numbers": [
      judgeConsecutiveFailures(probes({ 7: Number.NaN, 99: 0 }), 0),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "neither 0 nor 1" },
    ],
  }));

describe("what availability shows", () => {
  it("by requests, with bounds the right way round", () => {
    const [first] = judgeAvailabilityByRequests(errorCounts(20, 100_000), 99.95, EXACT).measurements;
    expect(first).to.deep.include({
      signal: "availability by requests",
      value: 99.98,
      limit: 99.95,
      comparison: "above",
    });
    expect(first?.interval?.low).to.be.below(99.98);
    expect(first?.interval?.high).to.be.above(99.98);
  });

  it("by time, and the longest run", () => {
    const given = probes(stretch(99, 2, 0));
    const [share] = judgeAvailabilityByTime(given, 99.95).measurements;
    const [run] = judgeConsecutiveFailures(given, 0).measurements;
    expect(share).to.deep.include({
      signal: "availability by time",
      value: 99.965277778,
      samples: 5760,
      unit: "percent",
    });
    expect(run).to.deep.include({ signal: "longest run of failed probes", value: 2, unit: "probes", limit: 0 });
  });

  it("no value without a probe", () => {
    const none = { ...probes(), targets: [] };
    expect(judgeAvailabilityByTime(none, 99.95).measurements[0]?.value).to.equal(null);
    expect(judgeConsecutiveFailures(none, 0).measurements[0]?.value).to.equal(null);
  });
});
