import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unfinishedRollback } from "../../support/journal/asked-rollback";
import type { EntryOf } from "../../support/model/journal-entry";

const RELEASE = { id: "phase4-2.0.0", canaryVersion: "2.0.0" };
let sequence = 0;

function step(name: string, outcome: EntryOf<"rollback-step">["outcome"], release = RELEASE): EntryOf<"rollback-step"> {
  sequence += 1;
  const frame = {
    schemaVersion: 1,
    sequence,
    at: "2025-10-22T15:00:00.000Z",
    release,
    previous: "0".repeat(64),
  } as const;
  return { ...frame, kind: "rollback-step", runId: "run-1", step: name, outcome, detail: "key-12345" };
}

describe("a rollback that nobody knows the outcome of", () => {
  test("is one that was about to be asked for when its command was killed", () =>
    assert.equal(unfinishedRollback([step("asked", "begun")], RELEASE)?.detail, "key-12345"));
  test("is none that was asked for and noted", () =>
    assert.equal(unfinishedRollback([step("asked", "begun"), step("asked", "done")], RELEASE), null));
  test("is none where later steps follow its answer", () => {
    const entries = [step("asked", "begun"), step("asked", "done"), step("accepted", "failed")];
    assert.equal(unfinishedRollback(entries, RELEASE), null);
  });
  test("is the newest: an earlier one that ended does not hide it", () => {
    const entries = [step("asked", "begun"), step("asked", "done"), step("asked", "begun")];
    assert.notEqual(unfinishedRollback(entries, RELEASE), null);
  });
  test("belongs to its release: another version's is none", () => {
    const other = { ...RELEASE, canaryVersion: "1.0.0" };
    assert.equal(unfinishedRollback([step("asked", "begun", other)], RELEASE), null);
  });
  test("is none where nothing was asked for", () => assert.equal(unfinishedRollback([], RELEASE), null));
});
