import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pointerReader } from "../../../support/clients/servers/json-pointer";

const DOCUMENT: unknown = JSON.parse(
  '{"status":"ok","build":{"version":"2.0.0"},"a/b":{"c~d":1},"list":[{"up":true}],"none":null,"__proto__":{"x":"y"}}',
);

const CASES: readonly (readonly [string, string | null])[] = [
  ["/status", "ok"],
  ["status", "ok"],
  ["/build/version", "2.0.0"],
  ["/a~1b/c~0d", "1"],
  ["/list/0/up", "true"],
  ["/list/1/up", null],
  ["/list/length", null],
  ["/build", null],
  ["/none", null],
  ["/absent/version", null],
  ["/status/length", null],
  ["/toString", null],
  ["/__proto__/x", "y"],
  ["", null],
];

describe("a JSON pointer reads one plain value", () => {
  for (const [pointer, value] of CASES) {
    test(`"${pointer}" is ${value ?? "nothing"}`, () => assert.equal(pointerReader(pointer)(DOCUMENT), value));
  }

  test("an unparsed answer has none", () => assert.equal(pointerReader("/status")(undefined), null));
  test("a plain document is its own value", () => assert.equal(pointerReader("")("ok"), "ok"));
});
