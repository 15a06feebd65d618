import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import schema from "../../support/reporting/verdict.schema.json";
import type { Verdict } from "../../support/model/outcome";
import { type FixtureRun, runFixture } from "./run-fixture";

const base = mkdtempSync(path.join(tmpdir(), "fixtures-"));
after(() => rmSync(base, { recursive: true, force: true }));

const isVerdictFile = addFormats(new Ajv2020({ allowUnionTypes: true })).compile(schema);

interface Case extends Omit<FixtureRun, "runFolder"> {
  readonly verdict: Verdict;
  /** "items outcome cause" of each check. */
  readonly checks: readonly string[];
}

const quick = { reports: { isHtml: false } } as const;
const one = ["D3-T1"];
const two = ["D3-T1", "D3-T2"];

const CASES: Readonly<Record<string, Case>> = {
  "all checks pass": { feature: "all-right", expected: two, verdict: "GO", checks: ["D3-T1 passed", "D3-T2 passed"] },
  "zero scenarios": { feature: "zero-scenarios", expected: one, verdict: "INCONCLUSIVE", checks: ["D3-T1 not-run"] },
  "no such feature file": {
    feature: "none",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 not-run"],
    ...quick,
  },
  "an undefined step": {
    feature: "undefined",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 not-run"],
    ...quick,
  },
  "a pending step": { feature: "pending", expected: one, verdict: "INCONCLUSIVE", checks: ["D3-T1 not-run"], ...quick },
  "an ambiguous step": {
    feature: "ambiguous",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 not-run"],
    ...quick,
  },
  "a skipped step": { feature: "skipped", expected: one, verdict: "INCONCLUSIVE", checks: ["D3-T1 not-run"], ...quick },
  "a failed Before hook": {
    feature: "before-hook-fails",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 not-run"],
    ...quick,
  },
  "a failed After hook, after a right and after a wrong answer": {
    feature: "after-hook-fails",
    expected: two,
    verdict: "NO-GO",
    checks: ["D3-T1 inconclusive not-executed", "D3-T2 failed"],
    ...quick,
  },
  "a scenario without steps": {
    feature: "no-steps",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 not-run"],
    ...quick,
  },
  "a scenario that judges nothing": {
    feature: "nothing-judged",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 inconclusive not-executed"],
    ...quick,
  },
  "judgements that cannot be read or contradict their step": {
    feature: "unreadable-judgement",
    expected: two,
    verdict: "NO-GO",
    checks: ["D3-T1 inconclusive not-executed", "D3-T2 failed"],
    ...quick,
  },
  "two scenarios of the same name": {
    feature: "equal-names",
    expected: one,
    verdict: "NO-GO",
    checks: ["D3-T1 passed", "D3-T1 failed"],
  },
  "a step past its deadline": {
    feature: "deadline",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 inconclusive timed-out"],
    options: { stepTimeoutMs: 100 },
    ...quick,
  },
  "a scenario without a runbook tag": {
    feature: "forgotten-tag",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["untagged:test/fixtures/features/forgotten-tag.feature:2 passed", "D3-T1 not-run"],
    ...quick,
  },
  "an item without a scenario": {
    feature: "all-right",
    expected: [...two, "D3-T3"],
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 passed", "D3-T2 passed", "D3-T3 not-run"],
  },
  "an item that the runbook does not have": {
    feature: "unknown-item",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1+D9-X9 passed"],
    ...quick,
  },
  "a feature file that is not Gherkin": {
    feature: "unreadable",
    expected: one,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 not-run"],
    ...quick,
  },
  "support code that throws while it is loaded": {
    feature: "all-right",
    support: ["features-support-broken"],
    expected: two,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 not-run", "D3-T2 not-run"],
    ...quick,
  },
  "BeforeAll throws": {
    feature: "all-right",
    support: ["features-support-before-all"],
    expected: two,
    verdict: "INCONCLUSIVE",
    checks: ["D3-T1 not-run", "D3-T2 not-run"],
    ...quick,
  },
  "each kind of answer": {
    feature: "wrong-and-unknown",
    expected: two,
    verdict: "NO-GO",
    checks: [
      "D3-T1 failed",
      "D3-T2 inconclusive unreachable",
      "D3-T3 passed",
      "D3-T4 failed",
      "D3-T5 inconclusive not-executed",
    ],
  },
};

describe("a run of", () => {
  for (const [index, [name, { verdict, checks, ...fixture }]] of Object.entries(CASES).entries()) {
    test(`${name}: ${verdict}, and all reports agree`, async () => {
      const runFolder = path.join(base, `environment-${index}`, "runs", "run");
      const { run, written } = await runFixture({ ...fixture, runFolder });
      const outcomes = run.checks.map(({ items, outcome, cause }) =>
        [items.join("+"), outcome, cause].filter(Boolean).join(" "),
      );
      assert.deepEqual(outcomes, checks);
      assert.equal(run.verdict, verdict);
      assert.deepEqual(written.differences, []);
      assert.equal(
        isVerdictFile(JSON.parse(readFileSync(written.verdictFile, "utf8"))),
        true,
        JSON.stringify(isVerdictFile.errors),
      );
    });
  }
});

test("checks that share an exclusive tag never overlap", async () => {
  const runFolder = path.join(base, "exclusive", "runs", "run");
  const expected = ["D3-T1", "D3-T2", "D3-T3"];
  const { run } = await runFixture({ feature: "exclusive", expected, runFolder, ...quick });
  assert.equal(run.verdict, "GO");
});

test("a check begins when what it needs is ready, and keeps no other check waiting", async () => {
  const runFolder = path.join(base, "needs", "runs", "run");
  const told: string[] = [];
  let monitored = (): void => undefined;
  const ready = new Promise<void>((resolve) => (monitored = resolve));
  const { run } = await runFixture({
    feature: "needs",
    expected: two,
    runFolder,
    options: {
      readyFor: (need) => {
        told.push(need);
        return ready;
      },
      onProgress: (progress) => {
        if (progress.kind === "planned") return;
        told.push(`${progress.check.id} ${progress.kind}`);
        if (progress.kind === "ended") monitored();
      },
    },
    ...quick,
  });
  assert.equal(run.verdict, "GO");
  assert.deepEqual(told, ["monitoring", "D3-T2 started", "D3-T2 ended", "D3-T1 started", "D3-T1 ended"]);
});

test("a check whose need is never met is not run, and the run could not be carried out", async () => {
  const { run, report } = await runFixture({
    feature: "needs",
    expected: two,
    runFolder: path.join(base, "unmet-needs", "runs", "run"),
    options: { readyFor: () => Promise.reject(new Error("Prometheus does not come up.")) },
    ...quick,
  });
  assert.equal(run.verdict, "INCONCLUSIVE");
  assert.deepEqual(
    run.checks.map(({ items, outcome }) => `${items.join("+")} ${outcome}`),
    ["D3-T1 not-run", "D3-T2 passed"],
  );
  assert.deepEqual(report.runErrors, [
    {
      kind: "need-not-met",
      message: "Checks that need monitoring were not begun, because it is not ready: Prometheus does not come up.",
      couldNotRun: true,
    },
  ]);
});

test("an interrupted run starts no further check, tells the running one, and is inconclusive", async () => {
  const runFolder = path.join(base, "interrupted", "runs", "run");
  const interrupt = new AbortController();
  const { run, report } = await runFixture({
    feature: "slow",
    expected: ["D3-T1", "D3-T2"],
    runFolder,
    options: {
      concurrency: 1,
      signal: interrupt.signal,
      stepTimeoutMs: 60_000,
      graceMs: 50,
      onProgress: (progress) => {
        if (progress.kind === "started" && progress.check.id === "D3-T2") interrupt.abort();
      },
    },
    ...quick,
  });
  assert.equal(run.verdict, "INCONCLUSIVE");
  assert.deepEqual(
    run.checks.map(({ outcome }) => outcome),
    ["passed", "not-run"],
  );
  assert.deepEqual(
    report.runErrors.map(({ kind }) => kind),
    ["interrupted"],
  );
});
