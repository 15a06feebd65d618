import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { valueAt } from "../../../support/clients/transport/json-value";
import { filledPath } from "../../../support/clients/transport/path-template";

const DOCUMENT = { counts: { positive: 3, "a/b": 4, "m~n": 5 }, answers: [{ said: null }, "last"], "": "no name" };

describe("the value at a JSON pointer", () => {
  const POINTERS: Readonly<Record<string, readonly [string, unknown]>> = {
    "the whole document": ["", DOCUMENT],
    "a field within a field": ["/counts/positive", 3],
    "a name with a slash": ["/counts/a~1b", 4],
    "a name with a tilde": ["/counts/m~0n", 5],
    "an entry of a list": ["/answers/1", "last"],
    "a value that is null": ["/answers/0/said", null],
    "a field without a name": ["/", "no name"],
    "a name without a slash before it": ["answers/1", "last"],
    "an entry beyond the list": ["/answers/2", undefined],
    "an entry by a number that is written otherwise": ["/answers/01", undefined],
    "a list's own length": ["/answers/length", undefined],
    "what every object inherits": ["/counts/toString", undefined],
    "a letter of a text": ["/answers/1/0", undefined],
    "beyond null": ["/answers/0/said/more", undefined],
  };
  for (const [sentence, [pointer, value]] of Object.entries(POINTERS))
    test(sentence, () => assert.deepEqual(valueAt(DOCUMENT, pointer), value));
});

describe("a path with its names filled in", () => {
  const PATHS: Readonly<Record<string, readonly [string, string]>> = {
    "two names": ["/{version}/of/{service}", "/2.0.0%2B1/of/a%2Fb"],
    "one name twice": ["/{version}?v={version}", "/2.0.0%2B1?v=2.0.0%2B1"],
    "braces that are no name": ["/%7B/{}/{a b}", "/%7B/{}/{a b}"],
    "a name that is not known": ["/{other}", "/{other}"],
    "a name that every object inherits": ["/{toString}", "/{toString}"],
  };
  for (const [sentence, [template, path]] of Object.entries(PATHS))
    test(sentence, () => assert.equal(filledPath(template, { version: "2.0.0+1", service: "a/b" }), path));
});
