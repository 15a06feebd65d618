import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isLoopback } from "../../../support/clients/transport/loopback";

const CASES: readonly (readonly [string, boolean])[] = [
  ["http://127.0.0.1:9090", true],
  ["http://127.1:9090", true],
  ["http://[::1]:9090", true],
  ["http://localhost", true],
  ["http://LOCALHOST.", true],
  ["http://grafana.localhost", true],
  ["http://127.0.0.1.example.com", false],
  ["http://localhost.example.com", false],
  ["http://10.0.0.1", false],
  ["http://[2001:db8::1]", false],
];

describe("which addresses mean this machine", () => {
  for (const [url, isOurs] of CASES) {
    test(`${url}: ${isOurs ? "yes" : "no"}`, () => assert.equal(isLoopback(new URL(url).hostname), isOurs));
  }
});
