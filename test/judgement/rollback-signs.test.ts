import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeNoRollback } from "../../support/judgement/rollback-signs";
import type { CounterSeries, RollbackSigns } from "../../support/model/readings/canary-metrics";
import { judgements } from "./expectation";
import { covered, rollbackSigns, sampled, series, slicesFor, START } from "./memory-readings";

const judge = (given: Partial<RollbackSigns> = {}) => judgeNoRollback(rollbackSigns(given));
const counter = (...all: readonly CounterSeries[]) => ({ rollbacks: { query: "phase4_rollbacks_total", series: all } });
const weights = (...all: readonly ((seconds: number) => number)[]) => ({
  canaryWeights: all.map((weight, index) => ({ server: `canary-${index + 1}`, samples: sampled(0, 2, 60, weight) })),
});
const coverage = covered(slicesFor(2));
const beyond = (seconds: number) => sampled(0, 2, 60, () => 5).filter(({ at }) => at - START <= seconds);

describe("signs of a rollback", () =>
  judgements({
    "counter 0, weight 5": [judge(), { outcome: "passed", says: "Not rolled back: counter 0, least weight 5." }],
    "the weight moved, but never to 0": [
      judge(weights((s) => (s > 3600 ? 1 : 5))),
      { outcome: "passed", says: "least weight 1" },
    ],
    "the counter moved": [
      judge(counter(series([0, 0, 1, 0]))),
      {
        outcome: "failed",
        says: "The canary was rolled back once, by the service's own counter: 2025-10-22 15:00 to 15:30 UTC (1)",
      },
    ],
    "the counter was born moved": [
      judge(counter(series([null, null, 1, 0], { isBornInside: true }))),
      { outcome: "failed", says: "rolled back once" },
    ],
    "two of its series moved": [
      judge(counter(series([0, 1, 0, 0]), series([0, 0, 0, 2]))),
      { outcome: "failed", says: "rolled back 3 times" },
    ],
    "weight 0 for twenty minutes": [
      judge(weights((s) => (s >= 3600 && s < 4800 ? 0 : 5))),
      { outcome: "failed", says: "was 0 in 20 samples of 121, from 2025-10-22 15:00 UTC to 2025-10-22 15:19 UTC" },
    ],
    "weight 0 once": [
      judge(weights((s) => (s === 3600 ? 0 : 5))),
      { outcome: "failed", says: "was 0 in 1 sample of 121, at 2025-10-22 15:00 UTC" },
    ],
    "one of two servers was drained": [
      judge(
        weights(
          () => 5,
          (s) => (s > 3600 ? 0 : 5),
        ),
      ),
      { outcome: "passed", says: "least weight 5" },
    ],
    "both servers had weight 0 at once": [
      judge(
        weights(
          (s) => (s > 3600 ? 0 : 5),
          (s) => (s > 5400 ? 0 : 5),
        ),
      ),
      { outcome: "failed", says: "from 2025-10-22 15:31 UTC" },
    ],
    "the counter began anew": [
      judge(counter(series([0, 0, 0, 0], { resets: 1 }))),
      { outcome: "passed", says: "The counter began anew (1 reset); the count allows for it." },
    ],
  }));

describe("signs of a rollback that are not there", () =>
  judgements({
    "no counter": [
      judge(counter()),
      { outcome: "inconclusive", cause: "no-data", says: "There is no counter of rollbacks" },
    ],
    "a counter without samples": [
      judge(counter(series([null, null, null, null]))),
      { outcome: "inconclusive", cause: "no-data", says: "There is no counter of rollbacks" },
    ],
    "a counter that is no number": [
      judge(counter(series([0, Number.NaN, 0, 0]))),
      { outcome: "inconclusive", cause: "no-data", says: "The counter of rollbacks gives no counts" },
    ],
    "a counter that went away": [
      judge(counter(series([0, 0, 0, null]))),
      {
        outcome: "inconclusive",
        cause: "partial-coverage",
        says: "no samples in 1 slice of the window: 2025-10-22 15:30 to 16:00 UTC",
      },
    ],
    "no weights": [
      judge({ canaryWeights: [] }),
      { outcome: "inconclusive", cause: "no-data", says: "The canary's weights in the load balancer are not known." },
    ],
    "a server without samples of its weight": [
      judge({ canaryWeights: [{ server: "canary", samples: [] }] }),
      { outcome: "inconclusive", cause: "no-data", says: "are not known for canary" },
    ],
    "weights that are no numbers": [
      judge(weights(() => Number.NaN)),
      { outcome: "inconclusive", cause: "no-data", says: "are no weights" },
    ],
    "weights with a hole": [
      judge({
        canaryWeights: [
          {
            server: "canary",
            samples: sampled(0, 2, 60, () => 5).filter(({ at }) => at < START + 3600 || at > START + 4200),
          },
        ],
      }),
      { outcome: "inconclusive", cause: "partial-coverage", says: "was seen 110 times in the window" },
    ],
    "weights that end early": [
      judge({ canaryWeights: [{ server: "canary", samples: beyond(6600) }] }),
      { outcome: "inconclusive", cause: "stale", says: "newest weight is from 2025-10-22 15:50 UTC, 10 min before" },
    ],
    "the service was not scraped": [
      judge({ coverage: { canary: { ...coverage, instances: [] }, legacy: coverage } }),
      { outcome: "inconclusive", cause: "no-data", says: "No instance of canary was scraped" },
    ],
    "the service was not scraped, and the weight was 0": [
      judge({ coverage: { canary: { ...coverage, instances: [] }, legacy: coverage }, ...weights(() => 0) }),
      { outcome: "failed", says: "was 0 in 121 samples of 121" },
    ],
    "the newest scrape is old": [
      judge({
        coverage: {
          canary: {
            ...coverage,
            instances: coverage.instances.map((each) => ({ ...each, lastScrapeAt: START + 6600 })),
          },
          legacy: coverage,
        },
      }),
      { outcome: "inconclusive", cause: "stale", says: "10 min before the window's end" },
    ],
  }));

describe("the measurements of the signs", () => {
  it("are the counter and the least weight", () => {
    expect(
      judge().measurements.map(({ signal, value, limit, comparison }) => [signal, value, limit, comparison]),
    ).to.eql([
      ["rollbacks", 0, 0, "equal"],
      ["canary's least weight", 5, 0, "above"],
    ]);
  });

  it("have no value where nothing is known", () => {
    const { measurements } = judge({ ...counter(), canaryWeights: [] });
    expect(measurements.map(({ value }) => value)).to.eql([null, null]);
  });
});
