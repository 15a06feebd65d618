import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeErrorRateSlices } from "../../support/judgement/error-rate-slices";
import { judgements } from "./expectation";
import { coverageWithout, errorCounts, EXACT, NO_SERIES, PLAIN, slices } from "./window-readings";

const COUNT = 96;
const REQUESTS = filled(10_000);
const FEW_ERRORS = filled(3);

function filled(value: number): number[] {
  return Array.from({ length: COUNT }, () => value);
}

/** The list with other values at some places. */
function but<T>(list: readonly T[], changes: Readonly<Record<number, T>>): T[] {
  return list.map((value, index) => changes[index] ?? value);
}

describe("the error rate slice by slice", () =>
  judgements({
    "all healthy": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 4: 9 }), REQUESTS), 0.5, EXACT),
      {
        outcome: "passed",
        says: "In none of 96 slices of 30 min the error rate is above 0.5 % (each slice at 99.9479 % confidence); the worst is 0.09 % (9 errors in 10,000 requests) at 2025-10-23 16:00 to 16:30 UTC.",
      },
    ],
    "one slice at 5 %": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 1: 500 }), REQUESTS), 0.5, EXACT),
      {
        outcome: "failed",
        says: "In 1 slice of 96 the error rate is not below 0.5 % (each slice at 99.9479 % confidence): 5.00 % (500 errors in 10,000 requests) at 2025-10-23 14:30 to 15:00 UTC.",
      },
    ],
    "two slices, the worse one first": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 1: 200, 20: 900 }), REQUESTS), 0.5, EXACT),
      { outcome: "failed", says: /In 2 slices of 96 .*: 9\.00 % \(.*at 2025-10-24 00:00 to 00:30 UTC, 2\.00 %/ },
    ],
    "a slice over midnight": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 19: 900 }), REQUESTS), 0.5, EXACT),
      { outcome: "failed", says: "at 2025-10-23 23:30 to 2025-10-24 00:00 UTC" },
    ],
    "a slice that one look would call above, 96 do not": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 1: 66 }), REQUESTS), 0.5, EXACT),
      { outcome: "passed", says: "the worst is 0.66 % (66 errors in 10,000 requests)" },
    ],
    "the same as the only slice": [
      judgeErrorRateSlices(errorCounts(66, 10_000), 0.5, EXACT),
      { outcome: "failed", says: "each slice at 95 % confidence" },
    ],
    "the same as the only slice, looked at 96 times": [
      judgeErrorRateSlices(errorCounts(66, 10_000), 0.5, { ...EXACT, looks: 96 }),
      { outcome: "passed", says: "each slice at 99.9479 % confidence" },
    ],
    "a slice with few requests, one of them an error": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 7: 1 }), but(REQUESTS, { 7: 40 })), 0.5, EXACT),
      { outcome: "passed", says: "the worst is 2.50 % (1 error in 40 requests)" },
    ],
    "plainly: a slice above the limit": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 7: 51 }), REQUESTS), 0.5, PLAIN),
      { outcome: "failed", says: "(by the plain comparison): 0.51 %" },
    ],
    "plainly: a slice with too few requests does not fail": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 7: 51 }), but(REQUESTS, { 7: 999 })), 0.5, PLAIN),
      { outcome: "passed", says: "the worst is 5.11 %" },
    ],
    "a slice without any request": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 7: 0 }), but(REQUESTS, { 7: 0 })), 0.5, EXACT),
      {
        outcome: "inconclusive",
        cause: "zero-traffic",
        says: "canary was given no request in 1 slice of 96: 2025-10-23 17:30 to 18:00 UTC",
      },
    ],
    "a slice without samples": [
      judgeErrorRateSlices(
        errorCounts(
          filled(0),
          REQUESTS.map((count, index) => (index === 7 ? null : count)),
        ),
        0.5,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "partial-coverage", says: "no samples in 1 of 96 slices" },
    ],
    "a slice that was not scraped": [
      judgeErrorRateSlices(
        errorCounts(FEW_ERRORS, REQUESTS, { coverage: coverageWithout([7], slices(COUNT)) }),
        0.5,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "partial-coverage", says: "no metrics of canary: 2025-10-23 17:30 to 18:00" },
    ],
    "a slice at 5 %, and another one that was not scraped": [
      judgeErrorRateSlices(
        errorCounts(but(FEW_ERRORS, { 1: 500 }), REQUESTS, { coverage: coverageWithout([7], slices(COUNT)) }),
        0.5,
        EXACT,
      ),
      { outcome: "failed", says: "Besides: For 30 min of 48 h there are no metrics of canary" },
    ],
    "no metric at all": [
      judgeErrorRateSlices(
        errorCounts(0, 0, { requests: NO_SERIES, errors: NO_SERIES, isFamilyKnown: false }),
        0.5,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "no-data", says: "probably renamed" },
    ],
    "a slice whose numbers are none": [
      judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 1: 500, 2: Number.NaN }), REQUESTS), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "(no number)" },
    ],
  }));

describe("what the slices show", () => {
  it("the worst one, with its own window and bounds", () => {
    const { measurements } = judgeErrorRateSlices(errorCounts(but(FEW_ERRORS, { 4: 9 }), REQUESTS), 0.5, EXACT);
    expect(measurements).to.have.length(1);
    expect(measurements[0]).to.deep.include({
      signal: "error rate in the worst slice",
      value: 0.09,
      limit: 0.5,
      comparison: "below",
      samples: 10_000,
      window: { start: "2025-10-23T16:00:00.000Z", end: "2025-10-23T16:30:00.000Z" },
    });
    expect(measurements[0]?.interval?.high).to.be.above(0.09);
  });
});
