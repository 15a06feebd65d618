import { describe, it } from "node:test";
import { expect } from "chai";
import { findFault } from "../../rehearsal/faults";
import { REMOTE_STORAGE_SILENT, STORE_SILENT } from "../../rehearsal/stand-ins/prometheus-front/manner";
import { CANARY_PHASES } from "../../support/model/schedule";
import { bootedWindow, itemOutcomes } from "./window-run";

const SAID: Readonly<Record<string, string>> = {
  "prometheus-warns": REMOTE_STORAGE_SILENT,
  "thanos-partial": STORE_SILENT,
};

for (const [fault, warning] of Object.entries(SAID)) {
  describe(`${fault}: what Prometheus is asked for is inconclusive, and nothing else`, () => {
    const window = bootedWindow([fault], true);
    const { changes } = findFault(fault);
    for (const phase of CANARY_PHASES) {
      it(phase, async () => {
        const result = await window.judge({ phase });
        const found = itemOutcomes(result);
        const expected = Object.keys(found).map((item) => [item, changes[item] ?? "passed"]);
        expect(found).to.deep.equal(Object.fromEntries(expected));
        for (const { scenario, cause, problems } of result.checks.filter(({ outcome }) => outcome !== "passed")) {
          expect(cause, scenario).to.equal("provider-warning");
          expect(problems.map(({ what }) => what).join("\n"), scenario).to.include(warning);
        }
      });
    }
  });
}
