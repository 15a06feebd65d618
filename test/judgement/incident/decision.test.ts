import { describe, it } from "node:test";
import { expect } from "chai";
import type { Blame } from "../../../support/judgement/incident/blame";
import { judgeDecision } from "../../../support/judgement/incident/decision";
import { DECISION_TABLE, rowFor, type DecisionFacts } from "../../../support/judgement/incident/decision-table";
import { judgeIncident } from "../../../support/judgement/incident/high-error-rate";
import { factsOf, recommend, type IncidentFacts } from "../../../support/judgement/incident/recommend";
import type { SignOffReading } from "../../../support/model/readings/sign-offs";
import { judgements } from "../expectation";
import { errorCounts, EXACT } from "../window-readings";
import { answered, FAILING, HEALTHY, incidentOf, NOBODY, REDIS_DOWN } from "./incident-facts";
import { changes, dependency, diagnosisOf, errorLogs } from "./incident-readings";
import { answer, answersOf } from "./people-answers";

/** An incident of the canary alone, at several endpoints, with all else in order. */
const FACTS: DecisionFacts = {
  isIncident: "yes",
  blame: "canary",
  pattern: "several",
  dependency: "healthy",
  hasDominantMessage: false,
  isAllKnown: true,
};
const DOWN = { dependency: "down" } as const;

/** What is different, the row that decides, what it recommends, and what holds until a human has answered. */
const ROWS: readonly (readonly [Partial<DecisionFacts>, string, "A" | "B" | "none", "A" | "B" | "none"])[] = [
  [{ isIncident: "no" }, "no incident", "none", "none"],
  [{ isIncident: "no", blame: "shared", ...DOWN, isAllKnown: false }, "no incident", "none", "none"],
  [{ isIncident: "unknown" }, "incident not proven", "B", "none"],
  [{ isIncident: "unknown", pattern: "one" }, "incident not proven", "B", "none"],
  [{ blame: "shared", ...DOWN }, "dependency down for both", "none", "none"],
  [{ blame: "shared" }, "legacy too", "none", "none"],
  [{ blame: "shared", pattern: "one", isAllKnown: false }, "legacy too", "none", "none"],
  [{ blame: "canary-worse", ...DOWN }, "canary far worse", "B", "B"],
  [{ blame: "canary-worse", pattern: "one" }, "canary far worse", "B", "B"],
  [{ blame: "unknown", pattern: "one" }, "legacy unknown", "B", "B"],
  [{ blame: "unknown", ...DOWN }, "legacy unknown", "B", "B"],
  [{ isAllKnown: false, pattern: "one" }, "diagnosis incomplete", "B", "B"],
  [{ isAllKnown: false, ...DOWN }, "diagnosis incomplete", "B", "B"],
  [DOWN, "dependency down", "A", "B"],
  [{ ...DOWN, pattern: "all" }, "dependency down", "A", "B"],
  [{ dependency: "unknown", pattern: "one" }, "dependency unknown", "B", "B"],
  [{ pattern: "one" }, "one endpoint", "A", "B"],
  [{ pattern: "all" }, "all endpoints", "B", "B"],
  [{ pattern: "all", hasDominantMessage: true }, "all endpoints", "B", "B"],
  [{ hasDominantMessage: true }, "several endpoints, one message", "A", "B"],
  [{}, "unclear", "B", "B"],
  [{ pattern: "unclear", hasDominantMessage: true }, "unclear", "B", "B"],
  [{ pattern: "none" }, "unclear", "B", "B"],
];

describe("the decision table", () => {
  for (const [given, name, recommendation, untilSigned] of ROWS) {
    it(`${JSON.stringify(given)}: ${name}, ${recommendation}`, () => {
      const row = rowFor({ ...FACTS, ...given });
      expect([row.name, row.recommendation, row.untilSigned ?? row.recommendation]).to.deep.equal([
        name,
        recommendation,
        untilSigned,
      ]);
    });
  }

  it("has a test for each of its rows, under names of their own", () => {
    const names = DECISION_TABLE.map(({ name }) => name);
    expect([...new Set(ROWS.map(([, name]) => name))].toSorted()).to.deep.equal(names.toSorted());
  });

  it("is never A where anything is unknown, shared or not proven, and never without a signature", () => {
    for (const facts of allFacts()) {
      const row = rowFor(facts);
      const isKnown = facts.isIncident === "yes" && facts.blame === "canary" && facts.isAllKnown;
      if (row.recommendation === "A") expect([isKnown, row.isClear, row.untilSigned]).to.deep.equal([true, true, "B"]);
      if (row.recommendation === "none") expect(facts.isIncident === "no" || facts.blame === "shared").to.equal(true);
      if (facts.isIncident === "yes" && facts.blame !== "shared")
        expect(row.untilSigned ?? row.recommendation).to.equal("B");
    }
  });
});

function allFacts(): DecisionFacts[] {
  const [answers, truth] = [
    ["yes", "no", "unknown"],
    [true, false],
  ] as const;
  const blames: readonly Blame[] = ["canary", "canary-worse", "shared", "unknown"];
  const patterns = ["none", "one", "several", "all", "unclear"] as const;
  const states = ["healthy", "down", "unknown"] as const;
  return answers.flatMap((isIncident) =>
    blames.flatMap((blame) =>
      patterns.flatMap((pattern) =>
        states.flatMap((dependency) =>
          truth.flatMap((hasDominantMessage) =>
            truth.map((isAllKnown) => ({ isIncident, blame, pattern, dependency, hasDominantMessage, isAllKnown })),
          ),
        ),
      ),
    ),
  );
}

const INCIDENTS = {
  "high error rate at several endpoints": [incidentOf({}), "unclear", "B"],
  "one endpoint fails": [incidentOf({ endpoints: [FAILING, HEALTHY, HEALTHY] }), "one endpoint", "A"],
  "all endpoints fail": [incidentOf({ canary: 360, endpoints: [FAILING, FAILING, FAILING] }), "all endpoints", "B"],
  "a dependency is down for both": [
    incidentOf({ legacy: 2400, diagnosis: REDIS_DOWN }),
    "dependency down for both",
    "none",
  ],
  "a dependency is down, and only the canary minds": [incidentOf({ diagnosis: REDIS_DOWN }), "dependency down", "A"],
  "legacy fails alike": [incidentOf({ legacy: 2400 }), "legacy too", "none"],
  "false alarm": [incidentOf({ canary: 2 }), "no incident", "none"],
  "one message at several endpoints": [
    incidentOf({ diagnosis: { logs: [errorLogs({ boom: 100, other: 20 })] } }),
    "several endpoints, one message",
    "A",
  ],
  "the endpoints could not be asked": [incidentOf({ endpoints: null }), "diagnosis incomplete", "B"],
  "a question got no answer": [
    incidentOf({ diagnosis: { unknown: ["Slack is silent."] } }),
    "diagnosis incomplete",
    "B",
  ],
  "the changes are not known": [incidentOf({ diagnosis: { changes: null } }), "diagnosis incomplete", "B"],
  "no log was looked at": [incidentOf({ diagnosis: { logs: [] } }), "diagnosis incomplete", "B"],
  "the logs have no error though there are some": [
    incidentOf({ diagnosis: { logs: [errorLogs({})] } }),
    "diagnosis incomplete",
    "B",
  ],
  "no dependency is named": [incidentOf({ diagnosis: { dependencies: [] } }), "dependency unknown", "B"],
  "a dependency could not be asked": [
    incidentOf({ diagnosis: { dependencies: [dependency("redis", { isHealthy: null })] } }),
    "dependency unknown",
    "B",
  ],
  "legacy's errors are not known": [
    { ...incidentOf({}), incident: judgeIncident(errorCounts(120, 1200), null, 1, EXACT) },
    "legacy unknown",
    "B",
  ],
  "too few requests": [
    { ...incidentOf({}), incident: judgeIncident(errorCounts(1, 50), null, 1, EXACT) },
    "incident not proven",
    "B",
  ],
} as const satisfies Readonly<Record<string, readonly [IncidentFacts, string, string]>>;

describe("the recommendation", () => {
  for (const [sentence, [found, row, recommendation]] of Object.entries(INCIDENTS)) {
    it(`${sentence}: ${recommendation}`, () => {
      const decision = recommend(found, NOBODY);
      expect([decision.row, decision.recommendation]).to.deep.equal([row, recommendation]);
      for (const reason of decision.reasons)
        expect(reason)
          .to.match(/\S/)
          .and.not.match(/undefined|NaN|null|\[object/);
    });
  }

  it("A holds once a named human has signed, and B until then", () => {
    const [found] = INCIDENTS["one endpoint fails"];
    const answers = [NOBODY, answered(found), answered(found, "no"), answered(found, "yes", " ")];
    expect(answers.map((given) => recommend(found, given).effective)).to.deep.equal(["B", "A", "B", "B"]);
  });

  it("a rollback on what is not proven waits for a human; a proven one does not", () => {
    const [unproven] = INCIDENTS["too few requests"];
    const answers = [NOBODY, answered(unproven)];
    expect(answers.map((given) => recommend(unproven, given).effective)).to.deep.equal(["none", "B"]);
    const proven = recommend(INCIDENTS["all endpoints fail"][0], NOBODY);
    expect(proven).to.deep.include({ effective: "B", question: null });
  });

  it("says what it rests on, what changed recently included", () => {
    const restarts = [{ instance: "canary-1", at: "2025-10-23T14:20:00Z" }];
    const diagnosis = { changes: changes({ restarts, canaryShare: { atStart: 5, atEnd: null } }), ...REDIS_DOWN };
    expect(recommend(incidentOf({ diagnosis }), NOBODY).reasons).to.deep.equal([
      "A dependency that only the canary cannot do without is down: that is the cause to mend.",
      "An incident. Error rate 10.00 % (120 errors in 1,200 requests) is above 1 %: at least 8.61 % with 95 % confidence.",
      "Legacy does not have these errors over the same time: they are the canary's.",
      "2 of 3 endpoints have the errors: /api/v2/0 (30.00 %, 120 errors in 400 requests), /api/v2/1 (30.00 %, 120 errors in 400 requests). Legacy at /api/v2/0: 0 errors in 8,000 requests. Legacy does not have these errors over the same time: they are the canary's.",
      "1 dependency is down: redis (connection refused).",
      "No single message makes up most of the error lines.",
      "Versions in the window: canary 2.0.0, legacy 1.9.4.",
      "1 restart: canary-1 at 2025-10-23T14:20:00Z.",
      "The canary had 5.00 % of the traffic at the window's start and an unknown share at its end.",
    ]);
  });

  it("rests on columns that say unknown where nothing was found out", () => {
    const nothing = { logs: [], dependencies: [], changes: null, unknown: [] };
    const found = {
      incident: judgeIncident(errorCounts(0, 0), null, 1, EXACT),
      endpoints: null,
      diagnosis: diagnosisOf(nothing),
    };
    expect(factsOf(found)).to.deep.equal({
      isIncident: "unknown",
      blame: "unknown",
      pattern: "unclear",
      dependency: "unknown",
      hasDominantMessage: false,
      isAllKnown: false,
    });
  });
});

describe("the decision", () => {
  const decided = (name: keyof typeof INCIDENTS, signOffs: SignOffReading = NOBODY) =>
    judgeDecision(recommend(INCIDENTS[name][0], signOffs));
  const ofOneEndpoint = answered(INCIDENTS["one endpoint fails"][0]);
  judgements({
    "B needs no signature": [
      decided("all endpoints fail"),
      { outcome: "passed", says: "Decided: B, roll back. Every endpoint has the errors" },
    ],
    "A without a signature": [
      decided("one endpoint fails"),
      {
        outcome: "inconclusive",
        cause: "awaiting-sign-off",
        says: "Recommended is A, fix and deploy again, which a named human has to sign; until then holds: B, roll back.",
      },
    ],
    "A, signed": [
      decided("one endpoint fails", ofOneEndpoint),
      {
        outcome: "passed",
        says: "Decided: A, fix and deploy again. One endpoint has the errors, and all others do not: the cause lies there. Mina Park (release owner) answered yes.",
      },
    ],
    "A, refused": [
      decided("one endpoint fails", answered(INCIDENTS["one endpoint fails"][0], "no")),
      { outcome: "passed", says: "Decided: B, roll back. Recommended was A, fix and deploy again" },
    ],
    "an incident that is not proven": [
      decided("too few requests"),
      { outcome: "inconclusive", cause: "awaiting-sign-off", says: "until then holds: neither a fix nor a rollback" },
    ],
    "A, signed for another cause": [
      decided("a dependency is down, and only the canary minds", ofOneEndpoint),
      {
        outcome: "inconclusive",
        cause: "awaiting-sign-off",
        says: "until then holds: B, roll back. Mina Park (release owner) answered yes to another recommendation, which counts for that one only: A, fix and deploy again, for 2.0.0: one endpoint: /api/v2/0. Asked is: A, fix and deploy again, for 2.0.0: dependency down: redis.",
      },
    ],
    "A, signed by an answer that does not say for what": [
      decided("one endpoint fails", answersOf([answer("Mina Park", "yes", null)])),
      {
        outcome: "inconclusive",
        cause: "awaiting-sign-off",
        says: "Mina Park (release owner) answered yes without saying to which recommendation",
      },
    ],
    "an incident that is not proven any more, where the fix was signed": [
      decided("too few requests", ofOneEndpoint),
      { outcome: "inconclusive", cause: "awaiting-sign-off", says: "until then holds: neither a fix nor a rollback" },
    ],
    "B, where the fix was signed while one endpoint had the errors": [
      decided("all endpoints fail", ofOneEndpoint),
      { outcome: "passed", says: "Mina Park (release owner) answered yes to another recommendation" },
    ],
    "legacy fails alike": [decided("legacy fails alike"), { outcome: "passed", says: "rolling back would not help" }],
    "no reason": [
      judgeDecision({ ...recommend(INCIDENTS["false alarm"][0], NOBODY), reasons: [" "] }),
      { outcome: "inconclusive", cause: "no-data", says: "without any reason" },
    ],
  });
});
