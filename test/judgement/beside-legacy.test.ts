import { describe } from "node:test";
import { judgeErrorsBesideLegacy, judgeSlownessBesideLegacy } from "../../support/judgement/beside-legacy";
import { judgements } from "./expectation";
import { errorCounts, latencyCounts, NO_SERIES } from "./window-readings";

const legacy = errorCounts(38, 190_000, { track: "legacy" });
const alike = { canary: errorCounts(2, 10_000), legacy };
const worse = { canary: errorCounts(30, 10_000), legacy };
const without = errorCounts(0, 0, { requests: NO_SERIES, errors: NO_SERIES, track: "legacy", isFamilyKnown: false });

describe("the canary's error rate beside legacy's", () =>
  judgements({
    "both alike: shown": [
      judgeErrorsBesideLegacy(alike, null),
      { outcome: "passed", says: "0.02 % of the canary, 0.02 % of legacy" },
    ],
    "the canary is worse, which is shown only": [
      judgeErrorsBesideLegacy(worse, null),
      {
        outcome: "passed",
        says: "0.30 % of the canary, 0.02 % of legacy; by chance alone the canary's would be so high with a probability below",
      },
    ],
    "the canary is worse, and that is a criterion": [
      judgeErrorsBesideLegacy(worse, 0.95),
      { outcome: "failed", says: "The canary's error rate is worse than legacy's" },
    ],
    "both alike, and that is a criterion": [
      judgeErrorsBesideLegacy(alike, 0.95),
      { outcome: "passed", says: "by chance alone" },
    ],
    "legacy has no counts: nothing to compare with": [
      judgeErrorsBesideLegacy({ ...alike, legacy: without }, null),
      { outcome: "inconclusive", cause: "no-data", says: "The error rate of legacy is not known" },
    ],
    "the canary has no counts": [
      judgeErrorsBesideLegacy({ canary: { ...without, track: "canary" }, legacy }, 0.95),
      { outcome: "inconclusive", cause: "no-data", says: "The error rate of the canary is not known" },
    ],
  }));

const buckets = (below: number, all: number) => [
  { upperBoundMs: 100, increases: [below] },
  { upperBoundMs: Number.POSITIVE_INFINITY, increases: [all] },
];

describe("the canary's slow requests beside legacy's", () =>
  judgements({
    "both alike: shown": [
      judgeSlownessBesideLegacy({ canary: latency(990, 1000), legacy: latency(9900, 10_000) }, 100, null),
      { outcome: "passed", says: "share of requests above 100 ms: 1.00 % of the canary, 1.00 % of legacy" },
    ],
    "the canary is slower, and that is a criterion": [
      judgeSlownessBesideLegacy({ canary: latency(900, 1000), legacy: latency(9900, 10_000) }, 100, 0.99),
      { outcome: "failed", says: "share of requests above 100 ms is worse than legacy's: 10.00 % of the canary" },
    ],
    "no boundary at the limit": [
      judgeSlownessBesideLegacy({ canary: latency(990, 1000), legacy: latency(9900, 10_000) }, 120, null),
      { outcome: "inconclusive", cause: "no-data", says: "of the canary is not known" },
    ],
  }));

function latency(below: number, all: number) {
  return latencyCounts([], { buckets: buckets(below, all) });
}
