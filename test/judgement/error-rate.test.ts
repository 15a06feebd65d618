import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeErrorRate } from "../../support/judgement/error-rate";
import { compareErrorRates } from "../../support/judgement/compare-tracks";
import { judgements } from "./expectation";
import { counter, coverage, coverageWithout, errorCounts, EXACT, NO_SERIES, PLAIN, slices } from "./window-readings";

const HALF_COVERED = coverageWithout([2, 3], slices(4));
const HEALTHY = [10_000, 10_000, 10_000, 10_000];
const NO_ERRORS = [0, 0, 0, 0];
const TEN_THIRDS = [10_000 / 3];

describe("the error rate of the whole window", () =>
  judgements({
    "2 errors in 10,000": [
      judgeErrorRate(errorCounts(2, 10_000), 0.5, EXACT),
      {
        outcome: "passed",
        says: "Error rate 0.02 % (2 errors in 10,000 requests): below 0.5 %, at most 0.06 % with 95 % confidence.",
      },
    ],
    "1 error in 10,000, plainly": [
      judgeErrorRate(errorCounts(1, 10_000), 0.5, PLAIN),
      {
        outcome: "passed",
        says: "Error rate 0.01 % (1 error in 10,000 requests): below 0.5 %, by the plain comparison.",
      },
    ],
    "no error among 598": [
      judgeErrorRate(errorCounts(0, 598), 0.5, EXACT),
      { outcome: "passed", says: "at most 0.4997 % with 95 % confidence" },
    ],
    "no error among 597": [
      judgeErrorRate(errorCounts(0, 597), 0.5, EXACT),
      { outcome: "inconclusive", cause: "too-few-samples", says: "1 more request at the share that was seen would do" },
    ],
    "2 errors in 1,000: how many more, and how long that takes": [
      judgeErrorRate(errorCounts(2, 1000), 0.5, EXACT),
      {
        outcome: "inconclusive",
        cause: "too-few-samples",
        says: "258 more requests at the share that was seen would do; at the present rate that takes 8 min.",
      },
    ],
    "1 error in 100: no number of such requests proves it": [
      judgeErrorRate(errorCounts(1, 100), 0.5, EXACT),
      { outcome: "inconclusive", cause: "too-few-samples", says: "it may be as high as 4.66 % with 95 % confidence" },
    ],
    "too few, plainly": [
      judgeErrorRate(errorCounts(0, 900), 0.5, PLAIN),
      { outcome: "inconclusive", cause: "too-few-samples", says: "100 more requests would do" },
    ],
    "90 errors in 10,000": [
      judgeErrorRate(errorCounts(90, 10_000), 0.5, EXACT),
      {
        outcome: "failed",
        says: "Error rate 0.90 % (90 errors in 10,000 requests) is above 0.5 %: at least 0.75 % with 95 % confidence.",
      },
    ],
    "90 errors in 10,000, looked at four times": [
      judgeErrorRate(errorCounts(90, 10_000), 0.5, { ...EXACT, looks: 4 }),
      { outcome: "failed", says: "at least 0.70 % with 98.75 % confidence" },
    ],
    "exactly at the limit, plainly": [
      judgeErrorRate(errorCounts(50, 10_000), 0.5, PLAIN),
      { outcome: "failed", says: "Error rate 0.50 % (50 errors in 10,000 requests) is not below 0.5 %" },
    ],
    "the errors of a series that began in the window": [
      judgeErrorRate(
        errorCounts(0, 10_000, { errors: counter(200, { labels: { status: "503" }, isBornInside: true }) }),
        0.5,
        EXACT,
      ),
      { outcome: "failed", says: 'Most errors: {status="503"} 200. New in this window: {status="503"}.' },
    ],
    "errors were never counted, requests were: zero": [
      judgeErrorRate(errorCounts(0, 10_000, { errors: NO_SERIES }), 0.5, EXACT),
      { outcome: "passed", says: "0.00 % (0 errors in 10,000 requests)" },
    ],
    "floats that are whole but for a rounding": [
      judgeErrorRate(errorCounts(2.0000001, 9999.9999999), 0.5, EXACT),
      { outcome: "passed", says: "(2 errors in 10,000 requests)" },
    ],
  }));

describe("an error rate without its numbers", () =>
  judgements({
    "the metric is unknown": [
      judgeErrorRate(errorCounts(0, 0, { requests: NO_SERIES, errors: NO_SERIES, isFamilyKnown: false }), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "probably renamed" },
    ],
    "errors are absent, and so is the metric, whatever the requests say": [
      judgeErrorRate(errorCounts(0, 10_000, { errors: NO_SERIES, isFamilyKnown: false }), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "probably renamed" },
    ],
    "the canary has no series, though it is scraped": [
      judgeErrorRate(errorCounts(0, 0, { requests: NO_SERIES, errors: NO_SERIES }), 0.5, EXACT),
      { outcome: "inconclusive", cause: "zero-traffic", says: "no series of canary's requests" },
    ],
    "the canary has neither series nor instances": [
      judgeErrorRate(
        errorCounts(0, 0, { requests: NO_SERIES, errors: NO_SERIES, coverage: { ...coverage(), instances: [] } }),
        0.5,
        EXACT,
      ),
      { outcome: "inconclusive", cause: "no-data", says: "No instance of canary was scraped" },
    ],
    "a series without a sample": [
      judgeErrorRate(errorCounts([null], [null]), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "no samples in 1 of 1 slice" },
    ],
    "no request": [
      judgeErrorRate(errorCounts(0, 0), 0.5, EXACT),
      { outcome: "inconclusive", cause: "zero-traffic", says: "It is not receiving traffic" },
    ],
    "no request, plainly": [
      judgeErrorRate(errorCounts(0, 0), 0.5, { ...PLAIN, minimumRequests: 0 }),
      { outcome: "inconclusive", cause: "zero-traffic", says: "no request at all" },
    ],
    "requests that are no number": [
      judgeErrorRate(errorCounts(0, [Number.NaN]), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: '{handler="/api/v2/orders"} (no number)' },
    ],
    "errors that are no number": [
      judgeErrorRate(errorCounts([Number.NaN], 10_000), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: '{status="500"} (no number)' },
    ],
    "endlessly many requests": [
      judgeErrorRate(errorCounts(0, [Infinity]), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "(infinite)" },
    ],
    "less than no request": [
      judgeErrorRate(errorCounts(0, [-3]), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "(negative: -3)" },
    ],
    "a third of a request": [
      judgeErrorRate(errorCounts(0, TEN_THIRDS), 0.5, EXACT),
      { outcome: "inconclusive", cause: "no-data", says: "(not whole: 3333.33" },
    ],
    "more errors than requests": [
      judgeErrorRate(errorCounts(11, 10), 0.5, EXACT),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "more errors (11) than requests (10)" },
    ],
    "more errors than requests in one slice": [
      judgeErrorRate(errorCounts([0, 5], [10_000, 4]), 0.5, EXACT),
      {
        outcome: "inconclusive",
        cause: "disagreeing-sources",
        says: "(5) than requests (4) at 2025-10-23 14:30 to 15:00 UTC",
      },
    ],
    "requests have no samples in a slice that was scraped": [
      judgeErrorRate(errorCounts(NO_ERRORS, [10_000, null, 10_000, 10_000]), 0.5, EXACT),
      { outcome: "inconclusive", cause: "partial-coverage", says: "no samples in 1 of 4 slices: 2025-10-23 14:30" },
    ],
    "half of the window is missing": [
      judgeErrorRate(errorCounts(NO_ERRORS, HEALTHY, { coverage: HALF_COVERED }), 0.5, EXACT),
      { outcome: "inconclusive", cause: "partial-coverage", says: "For 60 min of 2 h there are no metrics of canary" },
    ],
    "half of the window is missing, but the limit is broken in the other half": [
      judgeErrorRate(errorCounts([90, 90, 0, 0], HEALTHY, { coverage: HALF_COVERED }), 0.25, EXACT),
      { outcome: "failed", says: "Besides: For 60 min of 2 h there are no metrics of canary" },
    ],
  }));

describe("what an error rate shows", () => {
  const query = 'http_requests_total{status=~"5.."} ÷ http_requests_total';

  it("share, counts, window and bounds", () => {
    const [rate, errors, requests] = judgeErrorRate(errorCounts(2, 10_000), 0.5, EXACT).measurements;
    const window = { start: "2025-10-23T14:00:00.000Z", end: "2025-10-23T14:30:00.000Z" };
    expect(rate).to.deep.include({
      signal: "error rate",
      value: 0.02,
      unit: "percent",
      limit: 0.5,
      comparison: "below",
    });
    expect(rate).to.deep.include({ window, samples: 10_000, source: "Prometheus", query });
    expect(rate?.interval).to.deep.equal({ low: 0.00355373, high: 0.062944415, confidence: 0.95 });
    expect(errors).to.deep.include({ signal: "errors", value: 2, unit: "errors", window });
    expect(requests).to.deep.include({ signal: "requests", value: 10_000, unit: "requests", window });
  });

  it("no value where there is none", () => {
    const { measurements } = judgeErrorRate(errorCounts([null], [null]), 0.5, EXACT);
    expect(measurements.map(({ value }) => value)).to.deep.equal([null, null, null]);
  });

  it("no share where there was no request", () => {
    const { measurements } = judgeErrorRate(errorCounts(0, 0), 0.5, EXACT);
    expect(measurements.map(({ value }) => value)).to.deep.equal([null, 0, 0]);
  });

  it("both tracks beside each other", () => {
    const [canary, legacy, chance] = compareErrorRates(
      errorCounts(60, 10_000),
      errorCounts(950, 190_000, { track: "legacy" }),
    );
    expect([canary?.value, legacy?.value, chance?.samples]).to.deep.equal([0.6, 0.5, 200_000]);
    expect(chance?.value).to.be.closeTo(0.0986, 0.0001);
  });

  it("no comparison with a track that tells nothing", () => {
    const shown = compareErrorRates(errorCounts(60, 10_000), errorCounts([null], [null], { track: "legacy" }));
    expect(shown.map(({ value }) => value)).to.deep.equal([0.6, null, null]);
  });
});
