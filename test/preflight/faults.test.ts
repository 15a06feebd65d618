import { join } from "node:path";
import { describe, it } from "node:test";
import { expect } from "chai";
import { listFaults, type Fault } from "../../rehearsal/faults";
import { readRunbook } from "../../support/environment/runbook";
import type { RunResult } from "../../support/model/run-result";
import { outcomesOf, preflight } from "./command";

/** Each run waits most of its time: for Prometheus's discovery, for deadlines. */
const AT_ONCE = 2;

const ITEMS = readRunbook(join(__dirname, "..", "..", "features", "runbook.yaml"))
  .filter(({ phase }) => phase === "preflight")
  .map(({ id }) => id);

/** Faults of the canary week have tests of their own: here they would change nothing. */
const FAULTS = listFaults().filter(({ changes }) => ITEMS.some((item) => item in changes));

describe("each fault turns exactly its items", { concurrency: AT_ONCE }, () => {
  for (const fault of FAULTS) {
    it(`${fault.name}: ${said(fault)}`, async () => {
      const { exitCode, verdict, output, remove } = await preflight(["--no-html", "--fault", fault.name]);
      if (verdict === null) throw new Error(`No verdict was written. The command said:\n${output}`);
      expectOutcomes(outcomesOf(verdict), fault, output);
      expect(exitCode, "exit code").to.be.oneOf(expectedExitCodes(fault));
      expectExplained(verdict, fault);
      remove();
    });
  }
});

function said({ changes }: Fault): string {
  return Object.entries(changes)
    .filter(([item]) => ITEMS.includes(item))
    .map(([item, outcome]) => `${item} ${outcome}`)
    .join(", ");
}

function expectOutcomes(outcomes: Readonly<Record<string, string>>, { changes }: Fault, output: string): void {
  const expected = Object.fromEntries(ITEMS.map((item) => [item, alternatives(changes[item] ?? "passed")]));
  const wrong = ITEMS.filter((item) => !(expected[item] ?? []).includes(outcomes[item] ?? "missing"));
  expect(
    wrong.map((item) => `${item} is ${outcomes[item] ?? "missing"}`),
    output,
  ).to.deep.equal([]);
}

function alternatives(outcome: string): string[] {
  return outcome.split(" or ");
}

function expectedExitCodes({ changes }: Fault): number[] {
  const outcomes = ITEMS.flatMap((item) => changes[item] ?? []).map(alternatives);
  if (outcomes.some((words) => words.join() === "failed")) return [1];
  return outcomes.every((words) => words.includes("passed")) ? [0, 2] : [2];
}

/** The error says what, where, why and how to fix. */
function expectExplained(verdict: RunResult, { changes }: Fault): void {
  for (const check of verdict.checks.filter(({ outcome }) => outcome !== "passed")) {
    expect(Object.keys(changes)).to.include.members([...check.items]);
    expect(check.problems, check.scenario).to.have.length.above(0);
    for (const problem of check.problems) {
      for (const sentence of [problem.what, problem.where, problem.why, problem.fix])
        expect(sentence).to.match(/\S{2,}/);
    }
  }
}
