import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { listDrills } from "../../rehearsal/drills";
import { playIn } from "./drill-stage";

const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));

let rehearsal: Rehearsal;

before(async () => {
  rehearsal = await bootRehearsal({ faults: [] });
});
after(async () => {
  await rehearsal.stop();
  rmSync(out, { recursive: true, force: true });
});

/** How often the journal says that a rollback was asked for, by run. */
function askedFor(runId: string): number {
  const lines = readFileSync(join(out, "rehearsal", "journal.ndjson"), "utf8")
    .trimEnd()
    .split("\n");
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((entry) => entry["kind"] === "rollback-step" && entry["runId"] === runId)
    .filter((entry) => entry["step"] === "asked" && entry["outcome"] === "begun").length;
}

/** One of each way in which an incident ends; `npm run rehearsal -- --drill` plays the others, a boot for each. */
const PLAYED = ["high-error-rate", "one-endpoint-fix-signed", "legacy-too", "rollback-does-nothing"];

describe("a drill ends with the right recommendation, the right items red, and a rollback only where one is due", () => {
  for (const { name, sentence, answered, expected } of listDrills().filter((drill) => PLAYED.includes(drill.name)))
    test(`${name}: ${sentence}`, async () => {
      const { verdict, reasons, result } = await playIn(rehearsal, name, out);
      assert.deepEqual(reasons, []);
      assert.equal(verdict, "GO");
      const isAsked = expected.recommendation !== "none" && answered !== "yes";
      assert.equal(askedFor(result.runId), isAsked ? 1 : 0, "asked for once, or not at all");
    });
});
