import { describe, it } from "node:test";
import { expect } from "chai";
import { judgeSignOffs } from "../../support/judgement/sign-offs";
import type { LapsedAnswer, SignOffAnswer, SignOffReading } from "../../support/model/readings/sign-offs";
import type { Signers } from "../../support/model/signers";
import { judgements } from "./expectation";

const yes = (name: string, role: string): SignOffAnswer => ({
  name,
  role,
  answer: "yes",
  note: null,
  link: null,
  at: "2025-10-22T04:05:00.000Z",
  expiresAt: null,
});
const no = (name: string, role: string, note: string | null = null): SignOffAnswer => ({
  ...yes(name, role),
  answer: "no",
  note,
});
const lapsed = (why: LapsedAnswer["why"]): LapsedAnswer => ({
  name: "Mina Kim",
  role: "release-owner",
  at: "2025-10-22T04:00:00.000Z",
  why,
});

function reading(answers: readonly SignOffAnswer[], given: Partial<SignOffReading> = {}): SignOffReading {
  return {
    where: "journal.ndjson of test",
    item: "D4-M3",
    release: "phase4-2.0.0",
    version: "2.0.0",
    at: "2025-10-22T05:00:00.000Z",
    answers,
    lapsed: [],
    problems: [],
    ...given,
  };
}

const OWNER: Signers = { roles: ["release-owner"], isDistinct: false, isOneEnough: false };
const TWO: Signers = { roles: ["release-owner", "on-call-engineer"], isDistinct: false, isOneEnough: false };
const DISTINCT: Signers = { ...TWO, isDistinct: true };
const EITHER: Signers = { ...TWO, isOneEnough: true };
const awaiting = (says: string | RegExp) => ({ outcome: "inconclusive", cause: "awaiting-sign-off", says }) as const;

describe("an item is signed", () =>
  judgements({
    "by the role that is asked for": [
      judgeSignOffs(reading([yes("Mina Kim", "release-owner")]), OWNER),
      { outcome: "passed", says: "D4-M3 is signed by Mina Kim (release owner)." },
    ],
    "by nobody": [
      judgeSignOffs(reading([]), OWNER),
      awaiting(
        /D4-M3 awaits the sign-off of: release owner\.[^]*Nobody has answered[^]*npm run sign-off -- --item D4-M3/,
      ),
    ],
    "by nobody, where nobody is asked for": [judgeSignOffs(reading([]), { ...OWNER, roles: [] }), awaiting("awaits")],
    "by another role": [
      judgeSignOffs(reading([yes("Jon Lee", "devops-engineer")]), OWNER),
      awaiting("Jon Lee (DevOps engineer) signed, in a role that is not asked for."),
    ],
    "by one role of two": [
      judgeSignOffs(reading([yes("Mina Kim", "release-owner")]), TWO),
      awaiting("awaits the sign-off of: on-call engineer."),
    ],
    "by one role of two, where one is enough": [
      judgeSignOffs(reading([yes("Jon Lee", "on-call-engineer")]), EITHER),
      { outcome: "passed", says: "signed by Jon Lee (on-call engineer)." },
    ],
    "by neither role, where one is enough": [
      judgeSignOffs(reading([]), EITHER),
      awaiting("awaits the sign-off of: release owner or on-call engineer."),
    ],
    "by one person in both roles": [
      judgeSignOffs(reading([yes("Mina Kim", "release-owner"), yes("mina  kim", "on-call-engineer")]), TWO),
      { outcome: "passed", says: "Mina Kim (release owner), mina  kim (on-call engineer)" },
    ],
    "by one person in both roles, where distinct people are asked for": [
      judgeSignOffs(reading([yes("Mina Kim", "release-owner"), yes(" MINA kim", "on-call-engineer")]), DISTINCT),
      awaiting(/on-call engineer\.[^]* MINA kim \(on-call engineer\) signed, and counts for another role already\./),
    ],
    "by two people, of whom one signed in both roles": [
      judgeSignOffs(
        reading([
          yes("Mina Kim", "release-owner"),
          yes("Mina Kim", "on-call-engineer"),
          yes("Jon Lee", "release-owner"),
        ]),
        DISTINCT,
      ),
      { outcome: "passed", says: "Jon Lee (release owner), Mina Kim (on-call engineer)" },
    ],
    "with a no": [
      judgeSignOffs(reading([no("Mina Kim", "release-owner", "no drill yet")]), OWNER),
      { outcome: "failed", says: 'Mina Kim (release owner) says no to D4-M3: "no drill yet".' },
    ],
    "with a yes, and a no of another": [
      judgeSignOffs(reading([yes("Mina Kim", "release-owner"), no("Jon Lee", "customer-support")]), OWNER),
      { outcome: "failed", says: "Jon Lee (customer support) says no to D4-M3." },
    ],
    "with a no in a damaged journal": [
      judgeSignOffs(reading([no("Mina Kim", "release-owner")], { problems: ["line 3: changed"] }), OWNER),
      { outcome: "failed", says: "says no" },
    ],
    "in a damaged journal": [
      judgeSignOffs(reading([yes("Mina Kim", "release-owner")], { problems: ["line 3: changed"] }), OWNER),
      {
        outcome: "inconclusive",
        cause: "no-data",
        says: "The journal is damaged, so the sign-offs of D4-M3 prove nothing: line 3: changed.",
      },
    ],
    "by nobody in a damaged journal": [
      judgeSignOffs(reading([], { problems: ["line 3: changed"] }), OWNER),
      { outcome: "inconclusive", cause: "no-data", says: "awaits the sign-off" },
    ],
    "and withdrawn": [
      judgeSignOffs(reading([], { lapsed: [lapsed("withdrawn")] }), OWNER),
      awaiting("Mina Kim (release owner) withdrew the answer at 2025-10-22T04:00:00.000Z."),
    ],
    "and expired": [
      judgeSignOffs(reading([], { lapsed: [lapsed("expired")] }), OWNER),
      awaiting("The yes of Mina Kim (release owner) has expired."),
    ],
    "for another version": [
      judgeSignOffs(reading([], { lapsed: [lapsed("another version")] }), OWNER),
      awaiting("Mina Kim (release owner) signed for another version than 2.0.0"),
    ],
    "by somebody who may not": [
      judgeSignOffs(reading([], { lapsed: [lapsed("not one of the people")] }), OWNER),
      awaiting("is not one of the people in the environment file"),
    ],
  }));

describe("the measurement of sign-offs", () => {
  it("counts the roles that signed against those that have to", () => {
    const { measurements } = judgeSignOffs(reading([yes("Mina Kim", "release-owner")]), TWO);
    expect(measurements.map(({ value, limit, comparison, unit }) => [value, limit, comparison, unit])).to.eql([
      [1, 2, "at-least", "roles"],
    ]);
  });
});
