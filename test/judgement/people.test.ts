import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeFeedbackCollected, judgeFeedbackPositive } from "../../support/judgement/feedback";
import { judgeNoOpenIssues } from "../../support/judgement/open-issues";
import { judgeReadiness } from "../../support/judgement/readiness";
import type { FeedbackSummary, OpenIssues, Readiness } from "../../support/model/readings/people";
import { judgements } from "./expectation";

function feedback(given: Partial<FeedbackSummary> = {}): FeedbackSummary {
  return {
    where: "Survey http://127.0.0.1:1 (test)",
    source: "Survey",
    query: "GET /answers?version=2.0.0",
    version: "2.0.0",
    window: { start: "2025-10-22T14:00:00.000Z", end: "2025-10-25T14:00:00.000Z" },
    answers: 50,
    positive: 45,
    neutral: 3,
    negative: 2,
    answersEver: 4000,
    ...given,
  };
}
const answered = (positive: number, neutral: number, negative: number) =>
  feedback({ answers: positive + neutral + negative, positive, neutral, negative });
const nothing = { answers: 0, positive: 0, neutral: 0, negative: 0 };

describe("feedback is collected", () =>
  judgements({
    "more answers than needed": [
      judgeFeedbackCollected(feedback(), 20),
      { outcome: "passed", says: "User feedback is collected: 50 answers on 2.0.0; needed are 20." },
    ],
    "exactly as many": [judgeFeedbackCollected(feedback(), 50), { outcome: "passed", says: "50 answers" }],
    "one fewer": [
      judgeFeedbackCollected(feedback(), 51),
      {
        outcome: "inconclusive",
        cause: "too-few-samples",
        says: /50 answers on 2\.0\.0 in the window; 51 are needed[^]*1 answer more/,
      },
    ],
    "none in the window, though the source has answers": [
      judgeFeedbackCollected(feedback(nothing), 20),
      { outcome: "inconclusive", cause: "too-few-samples", says: "0 answers on 2.0.0" },
    ],
    "none, where none is asked for": [
      judgeFeedbackCollected(feedback(nothing), 0),
      { outcome: "inconclusive", cause: "too-few-samples", says: "1 are needed" },
    ],
    "none, and none ever": [
      judgeFeedbackCollected(feedback({ ...nothing, answersEver: 0 }), 20),
      { outcome: "inconclusive", cause: "no-data", says: "has no answers, neither in the window nor ever" },
    ],
    "no number of answers": [
      judgeFeedbackCollected(feedback({ answers: Number.NaN }), 20),
      { outcome: "inconclusive", cause: "no-data", says: "gives no count of its answers" },
    ],
    "more answers than ever": [
      judgeFeedbackCollected(feedback({ answersEver: 49 }), 20),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "50 answers in the window but 49 of all time" },
    ],
  }));

const LIMIT = { minimumPercent: 80, minimumAnswers: 20 };
const positive = (given: FeedbackSummary) => judgeFeedbackPositive(given, LIMIT);

describe("feedback is positive", () =>
  judgements({
    "nine of ten": [
      positive(feedback()),
      { outcome: "passed", says: "User feedback is positive: 90.00 % of 50 answers (limit: above 80 %)." },
    ],
    "exactly at the limit": [
      positive(answered(40, 5, 5)),
      {
        outcome: "failed",
        says: "80.00 % of 50 answers on 2.0.0 are positive (40 positive, 5 neutral, 5 negative); expected is above 80 %.",
      },
    ],
    "neutral answers count": [positive(answered(45, 20, 0)), { outcome: "failed", says: "69.23 %" }],
    "negative ones prevail": [positive(answered(5, 0, 45)), { outcome: "failed", says: "10.00 %" }],
    "good, but few": [
      positive(answered(19, 0, 0)),
      { outcome: "inconclusive", cause: "too-few-samples", says: "20 are needed" },
    ],
    "bad, but few": [
      positive(answered(0, 0, 19)),
      { outcome: "inconclusive", cause: "too-few-samples", says: "20 are needed" },
    ],
    "no answers": [
      positive(feedback(nothing)),
      { outcome: "inconclusive", cause: "too-few-samples", says: "0 answers" },
    ],
    "no answers ever": [
      positive(feedback({ ...nothing, answersEver: 0 })),
      { outcome: "inconclusive", cause: "no-data", says: "neither in the window nor ever" },
    ],
    "answers that do not add up": [
      positive(feedback({ answers: 60 })),
      {
        outcome: "inconclusive",
        cause: "disagreeing-sources",
        says: "45 positive, 3 neutral and 2 negative ones make 50",
      },
    ],
    "ratings that are no numbers": [
      positive(feedback({ positive: Number.NaN })),
      { outcome: "inconclusive", cause: "no-data", says: "does not say how many of its answers are positive" },
    ],
    "a limit that nothing exceeds": [
      judgeFeedbackPositive(feedback(), { ...LIMIT, minimumPercent: 100 }),
      { outcome: "failed", says: "expected is above 100 %" },
    ],
  }));

describe("the measurements of feedback", () => {
  it("are the share and the number of answers", () => {
    const { measurements } = positive(feedback());
    expect(measurements.map(({ signal, value, limit, comparison }) => [signal, value, limit, comparison])).to.eql([
      ["share of positive answers", 90, 80, "above"],
      ["answers of users", 50, 20, "at-least"],
    ]);
  });

  it("have no share where it is not known", () => {
    expect(positive(feedback({ answers: 60 })).measurements[0]?.value).to.equal(null);
  });
});

const issue = (key: string) => ({ key, title: "Weights drift", url: `https://tracker.example/${key}` });
function issues(given: Partial<OpenIssues> = {}): OpenIssues {
  return {
    where: "GitHub http://127.0.0.1:1 (test)",
    source: "GitHub",
    query: "GET /repos/team/phase4/issues?state=open&labels=phase4-canary",
    label: "phase4-canary",
    control: { holds: true, says: "the label exists" },
    open: [],
    openCount: 0,
    ...given,
  };
}

describe("open issues", () =>
  judgements({
    none: [
      judgeNoOpenIssues(issues()),
      { outcome: "passed", says: 'GitHub has no open issue with the label "phase4-canary" (the label exists).' },
    ],
    one: [
      judgeNoOpenIssues(issues({ open: [issue("#7")], openCount: 1 })),
      {
        outcome: "failed",
        says: 'GitHub has 1 open issue with the label "phase4-canary"; expected is none. #7 "Weights drift" (https://tracker.example/#7).',
      },
    ],
    "more than the tracker names": [
      judgeNoOpenIssues(issues({ open: [issue("#7")], openCount: 31 })),
      { outcome: "failed", says: /31 open issues[^]*Of them 1 are named/ },
    ],
    "a count without names": [
      judgeNoOpenIssues(issues({ openCount: 2 })),
      { outcome: "failed", says: "2 open issues" },
    ],
    "names that the count forgets": [
      judgeNoOpenIssues(issues({ open: [issue("#7")], openCount: 0 })),
      { outcome: "failed", says: "1 open issue" },
    ],
    "none, for a label that does not exist": [
      judgeNoOpenIssues(issues({ control: { holds: false, says: "the label does not exist" } })),
      {
        outcome: "inconclusive",
        cause: "no-data",
        says: /means nothing: the label does not exist\.[^]*The label is misspelt/,
      },
    ],
    "one, though the control does not hold": [
      judgeNoOpenIssues(
        issues({ open: [issue("#7")], openCount: 1, control: { holds: false, says: "no issue was found" } }),
      ),
      { outcome: "failed", says: "#7" },
    ],
    "no number of issues": [
      judgeNoOpenIssues(issues({ openCount: Number.NaN })),
      { outcome: "inconclusive", cause: "no-data", says: "does not say how many issues are open" },
    ],
  }));

function readiness(given: Partial<Readiness> = {}): Readiness {
  return {
    where: "Readiness http://127.0.0.1:1 (test)",
    source: "experiment service",
    query: "GET /api/v2/ab-test/readiness",
    isReady: true,
    version: "2.0.0",
    unmet: [],
    ...given,
  };
}

describe("the A/B test's readiness", () =>
  judgements({
    ready: [
      judgeReadiness(readiness(), "2.0.0"),
      { outcome: "passed", says: "The A/B test of 2.0.0 is prepared, by experiment service." },
    ],
    "not ready": [
      judgeReadiness(readiness({ isReady: false, unmet: ["no hypothesis", "no sample size"] }), "2.0.0"),
      {
        outcome: "failed",
        says: "The A/B test of 2.0.0 is not prepared, by experiment service: no hypothesis, no sample size.",
      },
    ],
    "not ready, without a reason or a version": [
      judgeReadiness(readiness({ isReady: false, version: null }), "2.0.0"),
      { outcome: "failed", says: "It names no condition." },
    ],
    "an answer that does not say": [
      judgeReadiness(readiness({ isReady: null }), "2.0.0"),
      { outcome: "inconclusive", cause: "no-data", says: "does not say whether the A/B test of 2.0.0 is prepared" },
    ],
    "ready, but not said of which version": [
      judgeReadiness(readiness({ version: null }), "2.0.0"),
      { outcome: "inconclusive", cause: "no-data", says: "does not say which version it speaks of" },
    ],
    "ready, for another version": [
      judgeReadiness(readiness({ version: "1.9.4" }), "2.0.0"),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "speaks of version 1.9.4; expected is 2.0.0" },
    ],
    "not ready, for another version": [
      judgeReadiness(readiness({ isReady: false, version: "1.9.4" }), "2.0.0"),
      { outcome: "inconclusive", cause: "disagreeing-sources", says: "version 1.9.4" },
    ],
    "ready, with conditions that are not met": [
      judgeReadiness(readiness({ unmet: ["no hypothesis"] }), "2.0.0"),
      {
        outcome: "inconclusive",
        cause: "disagreeing-sources",
        says: "says ready, but names conditions that are not met: no hypothesis",
      },
    ],
  }));
