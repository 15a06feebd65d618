import { create } from "xmlbuilder2";
import type { CheckResult } from "../model/check-result";
import { formatExplanation } from "../model/explanation";
import type { RunResult } from "../model/run-result";
import { incidentLines } from "./incident-words";
import { checkIds } from "./check-ids";

/** Name of the file within a run's folder. */
export const JUNIT_FILE = "junit.xml";

/** Name of the property that holds a test case's check id. */
export const CHECK_PROPERTY = "check";

/** Name of the property that holds a test case's outcome in the runbook's words. */
export const OUTCOME_PROPERTY = "outcome";

interface Named {
  readonly id: string;
  readonly check: CheckResult;
}

/**
 * JUnit XML of a run: a test suite per feature, a test case per check. A failed check is a failure; an inconclusive one
 * and one that was not run are errors, so that no reader takes them for a success.
 */
export function junitXml(run: RunResult): string {
  const ids = checkIds(run.checks);
  const named = run.checks.map((check, index) => ({ id: ids[index] ?? "", check }));
  const suites = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "�" }).ele("testsuites", {
    name: `canary-runbook ${run.phase}: ${run.verdict}`,
    ...totals(named),
    timestamp: run.startedAt,
  });
  for (const feature of new Set(named.map(({ check }) => check.feature))) {
    addSuite(
      suites,
      run,
      feature,
      named.filter(({ check }) => check.feature === feature),
    );
  }
  return suites.end({ prettyPrint: true });
}

type Node = ReturnType<ReturnType<typeof create>["ele"]>;

function addSuite(suites: Node, run: RunResult, feature: string, checks: readonly Named[]): void {
  const suite = suites.ele("testsuite", { name: feature, ...totals(checks), timestamp: run.startedAt });
  addProperties(suite, {
    environment: run.environment,
    rehearsal: String(run.rehearsal),
    standIns: run.standIns.join(", "),
    phase: run.phase,
    runId: run.runId,
    release: run.release.id,
    verdict: run.verdict,
    ...incidentProperty(run),
  });
  checks.forEach((one) => addCase(suite, one));
}

/** Whether the run looked into an incident by itself, and why, or could not know whether it had to. */
function incidentProperty({ incident }: RunResult): Readonly<Record<string, string>> {
  const lines = incidentLines(incident, "en");
  return lines.length === 0 ? {} : { incident: lines.join(" ") };
}

function addCase(suite: Node, { id, check }: Named): void {
  const { outcome, cause, summary } = check;
  const testCase = suite.ele("testcase", {
    name: `${id}: ${check.scenario}`,
    classname: check.feature,
    time: seconds(check.durationMs),
    file: check.featureFile,
  });
  addProperties(testCase, { [CHECK_PROPERTY]: id, [OUTCOME_PROPERTY]: outcome });
  if (outcome === "passed") return;
  const kind = outcome === "failed" ? "failure" : "error";
  testCase.ele(kind, { type: cause ?? outcome, message: summary }).txt(problemText(check));
}

function addProperties(node: Node, properties: Readonly<Record<string, string>>): void {
  const list = node.ele("properties");
  Object.entries(properties).forEach(([name, value]) => list.ele("property", { name, value }));
}

function totals(checks: readonly Named[]): Record<string, string> {
  const count = (of: (check: CheckResult) => boolean): string => String(checks.filter(({ check }) => of(check)).length);
  return {
    tests: String(checks.length),
    failures: count(({ outcome }) => outcome === "failed"),
    errors: count(({ outcome }) => outcome === "inconclusive" || outcome === "not-run"),
    skipped: "0",
    time: seconds(checks.reduce((sum, { check }) => sum + check.durationMs, 0)),
  };
}

/** All problems of a check as text; its summary where it has none. */
export function problemText({ problems, summary }: CheckResult): string {
  return problems.length === 0 ? summary : problems.map(formatExplanation).join("\n\n");
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
