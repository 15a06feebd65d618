import { describe, it } from "node:test";
import { expect } from "chai";
import type { JournalFact } from "../../support/model/journal-entry";
import { listLines, summaryText } from "../../support/sign-off/list-text";
import { checkEnded } from "../journal/facts";
import { itemsAfter, PEOPLE, signed } from "./items-for";

const incident = (stage: "started" | "rolled-back"): JournalFact => ({
  kind: "incident",
  runId: null,
  stage,
  recommendation: null,
  detail: "",
});
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
