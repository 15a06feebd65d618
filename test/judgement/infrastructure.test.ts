import { describe } from "node:test";
import { judgePanelQueries, judgePanelsDrawn } from "../../support/judgement/dashboard";
import { judgeAlertPath, judgeRules, judgeSilences, judgeTargets } from "../../support/judgement/scrape-state";
import { judgeServerHealth } from "../../support/judgement/server-health";
import { judgeNothingElsewhere, judgeTrafficShare } from "../../support/judgement/traffic-share";
import { SHARE_SOURCES } from "../../support/model/share-limit";
import { judgements } from "./expectation";
import { backend, dashboard, panel, scrapeState, server, shares } from "./readings";

describe("the servers", () =>
  judgements({
    "all healthy": [
      judgeServerHealth([server(), server({ version: "1.9.4" })], "ok"),
      { outcome: "passed", says: "All 2 servers" },
    ],
    "none at all": [judgeServerHealth([], "ok"), { outcome: "failed", says: "inventory names no server" }],
    "one says 503": [
      judgeServerHealth([server(), server({ httpStatus: 503, status: "unhealthy" })], "ok"),
      { outcome: "failed", says: 'HTTP 503, status "unhealthy"' },
    ],
    "one says 200 but degraded": [
      judgeServerHealth([server({ status: "degraded" })], "ok"),
      { outcome: "failed", says: '"degraded"' },
    ],
    "one answers a page": [
      judgeServerHealth([server({ contentType: "text/html", status: null, version: null })], "ok"),
      { outcome: "failed", says: "not the health endpoint's JSON" },
    ],
    "one answers the right words as a page": [
      judgeServerHealth([server({ contentType: "text/html" })], "ok"),
      { outcome: "failed", says: "not the health endpoint's JSON" },
    ],
    "one runs another version": [
      judgeServerHealth([server({ version: "1.9.9" })], "ok"),
      { outcome: "failed", says: "version 1.9.9; expected is 2.0.0 or 1.9.4" },
    ],
    "one tells no version": [
      judgeServerHealth([server({ version: null })], "ok"),
      { outcome: "failed", says: "version unknown" },
    ],
    "one hangs": [
      judgeServerHealth(
        [{ ...server(), answer: { kind: "no-answer", cause: "timed-out", why: "no answer within 2 s" } }],
        "ok",
      ),
      { outcome: "failed", says: "app-1 gives no health answer" },
    ],
  }));

const LIMITS = SHARE_SOURCES.map((source) => ({
  source,
  tolerancePoints: source === "counters" || source === "answers" ? 1 : 0,
}));
const THIRD = [backend("canary", "canary", 5), backend("legacy", "legacy", 92), backend("old", "other", 3)];
const DOWN = [
  backend("canary", "canary", 5, { countedRequests: 2000 }),
  backend("legacy", "legacy", 95, { appliedWeight: 0, state: "DOWN", countedRequests: 0 }),
];

describe("the shares of the traffic", () =>
  judgements({
    "5 % by every source": [
      judgeTrafficShare(shares(), "canary", 5, LIMITS),
      { outcome: "passed", says: "canary gets 5 %" },
    ],
    "observed within a point": [
      judgeTrafficShare(shares({ sample: { answeredByCanary: 119, answeredByLegacy: 1881 } }), "canary", 5, LIMITS),
      { outcome: "passed", says: "5 %" },
    ],
    "observed more than a point off": [
      judgeTrafficShare(shares({ sample: { answeredByCanary: 121, answeredByLegacy: 1879 } }), "canary", 5, LIMITS),
      { outcome: "failed", says: "6.05 %" },
    ],
    "weights swapped": [
      judgeTrafficShare(
        shares({ backends: [backend("canary", "canary", 95), backend("legacy", "legacy", 5)] }),
        "canary",
        5,
        LIMITS,
      ),
      { outcome: "failed", says: "is configured with 95.00 %" },
    ],
    "drifted at run time": [
      judgeTrafficShare(
        shares({ backends: [backend("canary", "canary", 5, { appliedWeight: 20 }), backend("legacy", "legacy", 95)] }),
        "canary",
        5,
        LIMITS,
      ),
      { outcome: "failed", says: "has now 17.39 %" },
    ],
    "sticky sessions": [
      judgeTrafficShare(shares({ sample: { answeredByCanary: 0, answeredByLegacy: 2000 } }), "canary", 5, LIMITS),
      { outcome: "failed", says: "stickiness" },
    ],
    "no backend has a weight": [
      judgeTrafficShare(shares({ backends: [] }), "canary", 5, LIMITS),
      { outcome: "failed", says: "is configured with nothing" },
    ],
    "a third backend takes legacy's part": [
      judgeTrafficShare(shares({ backends: THIRD }), "legacy", 95, LIMITS),
      { outcome: "failed", says: "92.00 %" },
    ],
    "a third backend leaves the canary's part": [
      judgeTrafficShare(shares({ backends: THIRD }), "canary", 5, LIMITS),
      { outcome: "passed", says: "5 %" },
    ],
    "counters went backwards": [
      judgeTrafficShare(shares({ isCounterReset: true }), "canary", 5, LIMITS),
      { outcome: "inconclusive", cause: "partial-coverage", says: "went backwards" },
    ],
    "no request could be sent": [
      judgeTrafficShare(shares({ sample: { sent: 0, answeredByCanary: 0, answeredByLegacy: 0 } }), "canary", 5, LIMITS),
      { outcome: "inconclusive", cause: "zero-traffic", says: "Not one request" },
    ],
    "nothing elsewhere": [judgeNothingElsewhere(shares()), { outcome: "passed", says: "none was routed elsewhere" }],
    "a third backend": [
      judgeNothingElsewhere(shares({ backends: THIRD, sample: { answeredByOthers: 60 } })),
      { outcome: "failed", says: "old (weight 3" },
    ],
    "legacy down in the balancer": [
      judgeNothingElsewhere(shares({ backends: DOWN })),
      { outcome: "failed", says: "legacy (DOWN)" },
    ],
    "answers by nobody": [
      judgeNothingElsewhere(shares({ sample: { unanswered: 7, remarks: ["503 7 times"] } })),
      { outcome: "failed", says: "503 7 times" },
    ],
  }));

const [TARGET] = scrapeState().targets;
const [RULE] = scrapeState().rules;

describe("the monitoring", () =>
  judgements({
    "every target fresh": [judgeTargets(scrapeState(), 2), { outcome: "passed", says: "All 1 expected targets" }],
    "no target is expected": [
      judgeTargets(scrapeState({ expected: [] }), 2),
      { outcome: "inconclusive", cause: "not-executed", says: "names no expected targets" },
    ],
    "a target is missing": [
      judgeTargets(scrapeState({ targets: [] }), 2),
      { outcome: "failed", says: 'does not scrape job "phase4"' },
    ],
    "a target twice": [
      judgeTargets(scrapeState({ targets: TARGET ? [TARGET, TARGET] : [] }), 2),
      { outcome: "failed", says: "has 2 targets" },
    ],
    "a target down": [
      judgeTargets(
        scrapeState({ targets: TARGET ? [{ ...TARGET, health: "down", lastError: "connection refused" }] : [] }),
        2,
      ),
      { outcome: "failed", says: "connection refused" },
    ],
    "a stale target": [
      judgeTargets(scrapeState({ askedAt: "2025-10-21T10:01:00.000Z" }), 2),
      { outcome: "failed", says: "60 s ago" },
    ],
    "never scraped": [
      judgeTargets(scrapeState({ targets: TARGET ? [{ ...TARGET, lastScrape: null }] : [] }), 2),
      { outcome: "failed", says: "last scraped" },
    ],
    "every rule evaluated": [
      judgeRules(scrapeState(), 180_000),
      { outcome: "passed", says: "All 1 expected alert rules" },
    ],
    "no rule is expected": [
      judgeRules(scrapeState({ expectedRules: [] }), 180_000),
      { outcome: "inconclusive", cause: "not-executed", says: "names no expected alert rules" },
    ],
    "a rule is missing": [
      judgeRules(scrapeState({ rules: [] }), 180_000),
      { outcome: "failed", says: 'has no alert rule "CanaryErrors"' },
    ],
    "a rule is broken": [
      judgeRules(scrapeState({ rules: RULE ? [{ ...RULE, health: "err", lastError: "many-to-many" }] : [] }), 180_000),
      { outcome: "failed", says: "many-to-many" },
    ],
    "a rule was evaluated too long ago": [
      judgeRules(scrapeState({ askedAt: "2025-10-21T10:05:00.000Z" }), 180_000),
      { outcome: "failed", says: "last evaluated 300 s ago" },
    ],
    "a rule was never evaluated": [
      judgeRules(scrapeState({ rules: RULE ? [{ ...RULE, lastEvaluation: null }] : [] }), 180_000),
      { outcome: "failed", says: "is not evaluated" },
    ],
    "alerts reach the Alertmanager": [judgeAlertPath(scrapeState()), { outcome: "passed", says: "127.0.0.1:2" }],
    "no Alertmanager attached": [
      judgeAlertPath(scrapeState({ attachedAlertmanagers: [] })),
      { outcome: "failed", says: "It sends to none" },
    ],
    "no silence": [judgeSilences(scrapeState()), { outcome: "passed", says: "No silence" }],
    "a silence hides an alert": [
      judgeSilences(
        scrapeState({
          silences: [
            {
              id: "s1",
              createdBy: "ops",
              comment: "quiet",
              endsAt: "2025-10-22",
              matchers: 'alertname=~".*"',
              hides: ["CanaryErrors"],
            },
          ],
        }),
      ),
      { outcome: "failed", says: "CanaryErrors until 2025-10-22" },
    ],
  }));

describe("the dashboard", () =>
  judgements({
    "all panels give data": [judgePanelQueries(dashboard()), { outcome: "passed", says: "all 2 panels" }],
    "there is none": [
      judgePanelQueries(dashboard({ title: null, panels: [] })),
      { outcome: "failed", says: 'no dashboard with uid "canary"' },
    ],
    "it has no panel": [judgePanelQueries(dashboard({ panels: [] })), { outcome: "failed", says: "has no panel" }],
    "a query fails": [
      judgePanelQueries(dashboard({ panels: [panel({ queryErrors: ["parse error"] })] })),
      { outcome: "failed", says: "parse error" },
    ],
    "a panel is empty": [
      judgePanelQueries(dashboard({ panels: [panel({ seriesWithData: 0 })] })),
      { outcome: "failed", says: '"Error rate" has no data' },
    ],
    "the data source is down": [
      judgePanelQueries(
        dashboard({
          panels: [panel({ queryErrors: ["bad gateway"] })],
          dataSources: [{ uid: "prometheus", isHealthy: false, message: "refused" }],
        }),
      ),
      { outcome: "inconclusive", cause: "unreachable", says: "their data source prometheus" },
    ],
    "every panel is drawn": [judgePanelsDrawn(dashboard()), { outcome: "passed", says: "down to the last one" }],
    "no panel to draw": [judgePanelsDrawn(dashboard({ panels: [] })), { outcome: "failed", says: "has no panel" }],
    "the last one shows an error": [
      judgePanelsDrawn(dashboard({ panels: [panel(), panel({ title: "Alerts", drawn: "error" })] })),
      { outcome: "failed", says: '"Alerts"' },
    ],
    "the page asked nothing": [
      judgePanelsDrawn(dashboard({ queriesSeen: 0 })),
      { outcome: "failed", says: "sent not one query" },
    ],
    "one still loads": [
      judgePanelsDrawn(dashboard({ panels: [panel(), panel({ title: "Slow", drawn: "loading" })] })),
      { outcome: "inconclusive", cause: "timed-out", says: 'still loading when its time was over: "Slow"' },
    ],
    "one still loads, and another is wrong": [
      judgePanelsDrawn(
        dashboard({ panels: [panel({ drawn: "loading" }), panel({ title: "Alerts", drawn: "error" })] }),
      ),
      { outcome: "failed", says: "still loading" },
    ],
    "one never appeared": [
      judgePanelsDrawn(dashboard({ panels: [panel({ drawn: "not-drawn" })] })),
      { outcome: "failed", says: "never appeared" },
    ],
  }));
