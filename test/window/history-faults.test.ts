import { describe, it } from "node:test";
import { expect } from "chai";
import { listFaults, type Fault } from "../../rehearsal/faults";
import { serveHistory } from "../../rehearsal/history-server";
import { HEALTHY_PLAN } from "../../rehearsal/plan";
import { gravest, type Outcome } from "../../support/model/outcome";
import type { RunResult } from "../../support/model/run-result";
import { CANARY_PHASES } from "../../support/model/schedule";
import { bootedWindow, itemOutcomes, type Window } from "./window-run";

describe("each fault of the canary's metrics turns exactly its items", () => {
  const window = bootedWindow();
  for (const fault of listFaults().filter(({ plan }) => plan?.history !== undefined)) {
    const said = Object.entries(fault.changes).map(([item, outcome]) => `${item} ${outcome}`);
    it(`${fault.name}: ${said.join(", ") || "nothing: it is handled"}`, () => expectFault(window, fault));
  }

  it("healthy-noisy: a noisy week passes every check", async () => {
    const healthy = { name: "healthy-noisy", sentence: "", changes: {}, plan: { history: "healthy-noisy" } };
    await expectFault(window, healthy);
  });
});

async function expectFault(window: Window, { changes, plan }: Fault): Promise<void> {
  const history = await serveHistory(plan?.history ?? HEALTHY_PLAN.history);
  try {
    const found: Record<string, Outcome> = {};
    for (const phase of CANARY_PHASES) {
      const result = await window.judge({ phase, prometheusUrl: history.url });
      for (const [item, outcome] of Object.entries(itemOutcomes(result)))
        found[item] = gravest([outcome, ...(found[item] === undefined ? [] : [found[item]])]);
      expectExplained(result);
    }
    const expected = Object.fromEntries(Object.keys(found).map((item) => [item, changes[item] ?? "passed"]));
    expect(found).to.deep.equal(expected);
    expect(Object.keys(found)).to.include.members(Object.keys(changes));
  } finally {
    await history.stop();
  }
}

/** The error says what, where, why and how to fix. */
function expectExplained({ checks }: RunResult): void {
  for (const { outcome, problems, scenario } of checks) {
    if (outcome === "passed") continue;
    expect(problems, scenario).to.have.length.above(0);
    for (const { what, where, why, fix } of problems)
      for (const sentence of [what, where, why, fix])
        expect(sentence, scenario).to.match(/^(?!.*(undefined|NaN)).*\S{2,}/s);
  }
}
