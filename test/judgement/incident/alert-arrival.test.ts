import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeAlertArrival } from "../../../support/judgement/incident/alert-arrival";
import { judgements } from "../expectation";
import { after, alertArrival } from "./incident-readings";

const LIMIT = 60_000;
const NO_RULE = { state: "unknown", activeAt: null } as const;
const POSTED = alertArrival().message;

function missing(given: Parameters<typeof alertArrival>[0] = {}) {
  return judgeAlertArrival(alertArrival({ message: null, ...given }), LIMIT);
}

describe("an alert that stands in the channel", () =>
  judgements({
    "14 s after the first bad answer": [
      judgeAlertArrival(alertArrival(), LIMIT),
      {
        outcome: "passed",
        says: "The alert Phase4CanaryErrorRateHigh stands in #phase4-critical, 14 s after the first bad answer: https://slack.example/p7",
      },
    ],
    "exactly at the limit": [judgeAlertArrival(alertArrival(), 14_000), { outcome: "passed", says: "14 s after" }],
    "too late, with what each station took": [
      judgeAlertArrival(alertArrival(), 13_999),
      {
        outcome: "failed",
        says: "The stations took: until the rule was pending 4 s, until it fired 5 s, until the message 5 s.",
      },
    ],
    "the first bad answer is not known: from the rule": [
      judgeAlertArrival(alertArrival({ firstBadAt: null }), LIMIT),
      { outcome: "passed", says: "10 s after the rule, the first bad answer's time being unknown" },
    ],
    "the first bad answer is not known, and late from the rule already": [
      judgeAlertArrival(alertArrival({ firstBadAt: null }), 9000),
      { outcome: "failed", says: "10 s after the rule" },
    ],
    "only Alertmanager tells a time": [
      judgeAlertArrival(alertArrival({ firstBadAt: null, rule: NO_RULE }), LIMIT),
      { outcome: "passed", says: "5 s after the firing rule" },
    ],
    "nothing tells a time": [
      judgeAlertArrival(alertArrival({ firstBadAt: null, rule: NO_RULE, notified: null }), LIMIT),
      { outcome: "inconclusive", cause: "no-data", says: "how long it took is not known" },
    ],
    "a time that is none": [
      judgeAlertArrival(alertArrival({ message: { postedAt: "", permalink: "x", text: "" } }), LIMIT),
      { outcome: "inconclusive", cause: "no-data", says: "how long it took is not known" },
    ],
    "older than the first bad answer": [
      judgeAlertArrival(alertArrival({ firstBadAt: after(40) }), LIMIT),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "26 s before what it should tell of" },
    ],
    "older by what clocks differ": [
      judgeAlertArrival(alertArrival({ firstBadAt: after(16) }), LIMIT),
      { outcome: "passed", says: "0 s after the first bad answer" },
    ],
  }));

describe("an alert that does not stand in the channel", () =>
  judgements({
    "the rule is inactive": [
      missing({ rule: { state: "inactive", activeAt: null }, notified: null }),
      { outcome: "failed", says: "It got stuck at the rule: Phase4CanaryErrorRateHigh is inactive" },
    ],
    "the rule is pending": [
      missing({ rule: { state: "pending", activeAt: after(4) }, notified: null }),
      { outcome: "failed", says: "is still pending" },
    ],
    "firing, but not in Alertmanager": [
      missing({ notified: null }),
      { outcome: "failed", says: "between Prometheus and Alertmanager" },
    ],
    silenced: [
      missing({ notified: { startsAt: after(9), isSilenced: true } }),
      { outcome: "failed", says: "a silence or an inhibition hides" },
    ],
    "silenced, and looked for a moment only": [
      missing({ notified: { startsAt: after(9), isSilenced: true }, lookedUntil: after(10) }),
      { outcome: "failed", says: "Expire the silence" },
    ],
    "in Alertmanager, but not in the channel": [
      missing(),
      { outcome: "failed", says: "between Alertmanager and #phase4-critical" },
    ],
    "in Alertmanager, whatever the rule says meanwhile": [
      missing({ rule: { state: "inactive", activeAt: null } }),
      { outcome: "failed", says: "between Alertmanager and #phase4-critical" },
    ],
    "the rule's state is unknown": [
      missing({ rule: NO_RULE, notified: null }),
      { outcome: "failed", says: "It got stuck at an unknown place" },
    ],
    "the limit is not over yet": [
      missing({ lookedUntil: after(59) }),
      { outcome: "inconclusive", cause: "timed-out", says: "looked for only 59 s of the 60 s that it may take" },
    ],
    "looked for exactly as long as it may take": [
      missing({ lookedUntil: after(60) }),
      { outcome: "failed", says: "No message of the alert Phase4CanaryErrorRateHigh stands in #phase4-critical" },
    ],
    "it is not known until when it was looked for": [
      missing({ lookedUntil: "" }),
      { outcome: "inconclusive", cause: "no-data", says: "until when it was looked for, is not known" },
    ],
    "no bad answer is known, and the rule is inactive": [
      missing({ firstBadAt: null, rule: { state: "inactive", activeAt: null }, notified: null }),
      { outcome: "inconclusive", cause: "no-data", says: "it is not known that there was anything to tell" },
    ],
    "no bad answer is known, and the rule is pending": [
      missing({ firstBadAt: null, rule: { state: "pending", activeAt: after(4) }, notified: null }),
      { outcome: "inconclusive", cause: "no-data", says: "the rule's state is pending" },
    ],
    "no bad answer is known, but the rule fires": [
      missing({ firstBadAt: null, notified: null }),
      { outcome: "failed", says: "between Prometheus and Alertmanager" },
    ],
    "fires since nobody knows when": [
      missing({ firstBadAt: null, notified: null, rule: { state: "firing", activeAt: null } }),
      { outcome: "inconclusive", cause: "no-data", says: "since when it is due" },
    ],
  }));

describe("the delays of an alert", () => {
  const values = (given: Parameters<typeof alertArrival>[0]) =>
    judgeAlertArrival(alertArrival(given), LIMIT).measurements.map(({ signal, value }) => [signal, value]);

  it("are measured from station to station", () => {
    expect(values({})).to.deep.equal([
      ["delay from the first bad answer to the message", 14_000],
      ["delay from the rule to the message", 10_000],
      ["delay from the first bad answer to the pending rule", 4000],
      ["delay from the pending rule to the firing one", 5000],
      ["delay from the firing rule to the message", 5000],
    ]);
  });

  it("have no value where an end is not known", () => {
    const nothing = { firstBadAt: null, rule: NO_RULE, notified: null };
    expect(values({ ...nothing, message: POSTED }).map(([, value]) => value)).to.deep.equal(Array(5).fill(null));
    expect(values({ message: null }).map(([, value]) => value)).to.deep.equal([null, null, 4000, 5000, null]);
  });

  it("of the whole are held against the limit", () => {
    const [whole] = judgeAlertArrival(alertArrival(), LIMIT).measurements;
    expect(whole).to.deep.include({ limit: LIMIT, comparison: "at-most", unit: "ms" });
  });
});
