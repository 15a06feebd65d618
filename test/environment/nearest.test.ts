import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { nearestWord } from "../../support/environment/nearest";

const KNOWN = ["timeoutSeconds", "deadlineSeconds", "retries", "proxy", "tls"];
const WORDS: Readonly<Record<string, readonly [string, string | undefined]>> = {
  "two letters swapped": ["rteries", "retries"],
  "a letter missing": ["timeoutSecond", "timeoutSeconds"],
  "a letter too many": ["prooxy", "proxy"],
  "another case": ["TLS", "tls"],
  "an ending left out": ["timeout", undefined],
  "another word": ["colour", undefined],
};

describe("the nearest known word to one with", () => {
  for (const [sentence, [word, expected]] of Object.entries(WORDS)) {
    test(sentence, () => assert.equal(nearestWord(word, KNOWN), expected));
  }
});
