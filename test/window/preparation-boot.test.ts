import { describe, it } from "node:test";
import { expect } from "chai";
import type { Environment } from "../../support/environment/schema";
import type { RunResult } from "../../support/model/run-result";
import { bootedWindow, itemOutcomes } from "./window-run";

/** Before anybody has signed: what only people can say is not known. */
const UNSIGNED = {
  "D4-M1": "inconclusive",
  "D4-M2": "passed",
  "D4-M3": "inconclusive",
  "D4-M4": "passed",
  "D4-M5": "passed",
  "D4-C1": "passed",
  "D4-C2": "inconclusive",
  "D4-C3": "inconclusive",
} as const;

describe("the preparation of a sound rehearsal", () => {
  const window = bootedWindow();

  it("passes all that can be asked, and awaits the sign-offs of the rest", async () => {
    const result = await window.judge({ phase: "preparation" });
    expect(itemOutcomes(result)).to.deep.equal(UNSIGNED);
    expect(result.verdict).to.equal("INCONCLUSIVE");
    const causes = new Set(result.checks.flatMap(({ cause }) => cause ?? []));
    expect([...causes]).to.deep.equal(["awaiting-sign-off"]);
    expect(announced(result).filter((summary) => summary.includes(", since "))).to.deep.equal([]);
  });

  it("finds what it has posted when it is run again, and posts nothing twice", async () => {
    const result = await window.judge({ phase: "preparation" });
    expect(itemOutcomes(result)).to.deep.equal(UNSIGNED);
    for (const summary of announced(result)) expect(summary).to.include(", since ");
  });

  it("fails where the rollback has no endpoint: D4-M3", async () => {
    const result = await window.judge({ phase: "preparation", environment: withoutRollback });
    expect(itemOutcomes(result)).to.deep.equal({ ...UNSIGNED, "D4-M3": "failed" });
    expect(result.verdict).to.equal("NO-GO");
  });

  it("tells nobody who stands in no file: D4-C1 to D4-C3 are not known", async () => {
    const result = await window.judge({ phase: "preparation", environment: { communication: undefined } });
    expect(itemOutcomes(result)).to.deep.equal({ ...UNSIGNED, "D4-C1": "inconclusive" });
    const causes = result.checks.filter(({ items }) => items.includes("D4-C1")).map(({ cause }) => cause);
    expect(causes).to.deep.equal(["not-executed"]);
  });
});

describe("the preparation of an environment with faults", () => {
  const window = bootedWindow([
    "weight-drifted-at-runtime",
    "alert-silenced",
    "panel-error",
    "pagerduty-accepts-but-drops",
  ]);

  it("turns exactly the items that look at them", async () => {
    const result = await window.judge({ phase: "preparation" });
    const turned = { "D4-M2": "failed", "D4-M4": "failed", "D4-M5": "failed" };
    expect(itemOutcomes(result)).to.deep.equal({ ...UNSIGNED, ...turned });
    const failed = result.checks.filter(({ outcome }) => outcome === "failed").map(({ scenario }) => scenario);
    expect(failed).to.have.members([
      "The traffic is divided as before the roll-out",
      "PagerDuty takes a test alert",
      "Nothing hides the canary's alerts",
      "Every panel of the canary dashboard shows data",
    ]);
  });
});

function announced({ checks }: RunResult): readonly string[] {
  return checks.filter(({ tags }) => tags.includes("@changes:announcements")).map(({ summary }) => summary);
}

/** The description is asked for at a path that the service does not have. */
function withoutRollback({ incident }: Environment): Partial<Environment> {
  if (incident?.rollback === undefined) throw new Error("The rehearsal has no rollback.");
  const { rollback } = incident;
  const describe = { ...rollback.describe, path: "/api/v2/canary/no-such-thing" };
  return { incident: { ...incident, rollback: { ...rollback, describe } } };
}
