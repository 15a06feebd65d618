import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answerTo } from "../../../support/judgement/incident/facts";
import type { SignOffAnswer, SignOffReading } from "../../../support/model/readings/sign-offs";

const NOW = "2025-10-22T15:00:00.000Z";

function answer(name: string, word: "yes" | "no", at = "2025-10-22T14:55:00.000Z"): SignOffAnswer {
  return { name, role: "release-owner", answer: word, note: null, link: null, at, expiresAt: null };
}

function reading(answers: readonly SignOffAnswer[], problems: readonly string[] = []): SignOffReading {
  const about = { where: "journal.ndjson", item: "INC-5", release: "phase4-2.0.0", version: "2.0.0" };
  return { ...about, at: NOW, answers, lapsed: [], problems };
}

describe("people's answer to an incident's decision", () => {
  const cases: Readonly<Record<string, readonly [SignOffReading, string | null]>> = {
    "is none where nobody answered": [reading([]), null],
    "is a yes where one was given": [reading([answer("Ada", "yes")]), "yes"],
    "is a no where one of two says no": [reading([answer("Ada", "yes"), answer("Ben", "no")]), "no"],
    "is none in a damaged journal": [reading([answer("Ada", "yes")], ["line 3: changed"]), null],
    "is none where the yes belongs to an incident of hours ago": [
      reading([answer("Ada", "yes", "2025-10-22T13:59:00.000Z")]),
      null,
    ],
    "is none where its time is none": [reading([answer("Ada", "yes", "soon")]), null],
  };
  for (const [sentence, [given, expected]] of Object.entries(cases))
    test(sentence, () => assert.equal(answerTo(given)?.answer ?? null, expected));
});
