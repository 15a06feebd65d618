import { describe, it } from "node:test";
import { expect } from "chai";
import type { Incident, JournalFact, SignOff } from "../../support/model/journal-entry";
import { listLines, summaryText } from "../../support/sign-off/list-text";
import { checkEnded } from "../journal/facts";
import { decided, itemsAfter, PEOPLE, QUESTION, signed } from "./items-for";

const incident = (stage: "started" | "rolled-back"): Incident => ({ ...decided(null), stage });
/** The decision of an incident as an earlier version of this program wrote it. */
const { question: _, ...unsaid } = decided(null);
const toAsked = (of: Partial<SignOff> = {}) =>
  signed({ item: "INC-5", role: "on-call-engineer", question: QUESTION, ...of });
const OTHER = { ...QUESTION, about: "A, for 2.0.0: /b" };
const checked = (outcome: "passed" | "inconclusive", runId = "run-1"): JournalFact => ({
  ...checkEnded("feedback"),
  runId,
  items: ["D7-7"],
  outcome,
  cause: outcome === "passed" ? null : "too-few-samples",
});

describe("how the items stand that people sign", () => {
  const cases: Readonly<Record<string, readonly [readonly JournalFact[], Readonly<Record<string, string>>]>> = {
    "nothing was answered": [
      [],
      { "D4-M1": "awaiting", "D4-M3": "awaiting", "D7-7": "not needed", "INC-5": "not needed" },
    ],
    "a yes of the only role": [[signed()], { "D4-M3": "signed" }],
    "a no": [[signed({ answer: "no" })], { "D4-M3": "refused" }],
    "a yes that was withdrawn": [[signed(), signed({ answer: "withdrawn" })], { "D4-M3": "awaiting" }],
    "one of two roles": [[signed({ item: "D4-M1" })], { "D4-M1": "awaiting" }],
    "one person in two roles that ask for distinct people": [
      [signed({ item: "D4-M1" }), signed({ item: "D4-M1", role: "on-call-engineer" })],
      { "D4-M1": "awaiting" },
    ],
    "a source that could not tell awaits a stand-in": [[checked("inconclusive")], { "D7-7": "awaiting" }],
    "a source that could tell in the end": [
      [checked("inconclusive"), checked("passed", "run-2")],
      { "D7-7": "not needed" },
    ],
    "one of an item's checks could not tell, another one could": [
      [checked("inconclusive"), checked("passed")],
      { "D7-7": "awaiting" },
    ],
    "an incident": [[incident("started")], { "INC-5": "awaiting" }],
    "an incident that was decided, and needs nobody": [[incident("started"), decided(null)], { "INC-5": "not needed" }],
    "an incident that asks for a human": [[decided(QUESTION)], { "INC-5": "awaiting" }],
    "one whose next run has begun": [[decided(QUESTION), incident("started")], { "INC-5": "awaiting" }],
    "one that was decided by an earlier version of this program": [[unsaid], { "INC-5": "awaiting" }],
    "a yes to what an incident asks": [[decided(QUESTION), toAsked()], { "INC-5": "signed" }],
    "a no to what an incident asks": [[decided(QUESTION), toAsked({ answer: "no" })], { "INC-5": "refused" }],
    "a yes to another recommendation": [
      [decided(OTHER), toAsked(), decided(QUESTION), toAsked({ question: OTHER })],
      { "INC-5": "awaiting" },
    ],
    "a yes that does not say to what": [[decided(QUESTION), toAsked({ question: null })], { "INC-5": "awaiting" }],
    "an incident that is over": [[incident("started"), incident("rolled-back")], { "INC-5": "not needed" }],
  };
  for (const [sentence, [facts, expected]] of Object.entries(cases))
    it(`${sentence}: ${JSON.stringify(expected)}`, async () => {
      const states = Object.fromEntries((await itemsAfter(facts)).map(({ item, state }) => [item.id, state]));
      expect(states).to.include(expected);
    });
});

describe("the list for a terminal", () => {
  it("says who signed, what is missing and who can supply it", async () => {
    const lines = listLines(await itemsAfter([signed({ item: "D4-M1" })], PEOPLE));
    expect(
      lines
        .slice(0, 3)
        .join("\n")
        .replace(/at \S+/, "at TIME"),
    ).to.equal(
      [
        "? D4-M1 AWAITING Line D4-M1",
        "    yes by Mina Kim (release owner) at TIME",
        "    missing: on-call engineer (on-call-engineer): Mina Kim, Jon Lee",
      ].join("\n"),
    );
  });

  it("says what a yes to an incident would be for, and whose answer is to something else", async () => {
    const facts = [decided(OTHER), toAsked({ question: OTHER }), decided(QUESTION)];
    const lines = listLines((await itemsAfter(facts)).filter(({ item }) => item.id === "INC-5"));
    expect(
      lines
        .slice(1, 4)
        .join("\n")
        .replace(/at \S+:/, "at TIME:"),
    ).to.equal(
      [
        '    recommended at TIME: A, for 2.0.0: /a, where most error lines say "boom"',
        "    a yes or a no is to this, and to nothing else; it is given with --for b3866b2d",
        "    Mina Kim (on-call engineer): to another recommendation",
      ].join("\n"),
    );
  });

  it("says that an incident asks nothing yet", async () => {
    expect(listLines(await itemsAfter([incident("started")])).join()).to.include("nothing is recommended yet");
  });

  it("prints nothing that a terminal or a CI system would obey", async () => {
    const note = "\u001b[2J\n::error::done ##[error]";
    const text = listLines(await itemsAfter([signed({ note })])).join("\n");
    expect(text).not.to.match(/\u001b|^\s*::|##\[/m);
  });

  it("sums up what awaits whom", async () => {
    expect(summaryText(await itemsAfter([signed({ answer: "no" })]))).to.equal(
      "Somebody says no to D4-M3. D4-M1 awaits people.",
    );
    expect(summaryText([])).to.equal("Nothing awaits a human.");
  });
});
