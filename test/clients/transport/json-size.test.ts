import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isAffordableJson } from "../../../support/clients/transport/json-size";

const LENGTH = 16 * 1_048_576;

const CASES: readonly { readonly name: string; readonly text: () => string; readonly isAffordable: boolean }[] = [
  { name: "16 MiB of samples of a time series", text: () => list('[1766480415.123,"10234"]'), isAffordable: true },
  {
    name: "16 MiB of one text that is full of brackets",
    text: () => JSON.stringify(",[{".repeat(LENGTH / 3)),
    isAffordable: true,
  },
  { name: "16 MiB of texts with escaped quotes", text: () => list('"a \\", [[[[[ \\\\"'), isAffordable: true },
  {
    name: "16 MiB of log lines",
    text: () => list('{"message":"a line, and [more] of it","level":"info"}'),
    isAffordable: true,
  },
  { name: "1 MiB of empty arrays", text: () => list("[]", 1_000_000), isAffordable: true },
  { name: "16 MiB of empty arrays", text: () => list("[]"), isAffordable: false },
  { name: "16 MiB of empty objects", text: () => list("{}"), isAffordable: false },
  { name: "16 MiB of digits", text: () => list("1"), isAffordable: false },
  {
    name: "8 million arrays in each other",
    text: () => "[".repeat(LENGTH / 2) + "]".repeat(LENGTH / 2),
    isAffordable: false,
  },
];

describe("a JSON text is parsed only where its memory is in proportion", () => {
  test("what is just let through takes less than 250 MiB", () => {
    const flat = list("[]", 2_990_000);
    const deep = "[".repeat(1_330_000) + "]".repeat(1_330_000);
    for (const text of [flat, deep]) {
      const before = process.resourceUsage().maxRSS;
      assert.ok(isAffordableJson(text));
      assert.ok(Array.isArray(JSON.parse(text)));
      const grownMebibytes = (process.resourceUsage().maxRSS - before) / 1_024;
      assert.ok(grownMebibytes < 250, `${grownMebibytes} MiB`);
    }
  });

  for (const { name, text, isAffordable } of CASES) {
    test(name, () => assert.equal(isAffordableJson(text()), isAffordable));
  }
});

function list(item: string, length = LENGTH): string {
  return `[${Array(Math.floor(length / (item.length + 1)))
    .fill(item)
    .join(",")}]`;
}
