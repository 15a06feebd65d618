import { describe } from "node:test";
import { judgeCanaryShare } from "../../support/judgement/canary-share";
import type { CounterReading, TrafficCounts } from "../../support/model/readings/canary-metrics";
import { judgements } from "./expectation";
import { balanced, covered, requests, series, slicesFor, traffic } from "./memory-readings";

const judge = (counts: TrafficCounts) => judgeCanaryShare(counts, 5, 1);

const canary = (...all: CounterReading["series"]) => ({ query: 'http_requests_total{track="canary"}', series: all });
const legacy = (...all: CounterReading["series"]) => ({ query: 'http_requests_total{track="legacy"}', series: all });

const slices = slicesFor(2);
const twoHours = {
  slices,
  coverage: { canary: covered(slices), legacy: covered(slices, ["legacy-1"]) },
};
const four = (increases: readonly (number | null)[], isBornInside = false) => series(increases, { isBornInside });

/** The canary was not scraped in the last half hour, so its counter stood still there while legacy's went on. */
const bent = {
  slices,
  coverage: {
    canary: {
      ...covered(slices),
      instances: covered(slices).instances.map((each) => ({
        ...each,
        scrapes: [...each.scrapes.slice(0, -1), 0],
        answered: [...each.answered.slice(0, -1), 0],
        lastScrapeAt: null,
      })),
    },
    legacy: covered(slices, ["legacy-1"]),
  },
  service: { canary: canary(four([400, 400, 400, null])), legacy: legacy(four([12000, 12000, 12000, 12000])) },
};

describe("a share that is not known", () =>
  judgements({
    "a part of the canary's time is missing: its counted share is bent, which proves nothing": [
      judge(traffic(bent)),
      { outcome: "inconclusive", cause: "stale", says: "canary" },
    ],
    "the configuration could not be read": [
      judge(traffic({ configuredCanaryPercent: null })),
      { outcome: "inconclusive", cause: "unreachable", says: "is configured to give the canary could not be read" },
    ],
    "the configuration is no number": [
      judge(traffic({ configuredCanaryPercent: Number.NaN })),
      { outcome: "inconclusive", cause: "unreachable", says: "names no share between 0 and 100 %" },
    ],
    "the balancer names no server": [
      judge(traffic({ servers: [] })),
      { outcome: "inconclusive", cause: "no-data", says: "The weights that the load balancer applies are not known." },
    ],
    "the balancer knows legacy only": [
      judge(traffic({ servers: [balanced("legacy", "legacy", 9500, 95)] })),
      { outcome: "inconclusive", cause: "no-data", says: "no series of canary and legacy both" },
    ],
    "no weights": [
      judge(traffic({ servers: [balanced("canary", "canary", 500, null), balanced("legacy", "legacy", 9500, 95)] })),
      { outcome: "inconclusive", cause: "no-data", says: "applies are not known for canary." },
    ],
    "weights that are no numbers": [
      judge(
        traffic({ servers: [balanced("canary", "canary", 500, Number.NaN), balanced("legacy", "legacy", 9500, 95)] }),
      ),
      { outcome: "inconclusive", cause: "no-data", says: "applies are not known for canary." },
    ],
    "no counter of a server": [
      judge(traffic({ servers: [balanced("canary", "canary", null, 5), balanced("legacy", "legacy", 9500, 95)] })),
      {
        outcome: "inconclusive",
        cause: "no-data",
        says: "observed by the load balancer are not known for every server",
      },
    ],
    "a counter of a server that is no number": [
      judge(
        traffic({ servers: [balanced("canary", "canary", Number.NaN, 5), balanced("legacy", "legacy", 9500, 95)] }),
      ),
      { outcome: "inconclusive", cause: "no-data", says: "observed by the load balancer are not known" },
    ],
    "no counters of the service": [
      judge(traffic({ service: { canary: canary(), legacy: legacy() } })),
      { outcome: "inconclusive", cause: "no-data", says: "observed by the service are not known for every track" },
    ],
    "counters of the service without samples": [
      judge(traffic({ service: { canary: canary(series([null])), legacy: legacy(series([9500])) } })),
      { outcome: "inconclusive", cause: "no-data", says: "observed by the service are not known" },
    ],
    "counters of the service that are no numbers": [
      judge(traffic({ service: { canary: canary(series([Number.NaN])), legacy: legacy(series([9500])) } })),
      { outcome: "inconclusive", cause: "no-data", says: "its values are no counts" },
    ],
    "no traffic at all": [
      judge(traffic(requests(0, 0))),
      { outcome: "inconclusive", cause: "zero-traffic", says: "There was no traffic at all in the window" },
    ],
    "two series for one server": [
      judge(
        traffic({
          servers: [balanced("canary", "canary", 500, 5, { seriesCount: 2 }), balanced("legacy", "legacy", 9500, 95)],
        }),
      ),
      {
        outcome: "inconclusive",
        cause: "disagreeing-sources",
        says: "claims to be one server of the load balancer: canary (2 series)",
      },
    ],
    "legacy was not scraped": [
      judge(
        traffic({
          coverage: { canary: covered(slicesFor(0.5)), legacy: { ...covered(slicesFor(0.5)), instances: [] } },
        }),
      ),
      { outcome: "inconclusive", cause: "no-data", says: "No instance of legacy was scraped" },
    ],
    "the canary's counter went away in the middle": [
      judge(
        traffic({
          ...twoHours,
          service: { canary: canary(four([200, null, 150, 150])), legacy: legacy(four([2375, 2375, 2375, 2375])) },
        }),
      ),
      {
        outcome: "inconclusive",
        cause: "partial-coverage",
        says: "The requests of canary have no samples in 1 slice of the window: 2025-10-22 14:30 to 15:00 UTC.",
      },
    ],
    "the canary's counter is older than the window, and came late": [
      judge(
        traffic({
          ...twoHours,
          service: { canary: canary(four([null, 200, 150, 150])), legacy: legacy(four([2375, 2375, 2375, 2375])) },
        }),
      ),
      { outcome: "inconclusive", cause: "partial-coverage", says: "2025-10-22 14:00 to 14:30 UTC" },
    ],
    "the canary's counter was born in the window": [
      judge(
        traffic({
          ...twoHours,
          service: {
            canary: canary(four([null, 200, 150, 150], true)),
            legacy: legacy(four([2375, 2375, 2375, 2375])),
          },
        }),
      ),
      { outcome: "passed", says: "observed by the service 5.00 %" },
    ],
    "a proven failure stands beside an unknown source": [
      judge(traffic({ ...requests(1200, 8800), configuredCanaryPercent: null })),
      { outcome: "failed", says: "12.00 %" },
    ],
  }));
