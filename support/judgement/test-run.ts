import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { TestCounts, TestRun } from "../model/readings/test-run";
import { ending, judged, listed, measured, undecided } from "./judged";

const COUNTED = ["passed", "failed", "errors", "skipped"] as const;

/**
 * Judges a test command by its report: every count must be the expected one, and the command must agree (exit code 0).
 * A command that did not end in time, or could not be started, leaves the tests unknown.
 */
export function judgeTestRun(run: TestRun, expected: TestCounts): Judgement {
  const { end, report } = run;
  const where = `${end.command}, in ${end.folder}`;
  if (end.notStarted !== null) return undecided("not-executed", notStarted(where, end.notStarted));
  if (end.timedOut) return undecided("timed-out", tookTooLong(where, end.durationMs, end.tail));
  if (report === null) return judged({ summary: "", measurements: [], problems: [noReport(run, where)] });
  const measurements = COUNTED.map((word) =>
    measured({
      signal: `tests ${word}`,
      value: report.counts[word],
      unit: "tests",
      limit: expected[word],
      comparison: "equal",
      source: "JUnit XML of the test command",
      query: end.command,
    }),
  );
  const problems = [...countProblems(run, report, expected, where)];
  return judged({ summary: `${said(report.counts)}, in ${seconds(end.durationMs)}.`, measurements, problems });
}

function* countProblems(
  { end }: TestRun,
  report: NonNullable<TestRun["report"]>,
  expected: TestCounts,
  where: string,
): Generator<Explanation> {
  if (COUNTED.some((word) => report.counts[word] !== expected[word])) {
    yield {
      what: `The tests gave ${said(report.counts)}; expected is ${said(expected)}.`,
      where,
      why: likelyCause(report),
      fix: "Run the command in the checkout, mend the tests that are named, and run the preflight again.",
    };
  } else if (end.exitCode !== 0) {
    yield {
      what: `The test report counts as expected, but the test command ended with exit code ${end.exitCode ?? "none"}.`,
      where,
      why: `Something beside the tests went wrong. ${ending(end.tail)}`,
      fix: "Run the command in the checkout and see why it does not end with 0.",
    };
  }
}

function likelyCause({ counts, failures }: NonNullable<TestRun["report"]>): string {
  if (failures.length > 0)
    return `Not passed: ${listed(failures.map((test) => `${test.name} (${firstLine(test.message)})`))}.`;
  if (counts.skipped > 0) return "Tests are skipped: a skipped test proves nothing.";
  if (counts.passed === 0) return "No test was collected: the folder or the naming of the files may have changed.";
  return "Tests were added or removed since the runbook was written.";
}

function noReport({ end, reportProblem }: TestRun, where: string): Explanation {
  return {
    what: `The test command ended with exit code ${end.exitCode ?? "none"} and left no complete test report.`,
    where,
    why: `${reportProblem ?? "There is no report file."} ${ending(end.tail)}`,
    fix: "Run the command in the checkout; it must write a JUnit XML report to the path given as {report}.",
  };
}

function notStarted(where: string, why: string): Explanation {
  return {
    what: "The test command could not be started, so the tests are unknown.",
    where,
    why,
    fix: "Check the command and its folder in the environment file (commands), and that the program is installed.",
  };
}

function tookTooLong(where: string, durationMs: number, tail: string): Explanation {
  return {
    what: `The test command had not ended after ${seconds(durationMs)} and was stopped, so the tests are unknown.`,
    where,
    why: `A test hangs, or the limit is too short. ${ending(tail)}`,
    fix: "Run the command in the checkout; raise its timeoutSeconds in the environment file if it only needs longer.",
  };
}

function said({ passed, failed, errors, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed, ${errors} errors, ${skipped} skipped`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
