import { describe } from "node:test";
import { judgeErrorRate } from "../../support/judgement/error-rate";
import { judgeAvailabilityByRequests } from "../../support/judgement/availability";
import { judgeP95 } from "../../support/judgement/latency";
import { judgeAvailabilityByTime } from "../../support/judgement/probes";
import { judgeSameAvailability, judgeSameErrorRate, judgeSameP95 } from "../../support/judgement/same-as-recorded";
import type { Judgement } from "../../support/model/judgement";
import type { RecordedItem } from "../../support/model/readings/window-record";
import { judgements } from "./expectation";
import { errorCounts, EXACT, latencyCounts, NO_SERIES, probeSamples, slices } from "./window-readings";

/** What a run that found this recorded of it. */
const recorded = (found: readonly Judgement[], of: Partial<RecordedItem> = {}): RecordedItem => ({
  where: "journal.ndjson of production",
  environment: "production",
  item: "D7-1",
  run: { runId: "run-7", phase: "day7" },
  evaluatedAt: "2025-10-25T14:00:00.000Z",
  checks: found.map(({ outcome, summary, measurements }) => ({ items: ["D7-1"], outcome, summary, measurements })),
  problems: [],
  ...of,
});
const against = (record: RecordedItem) => ({ record, tolerancePercent: 1, rule: EXACT });

const found = judgeErrorRate(errorCounts(20, 100_000), 0.5, EXACT);
const errorRate = (again: readonly [number, number], of: Partial<RecordedItem> = {}) =>
  judgeSameErrorRate(errorCounts(...again), against(recorded([found], of)));

const BUCKETS = [
  [50, 60_000],
  [100, 99_000],
  [Infinity, 100_000],
] as const;
const SLOWER = [
  [50, 50_000],
  [100, 99_000],
  [Infinity, 100_000],
] as const;
const p95 = (again: typeof BUCKETS | typeof SLOWER) =>
  judgeSameP95(latencyCounts(again), against(recorded([judgeP95(latencyCounts(BUCKETS), 100, EXACT)])));

const probes = probeSamples(Array.from({ length: 60 }, () => 1));
const someFailed = probeSamples(Array.from({ length: 60 }, (_, index) => (index < 3 ? 0 : 1)));
const available = (errors: number, probed: typeof probes) =>
  judgeSameAvailability(
    errorCounts(errors, 100_000),
    probed,
    against(
      recorded([
        judgeAvailabilityByRequests(errorCounts(20, 100_000), 99.95, EXACT),
        judgeAvailabilityByTime(probes, 99.95),
      ]),
    ),
  );

const DISAGREES = { outcome: "inconclusive", cause: "disagreeing-sources" } as const;

describe("what was recorded, against the same window asked again", () =>
  judgements({
    "the same error rate": [
      errorRate([20, 100_000]),
      { outcome: "passed", says: "The record has the same error rate: 0.02 percent of 100000" },
    ],
    "within the tolerance": [errorRate([20, 100_500]), { outcome: "passed", says: "same error rate" }],
    "another error rate": [
      errorRate([60, 100_000]),
      { ...DISAGREES, says: "error rate 0.02 percent of 100000 recorded, 0.06 percent of 100000 afresh" },
    ],
    "the same rate of far fewer requests": [errorRate([10, 50_000]), { ...DISAGREES, says: "requests 100000" }],
    "the data are gone meanwhile": [
      judgeSameErrorRate(errorCounts(0, 0, { requests: NO_SERIES }), against(recorded([found]))),
      { ...DISAGREES, says: "recorded, none percent" },
    ],
    "another window": [
      judgeSameErrorRate(errorCounts([20, 0], [100_000, 0], { slices: slices(2) }), against(recorded([found]))),
      { ...DISAGREES, says: "it has no error rate over the same window" },
    ],
    "recorded as failed, though the values agree": [
      judgeSameErrorRate(
        errorCounts(20, 100_000),
        against(recorded([{ ...found, outcome: "failed", problems: [], summary: "by an older limit" }])),
      ),
      { ...DISAGREES, says: "it judged D7-1 failed: by an older limit" },
    ],
    "no run recorded it: the command is told": [
      errorRate([20, 100_000], { run: null, evaluatedAt: null, checks: [] }),
      { outcome: "inconclusive", cause: "not-executed", says: "npm run day7 -- --environment production" },
    ],
    "the run's verdict has no such check": [
      errorRate([20, 100_000], { checks: [] }),
      { ...DISAGREES, says: "its verdict has no check of D7-1" },
    ],
    "the journal is damaged, though the values agree": [
      errorRate([20, 100_000], { problems: ["line 3: changed"] }),
      { outcome: "inconclusive", cause: "partial-coverage", says: "line 3: changed" },
    ],
    "the run's verdict.json was changed, so that nothing of it counts": [
      errorRate([20, 100_000], { checks: [], problems: ["runs/run-7/verdict.json was changed"] }),
      { outcome: "inconclusive", cause: "partial-coverage", says: "verdict.json was changed" },
    ],
    "the same P95": [p95(BUCKETS), { outcome: "passed", says: "The record has the same P95 response time" }],
    "another P95": [p95(SLOWER), { ...DISAGREES, says: "P95 response time" }],
    "the same availability": [
      available(20, probes),
      { outcome: "passed", says: "The record has the same availability" },
    ],
    "more errors than were recorded: a percentage alone would hide it": [
      available(40, probes),
      { ...DISAGREES, says: "errors 20 errors recorded, 40 errors afresh" },
    ],
    "probes that failed are new": [available(20, someFailed), { ...DISAGREES, says: "availability by time" }],
  }));
