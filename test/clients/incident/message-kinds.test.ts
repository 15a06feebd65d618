import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { errorLine, groupedErrors } from "../../../support/clients/log-store/errors/lines";
import { messageKind } from "../../../support/clients/log-store/errors/message-kind";

describe("what differs from line to line is replaced", () => {
  for (const [sentence, message, kind] of [
    ["a status and an id of digits", "GET /api/v2/items/4711 500", "GET /api/v2/items/<n> <n>"],
    ["a UUID", "order 3f2504e0-4f89-41d3-9a0c-0305e82c3301 is gone", "order <uuid> is gone"],
    ["an address in memory", "object at 0x7f3A09 is closed", "object at <hex> is closed"],
    ["a hash of letters and digits", "commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "commit <hex>"],
    ["a ULID", "job 01ARZ3NDEKTSV4RRFFQ69G5FAV failed", "job <id> failed"],
    ["a time with its zone", "lost at 2025-10-22T14:05:11.123+09:00, again", "lost at <time>, again"],
    ["a duration with its unit", "no answer within 2500ms of 3.5s", "no answer within <n>ms of <n>s"],
    ["an address with its port", "10.0.0.7:6379 refused", "<n> refused"],
    ["an id behind a word", "request req81723 of user-42", "request req<n> of user-<n>"],
  ] as const)
    test(sentence, () => assert.equal(messageKind(message), kind));

  for (const [sentence, message] of [
    ["a version in a path and a name with a digit", "Phase4 /api/v2/canary in utf8"],
    ["words of letters that hexadecimal digits are too", "defaced facade, deadbeef added"],
    ["a message without anything of the kind", "database is locked"],
  ] as const)
    test(`${sentence} stays`, () => assert.equal(messageKind(message), message));

  test("a hash of digits alone is a number", () => assert.equal(messageKind("id 20251022"), "id <n>"));
});

describe("lines are grouped by kind", () => {
  const line = (message: string, second: number) => errorLine(Date.UTC(2025, 9, 22, 14, 0, second), message, "/items");

  test("the most frequent kind comes first, with its newest lines as they are", () => {
    const lines = [line("timeout of 31 ms", 9), line("lost", 8), line("timeout of 32 ms", 7), line("timeout of 33 ms", 6), line("timeout of 34 ms", 5)]; // prettier-ignore
    assert.deepEqual(groupedErrors(lines), [
      {
        message: "timeout of <n> ms",
        count: 4,
        samples: [
          { at: "2025-10-22T14:00:09.000Z", message: "timeout of 31 ms", endpoint: "/items" },
          { at: "2025-10-22T14:00:07.000Z", message: "timeout of 32 ms", endpoint: "/items" },
          { at: "2025-10-22T14:00:06.000Z", message: "timeout of 33 ms", endpoint: "/items" },
        ],
      },
      { message: "lost", count: 1, samples: [{ at: "2025-10-22T14:00:08.000Z", message: "lost", endpoint: "/items" }] },
    ]);
  });

  test("of two that are as frequent the one that was seen last comes first; no more than ten are kept", () => {
    const lines = [..."abcdefghijkl"].map((letter, index) => line(`${letter} broke`, 59 - index));
    const groups = groupedErrors([...lines, line("l broke", 1)]);
    assert.deepEqual(
      groups.map(({ message, count }) => `${message} ${count}`),
      ["l broke 2", ...[..."abcdefghi"].map((letter) => `${letter} broke 1`)],
    );
  });

  test("no lines are no groups", () => assert.deepEqual(groupedErrors([]), []));

  test("a line without a message, with another kind of message, and a very long one", () => {
    assert.equal(errorLine(0, undefined, null).message, "(a line without a message)");
    assert.equal(errorLine(0, { code: 7 }, null).message, '{"code":7}');
    assert.equal(errorLine(0, "x".repeat(5_000), null).message, `${"x".repeat(1_000)}…`);
    assert.deepEqual(errorLine("yesterday", "m", ""), { at: "yesterday", message: "m", endpoint: null });
    assert.equal(errorLine(undefined, "m", "").at, "at no time");
  });
});
