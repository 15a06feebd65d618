import { join } from "node:path";
import { describe, it } from "node:test";
import { expect } from "chai";
import { listFaults, type Fault } from "../../rehearsal/faults";
import { readRunbook } from "../../support/environment/runbook";
import type { RunResult } from "../../support/model/run-result";
import { outcomesOf, preflight } from "./command";
import { changesOf, notTold, playsOf, SHARED_RUNS, type Play } from "./shared-runs";

/** Each run waits a part of its time: for Prometheus's discovery, for deadlines that a fault lets pass. */
const AT_ONCE = 2;

const ITEMS = readRunbook(join(__dirname, "..", "..", "features", "runbook.yaml"))
  .filter(({ phase }) => phase === "preflight")
  .map(({ id }) => id);

/** Faults of the canary week have tests of their own: here they would change nothing. */
const FAULTS = listFaults().filter(({ changes }) => ITEMS.some((item) => item in changes));

const SHARED = playsOf(FAULTS, SHARED_RUNS);

/**
 * A run that faults share is held against all items: one that changed an item of another fault of its run as that one
 * does would not be noticed. Where FAULTS is "alone" in the environment each has a run of its own, in five times the time.
 */
const PLAYS = process.env["FAULTS"] === "alone" ? playsOf(FAULTS, []) : SHARED;

it("a shared run tells which of its faults turned an item, and the exit code of each", () => {
  expect(SHARED.flatMap((play) => notTold(play, ITEMS))).to.deep.equal([]);
  expect(SHARED.flat()).to.have.members(FAULTS);
});

it("faults that turn the same item, or end with different exit codes, share no run", () => {
  const named = (...names: string[]) => FAULTS.filter(({ name }) => names.includes(name));
  expect(notTold(named("redis-down", "redis-loading"), ITEMS)).to.deep.equal(["what turned D3-T6"]);
  expect(notTold(named("redis-down", "grafana-login-wall"), ITEMS)).to.deep.equal(["the exit code"]);
});

describe("each fault turns exactly its items", { concurrency: AT_ONCE }, () => {
  for (const play of PLAYS) {
    it(play.map((fault) => `${fault.name}: ${said(fault)}`).join("; "), async () => {
      const options = play.flatMap(({ name }) => ["--fault", name]);
      const { exitCode, verdict, output, remove } = await preflight(["--no-html", ...options]);
      if (verdict === null) throw new Error(`No verdict was written. The command said:\n${output}`);
      expectOutcomes(outcomesOf(verdict), play, output);
      expect(exitCode, "exit code").to.be.oneOf(expectedExitCodes(play));
      expectExplained(verdict, play);
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

function expectOutcomes(outcomes: Readonly<Record<string, string>>, play: Play, output: string): void {
  const changes = changesOf(play);
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

function expectedExitCodes(play: Play): number[] {
  const changes = changesOf(play);
  const outcomes = ITEMS.flatMap((item) => changes[item] ?? []).map(alternatives);
  if (outcomes.some((words) => words.join() === "failed")) return [1];
  return outcomes.every((words) => words.includes("passed")) ? [0, 2] : [2];
}

/** The error says what, where, why and how to fix. */
function expectExplained(verdict: RunResult, play: Play): void {
  const changes = changesOf(play);
  for (const check of verdict.checks.filter(({ outcome }) => outcome !== "passed")) {
    expect(Object.keys(changes)).to.include.members([...check.items]);
    expect(check.problems, check.scenario).to.have.length.above(0);
    for (const problem of check.problems) {
      for (const sentence of [problem.what, problem.where, problem.why, problem.fix])
        expect(sentence).to.match(/\S{2,}/);
    }
  }
}
