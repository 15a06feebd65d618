import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answerTo, unheededTexts } from "../../../support/judgement/incident/answers";
import type { SignOffReading } from "../../../support/model/readings/sign-offs";
import { answer, answersOf } from "./people-answers";

const ASKED = { about: "A, fix and deploy again, for 2.0.0: one endpoint: /a", message: "boom" };
const NO_MESSAGE = { ...ASKED, message: null };
const OTHERS = {
  "another endpoint": { ...ASKED, about: "A, fix and deploy again, for 2.0.0: one endpoint: /b" },
  "another version": { ...ASKED, about: "A, fix and deploy again, for 2.0.1: one endpoint: /a" },
  "another cause": { about: "A, fix and deploy again, for 2.0.0: dependency down: redis", message: null },
  "another recommendation": { about: "B, roll back, for 2.0.0: incident not proven", message: null },
  "another message at the same endpoint": { ...ASKED, message: "timed out" },
};
const HOURS_AGO = "2025-10-22T13:59:00.000Z";

describe("people's answer to an incident's decision", () => {
  const cases: Readonly<Record<string, readonly [SignOffReading, string | null]>> = {
    "is none where nobody answered": [answersOf(), null],
    "is a yes where one was given to it": [answersOf([answer("Ada", "yes", ASKED)]), "yes"],
    "is a yes where no message stood out yet": [answersOf([answer("Ada", "yes", NO_MESSAGE)]), "yes"],
    "is a no where one of two says no": [answersOf([answer("Ada", "yes", ASKED), answer("Ben", "no", ASKED)]), "no"],
    "is the yes to it where another one said no to something else": [
      answersOf([answer("Ada", "yes", ASKED), answer("Ben", "no", OTHERS["another cause"])]),
      "yes",
    ],
    "is none in a damaged journal": [answersOf([answer("Ada", "yes", ASKED)], { problems: ["line 3: changed"] }), null],
    "is none where it does not say to what": [answersOf([answer("Ada", "yes", null)]), null],
    "is none where the yes belongs to an incident of hours ago": [
      answersOf([answer("Ada", "yes", ASKED, HOURS_AGO)]),
      null,
    ],
    "is none where its time is none": [answersOf([answer("Ada", "yes", ASKED, "soon")]), null],
  };
  for (const [sentence, [given, expected]] of Object.entries(cases))
    test(sentence, () => assert.equal(answerTo(given, ASKED)?.answer ?? null, expected));

  for (const [sentence, other] of Object.entries(OTHERS))
    for (const word of ["yes", "no"] as const)
      test(`is none where the ${word} is to ${sentence}`, () =>
        assert.equal(answerTo(answersOf([answer("Ada", word, other)]), ASKED), null));
});

describe("what is said of answers that do not count", () => {
  const said = (reading: SignOffReading, asked: typeof ASKED | null = ASKED) => unheededTexts(reading, asked);
  const other = OTHERS["another endpoint"];

  test("who answered what", () =>
    assert.deepEqual(said(answersOf([answer("Ada", "yes", other), answer("Ben", "no", null)])), [
      'Ada (release owner) answered yes to another recommendation, which counts for that one only: A, fix and deploy again, for 2.0.0: one endpoint: /b, where most error lines say "boom".',
      "Ben (release owner) answered no without saying to which recommendation, which counts for none.",
    ]));

  test("also where nobody is asked any more", () =>
    assert.match(said(answersOf([answer("Ada", "yes", ASKED)]), null).join(), /Ada .* answered yes to another/));

  test("that the journal is damaged", () =>
    assert.match(said(answersOf([answer("Ada", "yes", ASKED)], { problems: ["line 3: changed"] })).join(), /damaged/));

  test("that it is too old, and nothing of old answers to something else", () => {
    assert.match(said(answersOf([answer("Ada", "yes", ASKED, HOURS_AGO)])).join(), /more than an hour ago/);
    assert.deepEqual(said(answersOf([answer("Ada", "yes", other, HOURS_AGO)])), []);
  });
});
