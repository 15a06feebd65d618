import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AttachmentContentEncoding, type Envelope } from "@cucumber/messages";
import type { Occurrence } from "../../support/model/timeline";
import { ATTACHED, readAttached } from "../../support/runner/attached";
import { after, alertArrival, rollbackOf } from "../judgement/incident/incident-readings";

function attached(value: unknown): Envelope {
  return {
    attachment: {
      body: typeof value === "string" ? value : JSON.stringify(value),
      contentEncoding: AttachmentContentEncoding.IDENTITY,
      mediaType: ATTACHED.occurrence,
    },
  };
}

describe("what a check knows of when things happened", () => {
  test("is read as it was attached, in its order", () => {
    const parts: readonly Occurrence[] = [
      { arrival: alertArrival() },
      { diagnosis: { startedAt: after(0), finishedAt: after(9) } },
      { decidedAt: after(10), rollback: rollbackOf() },
      { arrival: null },
    ];
    const { occurrences, unreadable } = readAttached(parts.map(attached));
    assert.deepEqual(occurrences, parts);
    assert.equal(unreadable, 0);
  });

  const refused: Readonly<Record<string, unknown>> = {
    "no JSON": "{",
    nothing: {},
    "a reading that the timeline does not have": { lunch: after(0) },
    "one of them beside one that fits": { decidedAt: after(0), lunch: after(0) },
    "a time that is no text": { decidedAt: 12 },
    "a diagnosis without its end": { diagnosis: { startedAt: after(0) } },
    "a step of a rollback that nobody knows": {
      rollback: { ...rollbackOf(), steps: [{ step: "hoped", at: after(0), isDone: true, detail: "" }] },
    },
    "a state of the rule that nobody knows": {
      arrival: alertArrival({ rule: { state: "tired" as "firing", activeAt: null } }),
    },
  };
  for (const [name, value] of Object.entries(refused)) {
    test(`cannot be read where it is ${name}: it is counted, and passes nothing`, () => {
      assert.deepEqual(readAttached([attached(value)]), {
        judgements: [],
        evidence: [],
        notes: [],
        occurrences: [],
        unreadable: 1,
      });
    });
  }
});
