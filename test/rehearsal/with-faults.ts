import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";

/** Boots once with faults that do not touch each other, and hands the rehearsal to the probes. */
export function withFaults(faults: readonly string[], probes: (rehearsal: () => Rehearsal) => void): void {
  describe(faults.join(", "), () => {
    let running: Rehearsal | undefined;
    before(async () => {
      running = await bootRehearsal({ faults });
    });
    after(() => running?.stop());
    probes(() => {
      assert.ok(running !== undefined);
      return running;
    });
  });
}
