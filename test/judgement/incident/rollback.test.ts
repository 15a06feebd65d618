import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeRollback } from "../../../support/judgement/incident/rollback";
import type { ErrorCounts } from "../../../support/model/readings/canary-metrics";
import { judgements } from "../expectation";
import { coverage, errorCounts, EXACT, NO_SERIES, PLAIN } from "../window-readings";
import { after, rollbackOf } from "./incident-readings";

const NOT_DONE = { isDone: false } as const;
const NO_ANSWER = { isDone: false, detail: "no answer within 5 s" } as const;
const READ = { step: "read-state", at: after(116), isDone: true, detail: "canary 0, legacy 100" } as const;
const STILL_5 = { isDone: false, detail: "canary 5, legacy 95" } as const;
const NOTHING_HAPPENED = {
  "configured-zero": STILL_5,
  "applied-zero": STILL_5,
  "last-canary-answer": NOT_DONE,
} as const;

function legacyAfter(errors: number | null, requests: number | null, given: Partial<ErrorCounts> = {}): ErrorCounts {
  return errorCounts([errors], [requests], { track: "legacy", ...given });
}

function judge(outcome = rollbackOf(), counts: ErrorCounts | null = legacyAfter(0, 900), rule = EXACT) {
  return judgeRollback(outcome, { counts, abovePercent: 1, rule });
}

describe("a rollback", () =>
  judgements({
    "asked once, accepted, and the canary is out of the traffic": [
      judge(),
      {
        outcome: "passed",
        says: "Rolled back, asked once: accepted after 0.4 s, load balancer configured with 0 after 0.5 s, load balancer applies 0 after 0.6 s, last answer of the canary after 0.9 s, errors under the limit after 8 s, announced after 9 s. Errors are under 1 % again (0 errors in 900 requests): at most 0.33 % with 95 % confidence.",
      },
    ],
    "the canary's last answer came before it was asked for": [
      judge(rollbackOf({}, { "last-canary-answer": { at: after(100) } })),
      { outcome: "passed", says: "last answer of the canary after 0 s" },
    ],
    "no answer to it, and the state shows that it took effect": [
      judge(rollbackOf({}, { accepted: NO_ANSWER })),
      {
        outcome: "passed",
        says: "It was not confirmed (no answer within 5 s); the load balancer's state shows that it took effect.",
      },
    ],
    "nobody tells whether it was accepted, and the state shows that it took effect": [
      judge(rollbackOf({ steps: [...rollbackOf({}, { accepted: "left out" }).steps, READ] })),
      { outcome: "passed", says: "It was not confirmed (no answer)" },
    ],
    "not permitted": [
      judge(rollbackOf({ refusal: "roll-back is not among permits", steps: [] })),
      {
        outcome: "inconclusive",
        cause: "not-permitted",
        says: "The rollback was not carried out: roll-back is not among permits. It would send, once: curl -X POST http://127.0.0.1:8000/api/v2/canary/rollback",
      },
    ],
    "never asked for": [
      judge(rollbackOf({ steps: [] })),
      { outcome: "inconclusive", cause: "not-executed", says: "The rollback was never asked for" },
    ],
    "the request could not be sent": [
      judge(rollbackOf({}, { asked: NOT_DONE })),
      { outcome: "inconclusive", cause: "not-executed", says: "The rollback was never asked for" },
    ],
    "accepted, but nothing happened": [
      judge(rollbackOf({}, NOTHING_HAPPENED)),
      {
        outcome: "failed",
        says: "THE CANARY STILL TAKES TRAFFIC. The rollback was accepted, but it did not take effect: the load balancer is not configured with 0 for the canary (canary 5, legacy 95), the load balancer does not apply 0 to the canary (canary 5, legacy 95), the canary still answers requests (none since).",
      },
    ],
    "taken up from an earlier command, and nothing happened": [
      judge(rollbackOf({}, { ...NOTHING_HAPPENED, accepted: "left out" })),
      {
        outcome: "failed",
        says: "THE CANARY STILL TAKES TRAFFIC. The rollback that an earlier command was about to ask for did not take effect",
      },
    ],
    "carried out with a damaged journal": [
      judge(rollbackOf({ damage: "THE JOURNAL IS DAMAGED in 1 place." })),
      { outcome: "inconclusive", cause: "no-data", says: "THE JOURNAL IS DAMAGED in 1 place." },
    ],
    "accepted, but nothing happened: the command by hand": [
      judge(rollbackOf({}, NOTHING_HAPPENED)),
      { outcome: "failed", says: "Take the canary out by hand now: curl -X POST" },
    ],
    "configured, but not applied": [
      judge(rollbackOf({}, { "applied-zero": STILL_5 })),
      { outcome: "failed", says: "did not take effect: the load balancer does not apply 0 to the canary" },
    ],
    "the balancer is at 0, and the canary answers all the same": [
      judge(rollbackOf({}, { "last-canary-answer": { isDone: false, detail: "3 answers since" } })),
      { outcome: "failed", says: "the canary still answers requests (3 answers since)" },
    ],
    "no answer to it, and the state is as before": [
      judge(rollbackOf({}, { accepted: NO_ANSWER, ...NOTHING_HAPPENED })),
      { outcome: "failed", says: "asked for and not accepted" },
    ],
    "no answer to it, and nobody knows the state": [
      judge(
        rollbackOf(
          {},
          {
            accepted: NO_ANSWER,
            "configured-zero": "left out",
            "applied-zero": "left out",
            "last-canary-answer": "left out",
          },
        ),
      ),
      { outcome: "inconclusive", cause: "no-data", says: "Whether the rollback took is not known" },
    ],
    "accepted, and nobody looked at what the balancer applies": [
      judge(rollbackOf({}, { "applied-zero": "left out" })),
      { outcome: "inconclusive", cause: "no-data", says: "Not found out: load balancer applies 0." },
    ],
    "asked for twice": [
      judge(
        rollbackOf({ steps: [...rollbackOf().steps, { step: "asked", at: after(112), isDone: true, detail: "" }] }),
      ),
      { outcome: "failed", says: "asked for 2 times; expected is once" },
    ],
    "without a key": [
      judge(rollbackOf({ idempotencyKey: " " })),
      { outcome: "failed", says: "without an idempotency key" },
    ],
    "not announced": [
      judge(rollbackOf({}, { announced: { isDone: false, detail: "not_in_channel" } })),
      { outcome: "failed", says: "The rollback was not announced (not_in_channel)." },
    ],
    "nobody knows whether it was announced": [
      judge(rollbackOf({}, { announced: "left out" })),
      { outcome: "inconclusive", cause: "no-data", says: "Not found out: announced." },
    ],
    "a step without a time": [
      judge(rollbackOf({}, { "applied-zero": { at: "" } })),
      { outcome: "inconclusive", cause: "no-data", says: "is not known: load balancer applies 0." },
    ],
  }));

describe("the errors after a rollback", () =>
  judgements({
    "none among few requests: said to be that": [
      judge(rollbackOf(), legacyAfter(0, 50)),
      {
        outcome: "passed",
        says: "None of the last 50 requests failed; so few do not prove that errors are under 1 %.",
      },
    ],
    "none among too few to have seen any": [
      judge(rollbackOf(), legacyAfter(0, 19)),
      { outcome: "inconclusive", cause: "too-few-samples", says: "0 errors in 19 requests" },
    ],
    "one among few": [
      judge(rollbackOf(), legacyAfter(1, 50)),
      { outcome: "inconclusive", cause: "too-few-samples", says: "1 error in 50 requests" },
    ],
    "some, and proven to be under the limit": [
      judge(rollbackOf(), legacyAfter(4, 2000)),
      { outcome: "passed", says: "Errors are under 1 % again (4 errors in 2,000 requests)" },
    ],
    "as before": [
      judge(rollbackOf(), legacyAfter(300, 1000)),
      { outcome: "failed", says: "After the rollback errors are still above 1 %: 300 errors in 1,000 requests." },
    ],
    "plainly under the limit": [
      judge(rollbackOf(), legacyAfter(4, 1000), PLAIN),
      { outcome: "passed", says: "by the plain comparison" },
    ],
    "no request at all": [
      judge(rollbackOf(), legacyAfter(0, 0)),
      { outcome: "inconclusive", cause: "zero-traffic", says: "no request at all" },
    ],
    "no samples": [
      judge(rollbackOf(), legacyAfter(null, null)),
      { outcome: "inconclusive", cause: "no-data", says: "no samples" },
    ],
    "the metric is gone": [
      judge(rollbackOf(), legacyAfter(0, 0, { requests: NO_SERIES, errors: NO_SERIES, isFamilyKnown: false })),
      { outcome: "inconclusive", cause: "no-data", says: "probably renamed" },
    ],
    "metrics with a hole": [
      judge(rollbackOf(), legacyAfter(0, 900, { coverage: { ...coverage(), instances: [] } })),
      { outcome: "inconclusive", cause: "no-data", says: "No instance of legacy was scraped" },
    ],
    "not read": [
      judge(rollbackOf(), null),
      { outcome: "inconclusive", cause: "no-data", says: "under 1 % again after the rollback is not known" },
    ],
    "not read, and the canary still takes traffic": [
      judge(rollbackOf({}, NOTHING_HAPPENED), null),
      { outcome: "failed", says: "THE CANARY STILL TAKES TRAFFIC" },
    ],
  }));

describe("the times of a rollback", () => {
  const times = (outcome: ReturnType<typeof rollbackOf>) =>
    judge(outcome)
      .measurements.filter(({ unit }) => unit === "ms")
      .map(({ value }) => value);

  it("are measured for each step, from when it was asked for", () => {
    expect(times(rollbackOf())).to.deep.equal([400, 500, 600, 900, 8000, 9000]);
  });

  it("have no value for what was not done, left out, or has no time", () => {
    const steps = { accepted: NO_ANSWER, "applied-zero": { at: "soon" }, announced: "left out" } as const;
    expect(times(rollbackOf({}, steps))).to.deep.equal([null, 500, null, 900, 8000, null]);
    expect(times(rollbackOf({}, { asked: "left out" }))).to.deep.equal(Array(6).fill(null));
  });
});
