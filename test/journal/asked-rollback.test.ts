import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { earlierRollback } from "../../support/journal/asked-rollback";
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

const BEGUN = step("asked", "begun");
const UNSENT = [BEGUN, step("asked", "failed")];
const ASKED = [BEGUN, step("asked", "done")];
const ACCEPTED = [...ASKED, step("accepted", "done")];
const UNANSWERED = [...ASKED, step("accepted", "failed"), step("read-state", "done")];
const OUT = step("last-canary-answer", "done");
const NOT_OUT = step("last-canary-answer", "failed");
/** What a command does that finds one: it verifies. */
const TAKEN_UP = [step("asked", "done"), NOT_OUT];

const cases: Readonly<Record<string, readonly [readonly EntryOf<"rollback-step">[], string | null]>> = {
  "was about to be asked for when its command was killed": [[BEGUN], "open"],
  "was asked for, and its answer not written down": [ASKED, "open"],
  "was accepted, and its command killed while it verified": [ACCEPTED, "open"],
  "was accepted, and the canary seen out": [[...ACCEPTED, OUT], "out"],
  "was accepted, and the canary seen in the traffic still": [[...ACCEPTED, NOT_OUT], "without-effect"],
  "was refused, and the canary seen in the traffic still": [
    [...ASKED, step("accepted", "failed"), NOT_OUT],
    "without-effect",
  ],
  "was never answered, and the canary seen in the traffic: it may be carried out yet": [
    [...UNANSWERED, NOT_OUT],
    "open",
  ],
  "was never answered, and the canary seen out": [[...UNANSWERED, OUT], "out"],
  "was about to be asked for, and taken up in vain": [[BEGUN, ...TAKEN_UP], "open"],
  "was about to be asked for, and taken up in vain, twice": [[BEGUN, ...TAKEN_UP, ...TAKEN_UP], "open"],
  "was about to be asked for, taken up in vain, and carried out by hand": [
    [BEGUN, ...TAKEN_UP, step("asked", "done"), OUT],
    "out",
  ],
  "was about to be asked for, and not sent, because its command was interrupted, is none": [UNSENT, null],
  "is followed by one that was not sent": [[BEGUN, ...UNSENT], "open"],
  "was seen out, and is followed by one that was not sent": [[...ACCEPTED, OUT, ...UNSENT], "out"],
  "follows one that ended": [[...ACCEPTED, OUT, BEGUN], "open"],
  "is none where nothing was asked for": [[], null],
};

describe("an earlier rollback that", () => {
  for (const [sentence, [entries, expected]] of Object.entries(cases))
    test(sentence, () => assert.equal(earlierRollback(entries, RELEASE, null)?.state ?? null, expected));

  test("belongs to another version is none", () => {
    const other = { ...RELEASE, canaryVersion: "1.0.0" };
    assert.equal(earlierRollback([step("asked", "begun", other)], RELEASE, null), null);
  });
  test("was asked for before the canary was rolled out is none of this roll-out", () => {
    assert.equal(earlierRollback([BEGUN], RELEASE, "2025-10-22T15:00:01.000Z"), null);
    assert.equal(earlierRollback([BEGUN], RELEASE, "2025-10-22T15:00:00.000Z")?.asked.detail, "key-12345");
  });
});
