import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeIncident } from "../../../support/judgement/incident/high-error-rate";
import type { ErrorCounts } from "../../../support/model/readings/canary-metrics";
import { judgements } from "../expectation";
import { counter, coverage, coverageWithout, errorCounts, EXACT, NO_SERIES, PLAIN, slices } from "../window-readings";

const HALF_COVERED = coverageWithout([1], slices(2));

function legacyOf(errors: number, requests: number, given: Partial<ErrorCounts> = {}): ErrorCounts {
  return errorCounts(errors, requests, { track: "legacy", ...given });
}

/** The judgement of the canary's counts alone. */
function judge(counts: ErrorCounts, rule = EXACT) {
  return judgeIncident(counts, null, 1, rule).judgement;
}

describe("an error rate above 1 %", () =>
  judgements({
    "30 errors in 1,000": [
      judge(errorCounts(30, 1000)),
      {
        outcome: "failed",
        says: "An incident. Error rate 3.00 % (30 errors in 1,000 requests) is above 1 %: at least 2.17 % with 95 % confidence.",
      },
    ],
    "2 errors in 1,000: a false alarm": [
      judge(errorCounts(2, 1000)),
      {
        outcome: "passed",
        says: "No incident. Error rate 0.20 % (2 errors in 1,000 requests): not above 1 %, at most 0.63 % with 95 % confidence.",
      },
    ],
    "3 errors in 100: neither is proven": [
      judge(errorCounts(3, 100)),
      {
        outcome: "inconclusive",
        cause: "too-few-samples",
        says: "neither proven to be above 1 % nor proven not to be: it may be as low as 0.82 % and as high as 7.57 %",
      },
    ],
    "no error in 100: neither is proven": [
      judge(errorCounts(0, 100)),
      {
        outcome: "inconclusive",
        cause: "too-few-samples",
        says: "199 more requests at the share that was seen would tell",
      },
    ],
    "exactly at the limit, with few requests": [
      judge(errorCounts(1, 100)),
      { outcome: "inconclusive", cause: "too-few-samples", says: "no number of such requests tells" },
    ],
    "exactly at the limit, plainly: not above it": [
      judge(errorCounts(10, 1000), PLAIN),
      { outcome: "passed", says: "not above 1 %, by the plain comparison" },
    ],
    "a hair above the limit, plainly": [
      judge(errorCounts(11, 1000), PLAIN),
      { outcome: "failed", says: "is above 1 %: by the plain comparison" },
    ],
    "too few, plainly": [
      judge(errorCounts(500, 999), PLAIN),
      { outcome: "inconclusive", cause: "too-few-samples", says: "1 more request" },
    ],
    "proven in the half that was scraped": [
      judge(errorCounts([30, 0], [1000, 0], { coverage: HALF_COVERED })),
      { outcome: "failed", says: "Besides: For 30 min of 60 min there are no metrics of canary" },
    ],
    "right in the half that was scraped": [
      judge(errorCounts([0, 0], [1000, 0], { coverage: HALF_COVERED })),
      { outcome: "inconclusive", cause: "partial-coverage", says: "there are no metrics of canary" },
    ],
    "no request": [
      judge(errorCounts(0, 0)),
      { outcome: "inconclusive", cause: "zero-traffic", says: "It is not receiving traffic" },
    ],
    "no series": [
      judge(errorCounts(0, 0, { requests: NO_SERIES, errors: NO_SERIES, isFamilyKnown: false })),
      { outcome: "inconclusive", cause: "no-data", says: "probably renamed" },
    ],
    "no numbers": [
      judge(errorCounts([Number.NaN], 1000)),
      { outcome: "inconclusive", cause: "no-data", says: "(no number)" },
    ],
    "more errors than requests": [
      judge(errorCounts(12, 10)),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "more errors (12) than requests (10)" },
    ],
    "errors of a series that was born now": [
      judge(errorCounts(0, 1000, { errors: counter(30, { labels: { status: "503" }, isBornInside: true }) })),
      { outcome: "failed", says: 'New in this window: {status="503"}' },
    ],
  }));

describe("what the finding says beside the judgement", () => {
  it("yes, no and unknown", () => {
    const answers = [30, 2].map((errors) => judgeIncident(errorCounts(errors, 1000), null, 1, EXACT).isIncident);
    const few = judgeIncident(errorCounts(3, 100), null, 1, EXACT);
    expect([...answers, few.isIncident]).to.deep.equal(["yes", "no", "unknown"]);
  });

  it("how many requests are needed: with so many more of the same share it is proven", () => {
    const { stillNeeded } = judgeIncident(errorCounts(3, 100), null, 1, EXACT);
    const more = 100 + (stillNeeded ?? 0);
    expect(stillNeeded).to.be.within(1, 200);
    expect(judgeIncident(errorCounts(Math.ceil(0.03 * more), more), null, 1, EXACT).isIncident).to.equal("yes");
    expect(judgeIncident(errorCounts(30, 1000), null, 1, EXACT).stillNeeded).to.equal(null);
    expect(judgeIncident(errorCounts(0, 0), null, 1, EXACT).stillNeeded).to.equal(299);
    expect(judgeIncident(errorCounts([null], [null]), null, 1, EXACT).stillNeeded).to.equal(null);
  });

  it("legacy's rate and Fisher's probability, as measurements", () => {
    const { judgement } = judgeIncident(errorCounts(30, 1000), legacyOf(10, 10_000), 1, EXACT);
    expect(judgement.measurements.map(({ signal }) => signal)).to.deep.equal([
      "canary's error rate",
      "errors",
      "requests",
      "legacy's error rate",
      "probability that the canary's error rate is so high by chance (Fisher's exact test)",
    ]);
    expect(judgement.measurements[0]).to.deep.include({ value: 3, limit: 1, comparison: "at-most", samples: 1000 });
    expect(judgement.measurements[3]).to.deep.include({ value: 0.1, samples: 10_000 });
  });
});

describe("whose errors they are", () => {
  const rows: Readonly<Record<string, readonly [ErrorCounts | null, string]>> = {
    "legacy is proven to be below the limit": [legacyOf(10, 10_000), "canary"],
    "legacy is proven to be above, with the same share": [legacyOf(300, 10_000), "shared"],
    "legacy is above, the canary more than twice as much": [legacyOf(10_400, 1_000_000), "canary-worse"],
    "legacy is above, the canary's double is not proven": [legacyOf(140, 10_000), "shared"],
    "legacy had a handful of requests without an error": [legacyOf(0, 5), "unknown"],
    "legacy had too few requests for its limit, but clearly fewer errors": [legacyOf(0, 200), "canary"],
    "legacy had no request": [legacyOf(0, 0), "unknown"],
    "legacy was not asked": [null, "unknown"],
    "legacy has no numbers": [errorCounts([null], [null], { track: "legacy" }), "unknown"],
    "legacy's metrics have a hole": [legacyOf(10, 10_000, { coverage: coverageWithout([0], slices()) }), "unknown"],
    "legacy's metrics have a hole, and yet it is above": [
      legacyOf(300, 10_000, { coverage: coverage(slices(), { answered: [60] }) }),
      "shared",
    ],
  };
  for (const [sentence, [legacy, expected]] of Object.entries(rows)) {
    it(`${sentence}: ${expected}`, () => {
      expect(judgeIncident(errorCounts(30, 1000), legacy, 1, EXACT).blame).to.equal(expected);
    });
  }

  it("the canary's numbers are none: unknown", () => {
    expect(judgeIncident(errorCounts([null], [null]), legacyOf(300, 10_000), 1, EXACT).blame).to.equal("unknown");
  });
});
