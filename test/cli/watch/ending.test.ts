import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { endingOf } from "../../../support/cli/watch/ending";
import type { Verdict } from "../../../support/model/outcome";
import type { ScheduledPhase } from "../../../support/model/window-points";
import type { PointStanding } from "../../../support/watch/standing";

const AT = "2025-10-22T14:15:00.000Z";

function point(phase: ScheduledPhase, verdict: Verdict | null): PointStanding {
  if (verdict === null) return { point: { phase, at: AT }, standing: { kind: "open" } };
  const run = { runId: "a-run", isLate: false, findings: [], runs: 1, wasNotGo: false, endedAt: AT, mayMend: false };
  return { point: { phase, at: AT }, standing: { kind: "done", verdict, ...run } };
}

const WHOLE = [point("preflight", "GO"), point("preparation", "GO"), point("day4", "GO")];

describe("how a watch ends", () => {
  test("GO, and to decide comes next", () => {
    assert.deepEqual(endingOf({ points: WHOLE, damage: null, next: null }, "production"), {
      verdict: "GO",
      text: "GO  the window in production\n  Now decide: npm run decide -- --environment production",
    });
  });

  test("one that began after the roll-out names what it did not see", () => {
    const { verdict, text } = endingOf({ points: [point("day4", "GO")], damage: null, next: null }, "rehearsal");
    assert.equal(verdict, "GO");
    assert.match(text, /^GO {2}the window in rehearsal – a rehearsal, not production evidence$/m);
    assert.match(text, /^ {2}Not watched: preflight and preparation\. The decision looks for their runs\.$/m);
  });

  test("a point that was not run, or a damaged journal, is no GO", () => {
    const open = [...WHOLE, point("day7", null)];
    assert.equal(endingOf({ points: open, damage: null, next: null }, "production").verdict, "INCONCLUSIVE");
    assert.equal(endingOf({ points: WHOLE, damage: "Damaged.", next: null }, "production").verdict, "INCONCLUSIVE");
  });

  test("before its end", () => {
    const next = { point: { phase: "day7", at: AT }, dueAt: AT, isAgain: false } as const;
    assert.match(
      endingOf({ points: WHOLE, damage: null, next }, "production").text,
      /npm run watch goes on with it\.$/,
    );
  });
});
