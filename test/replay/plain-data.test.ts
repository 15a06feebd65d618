import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodePlain, encodePlain, NotPlainError, type Json } from "../../support/replay/plain-data";

/** Each is written to JSON text and read back, as a file is. */
const SURVIVE: Readonly<Record<string, unknown>> = {
  "a number that is none": Number.NaN,
  "no end": Number.POSITIVE_INFINITY,
  "no beginning": Number.NEGATIVE_INFINITY,
  "minus zero": -0,
  zero: 0,
  "a third": 1 / 3,
  "the smallest number": Number.MIN_VALUE,
  nothing: null,
  "no value": undefined,
  "a field without a value": { error: undefined, other: 1 },
  "a large integer": 2n ** 70n,
  "half of a pair of letters": "\ud83d",
  "lists in lists, with gaps of every kind": [[1, null, Number.NaN], [], [undefined]],
  "a field that is called like a mark": { $number: "NaN" },
  "fields that are called like marks": { $number: 1, $$undefined: 2, $: 3 },
  "a field that is called __proto__": JSON.parse('{"__proto__": {"polluted": true}}') as unknown,
  "labels and buckets": {
    labels: { path: "/a" },
    buckets: [{ upperBoundMs: Number.POSITIVE_INFINITY, increases: [null, 3] }],
  },
};

describe("plain data comes back as it was", () => {
  for (const [what, value] of Object.entries(SURVIVE)) {
    test(what, () => {
      const written: Json = JSON.parse(JSON.stringify(encodePlain(value))) as Json;
      assert.deepStrictEqual(decodePlain(written), value);
    });
  }

  test("with its keys in their order", () => {
    const value = { b: 1, a: { z: 1, y: 2 }, c: 3 };
    assert.equal(JSON.stringify(decodePlain(encodePlain(value))), JSON.stringify(value));
  });

  test("the same object twice is no cycle", () => {
    const shared = { at: 1 };
    assert.deepStrictEqual(decodePlain(encodePlain([shared, shared])), [{ at: 1 }, { at: 1 }]);
  });
});

const cycle: { self?: unknown } = {};
cycle.self = cycle;

const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ["a function", { open: () => 1 }, "a function at open is no plain data"],
  ["a symbol", [Symbol("x")], "a symbol at [0] is no plain data"],
  ["a date", { hits: [{ at: new Date(0) }] }, "an object of a class at hits[0].at is no plain data"],
  ["a map", new Map(), "an object of a class is no plain data"],
  ["a cycle", cycle, "a cycle at self is no plain data"],
];

describe("what is more than data is refused, and its place named", () => {
  for (const [what, value, says] of REFUSED) {
    test(what, () => assert.throws(() => encodePlain(value), new NotPlainErrorMatch(says)));
  }
});

describe("a mark that nobody writes is refused", () => {
  for (const json of [{ $number: "seven" }, { $number: 7 }, { $date: "2025" }, { a: 1, $undefined: true }]) {
    test(JSON.stringify(json), () => assert.throws(() => decodePlain(json), SyntaxError));
  }
});

/** What `assert.throws` holds an error against: its class and its whole message. */
class NotPlainErrorMatch {
  readonly name = NotPlainError.name;
  constructor(readonly message: string) {}
}
