import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Attempt } from "../../../support/clients/transport/attempt";
import type { FaultKind } from "../../../support/clients/transport/fault";
import { pauseBeforeRetry } from "../../../support/clients/transport/retry";

const NOW = Date.parse("2025-10-21T09:00:00Z");

const CASES: readonly {
  readonly name: string;
  readonly attempt: Attempt;
  readonly tries?: number;
  readonly pauseMs: number | null;
}[] = [
  { name: "503: a fifth of a second", attempt: answered(503), pauseMs: 200 },
  { name: "503 for the third time: four times as long", attempt: answered(503), tries: 3, pauseMs: 800 },
  { name: "429 with seconds: those", attempt: answered(429, "3"), pauseMs: 3_000 },
  { name: "429 with 0 seconds: at once", attempt: answered(429, "0"), pauseMs: 0 },
  { name: "503 with a date: until then", attempt: answered(503, "Tue, 21 Oct 2025 09:00:04 GMT"), pauseMs: 4_000 },
  { name: "503 with a past date: at once", attempt: answered(503, "Tue, 21 Oct 2025 08:00:00 GMT"), pauseMs: 0 },
  { name: "503 with another word: as without it", attempt: answered(503, "soon"), pauseMs: 200 },
  { name: "429 with more than is left: not again", attempt: answered(429, "10"), pauseMs: null },
  { name: "502", attempt: answered(502), pauseMs: 200 },
  { name: "504", attempt: answered(504), pauseMs: 200 },
  { name: "200: not again", attempt: answered(200), pauseMs: null },
  { name: "401: not again", attempt: answered(401), pauseMs: null },
  { name: "404: not again", attempt: answered(404), pauseMs: null },
  { name: "500: not again", attempt: answered(500), pauseMs: null },
  { name: "refused", attempt: silent("refused"), pauseMs: 200 },
  { name: "cut off", attempt: silent("cut-off"), pauseMs: 200 },
  { name: "too late", attempt: silent("too-late"), pauseMs: 200 },
  { name: "too large: not again", attempt: silent("too-large"), pauseMs: null },
  { name: "untrusted: not again", attempt: silent("untrusted"), pauseMs: null },
  { name: "stopped: not again", attempt: silent("stopped"), pauseMs: null },
];

describe("the pause before another try, with 10 s left", () => {
  for (const { name, attempt, tries = 1, pauseMs } of CASES) {
    test(name, () => assert.equal(pauseBeforeRetry(attempt, tries, 10_000, NOW), pauseMs));
  }

  test("none where less is left than the pause takes", () => {
    assert.equal(pauseBeforeRetry(silent("refused"), 1, 200, NOW), null);
  });
});

function answered(status: number, retryAfter?: string): Attempt {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  return { kind: "answered", answer: { status, headers, body: "" }, startedAt: "", durationMs: 1 };
}

function silent(kind: FaultKind): Attempt {
  return { kind: "no-answer", fault: { kind, why: "" }, startedAt: "", durationMs: 1 };
}
