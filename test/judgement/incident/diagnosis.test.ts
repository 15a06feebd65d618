import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeDependencies } from "../../../support/judgement/incident/dependencies";
import { judgeDiagnosisTime } from "../../../support/judgement/incident/diagnosis-time";
import { dominantMessage, judgeErrorLogs } from "../../../support/judgement/incident/error-logs";
import type { ErrorLogs } from "../../../support/model/readings/incident";
import { judgements } from "../expectation";
import { after, dependency, diagnosisOf, errorLogs } from "./incident-readings";

const FIVE_MINUTES = 300_000;
const CLOUD = { source: "Google Cloud Logging", where: "Google Cloud Logging (rehearsal)" };

describe("the error logs", () =>
  judgements({
    "the most frequent messages": [
      judgeErrorLogs([errorLogs({ "time-out of the cache": 96, "no such order": 20, other: 3, rare: 1 })], 120),
      {
        outcome: "passed",
        says: 'Elasticsearch: 120 error lines among 1,000 lines of the canary; most frequent: "time-out of the cache" 96 (80.00 %), "no such order" 20 (16.67 %), "other" 3 (2.50 %) and 1 more.',
      },
    ],
    "more lines than were grouped": [
      judgeErrorLogs([errorLogs({ "time-out": 90 }, { total: 120 })], 120),
      {
        outcome: "passed",
        says: '120 error lines among 1,000 lines of the canary; most frequent: "time-out" 90 (75.00 %).',
      },
    ],
    "no error line, and no error by the metrics": [
      judgeErrorLogs([errorLogs({})], 0),
      { outcome: "passed", says: "no error line among 1,000 lines of the canary, and the metrics count no error" },
    ],
    "no error line, though the metrics count some": [
      judgeErrorLogs([errorLogs({})], 12),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "though the metrics count 12 errors" },
    ],
    "no error line, and the metrics tell nothing": [
      judgeErrorLogs([errorLogs({})], null),
      { outcome: "inconclusive", cause: "no-data", says: "whether there were errors is not known" },
    ],
    "no line of the canary at all": [
      judgeErrorLogs([errorLogs({}, { linesOfCanary: 0 })], 0),
      { outcome: "inconclusive", cause: "no-data", says: "no line of the canary at all" },
    ],
    "one of two stores has no line of the canary": [
      judgeErrorLogs([errorLogs({ boom: 9 }), errorLogs({}, { ...CLOUD, linesOfCanary: 0 })], 9),
      { outcome: "inconclusive", cause: "no-data", says: "Google Cloud Logging has no line of the canary at all" },
    ],
    "more error lines than lines": [
      judgeErrorLogs([errorLogs({ boom: 9 }, { linesOfCanary: 8 })], 9),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "9 error lines of the canary among 8 lines" },
    ],
    "more lines by message than in all": [
      judgeErrorLogs([errorLogs({ boom: 9 }, { total: 8 })], 9),
      {
        outcome: "inconclusive",
        cause: "disagreeing-sources",
        says: "8 error lines of the canary among 1,000 lines, and 9 by message",
      },
    ],
    "lines without any message": [
      judgeErrorLogs([errorLogs({}, { total: 8 })], 8),
      { outcome: "inconclusive", cause: "no-data", says: "gives no message of any" },
    ],
    "counts that are no numbers": [
      judgeErrorLogs([errorLogs({ boom: Number.NaN })], 8),
      { outcome: "inconclusive", cause: "no-data", says: "gives no count of the canary's lines" },
    ],
    "no store": [
      judgeErrorLogs([], 0),
      { outcome: "inconclusive", cause: "not-executed", says: "No error log was looked at" },
    ],
  }));

describe("the dominant message", () => {
  const rows: Readonly<Record<string, readonly [readonly ErrorLogs[], string | null]>> = {
    "80 % of the lines": [[errorLogs({ boom: 80, other: 20 })], "boom"],
    "79 % of the lines": [[errorLogs({ boom: 79, other: 21 })], null],
    "of all lines, not of the grouped ones": [[errorLogs({ boom: 80 }, { total: 200 })], null],
    "four lines are too few": [[errorLogs({ boom: 4 })], null],
    "five lines are enough": [[errorLogs({ boom: 5 })], "boom"],
    "the same in both stores": [[errorLogs({ boom: 80 }), errorLogs({ boom: 8 }, CLOUD)], "boom"],
    "another one in the second store": [[errorLogs({ boom: 80 }), errorLogs({ bang: 80 }, CLOUD)], null],
    "none in the second store": [[errorLogs({ boom: 80 }), errorLogs({ boom: 5, bang: 5 }, CLOUD)], null],
    "no error line": [[errorLogs({})], null],
    "a count that is no number": [[errorLogs({ boom: Number.NaN })], null],
    "no store": [[], null],
  };
  for (const [sentence, [logs, expected]] of Object.entries(rows)) {
    it(`${sentence}: ${expected ?? "none"}`, () => {
      expect(dominantMessage(logs)).to.equal(expected);
    });
  }
});

describe("the dependencies", () =>
  judgements({
    "all healthy": [
      judgeDependencies([dependency("redis"), dependency("payments")]),
      { outcome: "passed", says: "All 2 dependencies are healthy: redis, payments." },
    ],
    "one healthy": [
      judgeDependencies([dependency("redis")]),
      { outcome: "passed", says: "The only dependency is healthy: redis." },
    ],
    "one down": [
      judgeDependencies([
        dependency("redis", { isHealthy: false, detail: "connection refused" }),
        dependency("payments"),
      ]),
      { outcome: "failed", says: "The dependency redis is not healthy: connection refused." },
    ],
    "one could not be asked": [
      judgeDependencies([
        dependency("redis"),
        dependency("payments", { isHealthy: null, detail: "no answer in 2 s." }),
      ]),
      {
        outcome: "inconclusive",
        cause: "unreachable",
        says: "Whether the dependency payments is healthy is not known: no answer in 2 s.",
      },
    ],
    "one down and one unknown": [
      judgeDependencies([
        dependency("redis", { isHealthy: null, detail: "" }),
        dependency("payments", { isHealthy: false }),
      ]),
      { outcome: "failed", says: "The dependency payments is not healthy" },
    ],
    "down without a word": [
      judgeDependencies([dependency("redis", { isHealthy: false, detail: " " })]),
      { outcome: "failed", says: "is not healthy: it said nothing." },
    ],
    "none named": [
      judgeDependencies([]),
      { outcome: "inconclusive", cause: "not-executed", says: "No dependency of the service was asked" },
    ],
  }));

describe("the diagnosis within five minutes", () =>
  judgements({
    "90 seconds": [
      judgeDiagnosisTime(diagnosisOf(), FIVE_MINUTES),
      { outcome: "passed", says: "took 90 s, within 5 min" },
    ],
    "exactly five minutes": [
      judgeDiagnosisTime(diagnosisOf({ finishedAt: after(315) }), FIVE_MINUTES),
      { outcome: "passed", says: "took 5 min" },
    ],
    "a millisecond more": [
      judgeDiagnosisTime(diagnosisOf({ finishedAt: after(315.001) }), FIVE_MINUTES),
      { outcome: "failed", says: "the limit is 5 min" },
    ],
    "in time, with a question unanswered": [
      judgeDiagnosisTime(diagnosisOf({ unknown: ["Elasticsearch gave no answer."] }), FIVE_MINUTES),
      {
        outcome: "inconclusive",
        cause: "not-executed",
        says: "did not find out everything: Elasticsearch gave no answer.",
      },
    ],
    "without an end": [
      judgeDiagnosisTime(diagnosisOf({ finishedAt: "" }), FIVE_MINUTES),
      { outcome: "inconclusive", cause: "no-data", says: "How long the diagnosis took is not known" },
    ],
    "ended before it began": [
      judgeDiagnosisTime(diagnosisOf({ finishedAt: after(0) }), FIVE_MINUTES),
      { outcome: "inconclusive", cause: "no-data", says: "How long the diagnosis took is not known" },
    ],
  }));
