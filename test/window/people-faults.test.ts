import { describe, it } from "node:test";
import { expect } from "chai";
import { findFault } from "../../rehearsal/faults";
import { bootedWindow, itemOutcomes } from "./window-run";

/** Faults that do not touch each other share a boot. */
const BOOTS = [
  ["feedback-negative", "open-issue"],
  ["feedback-silent", "tracker-label-misspelt", "ab-test-not-ready"],
  ["feedback-lukewarm", "tracker-token-revoked"],
] as const;

/**
 * The items that ask no Prometheus: what people say, and what they noted. The decision asks the same again, for the
 * success criteria.
 */
const ITEMS = {
  "day5-6": { "D56-4": "D56-4" },
  day7: { "D7-7": "D7-7", "D7-8": "D7-8", "D7-9": "D7-9" },
  decision: { "SC-5": "D7-7", "SC-6": "D7-8" },
} as const;

for (const faults of BOOTS) {
  describe(`${faults.join(", ")}: each turns exactly its items`, () => {
    const window = bootedWindow(faults);
    const changes = Object.assign({}, ...faults.map((name) => findFault(name).changes)) as Record<string, string>;
    for (const phase of ["day5-6", "day7", "decision"] as const) {
      it(phase, async () => {
        const found = itemOutcomes(await window.judge({ phase }));
        const items = Object.entries(ITEMS[phase]);
        const ofPeople = Object.fromEntries(items.map(([item]) => [item, found[item]]));
        expect(ofPeople).to.deep.equal(Object.fromEntries(items.map(([item, as]) => [item, changes[as] ?? "passed"])));
      });
    }
  });
}
