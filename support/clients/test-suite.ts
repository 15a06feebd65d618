import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckContext } from "../model/check-context";
import type { TestRun } from "../model/readings/test-run";
import { runProgram, type TimedProgram } from "./process/run-program";
import { readJUnitReport, type JUnitReport } from "./test-suite/junit-report";

/** The command of a test suite; one of its arguments holds `{report}`, the path to write the JUnit XML to. */
export type TestSuiteOptions = TimedProgram;

/** A test suite of the service, in the runbook's words. */
export interface TestSuite {
  /**
   * Runs all its tests once. The counts are those of the report that this very run has written.
   * @throws InconclusiveError where the check was interrupted meanwhile.
   */
  run(): Promise<TestRun>;
}

const PLACEHOLDER = "{report}";
const LARGEST_REPORT_BYTES = 32 * 1024 * 1024;

/** A client of one test suite. Source: pytest's JUnit XML (`--junitxml`). */
export function createTestSuite(options: TestSuiteOptions, context: CheckContext): TestSuite {
  return {
    run: async () => {
      // A folder of its own: a report of an earlier run can never be taken for this one's.
      const folder = await mkdtemp(join(tmpdir(), "canary-runbook-tests-"));
      try {
        const path = join(folder, "report.xml");
        const run = options.run.map((word) => word.replaceAll(PLACEHOLDER, path));
        const { end } = await runProgram({ ...options, run }, context);
        return { end, ...(await readReport(path, options, context)) };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function readReport(
  path: string,
  { run, title }: TestSuiteOptions,
  context: CheckContext,
): Promise<Pick<TestRun, "report" | "reportProblem">> {
  if (!run.some((word) => word.includes(PLACEHOLDER))) {
    return noReport(`the command does not say where to write it: none of its arguments holds ${PLACEHOLDER}`);
  }
  const file = await stat(path).catch(() => undefined);
  if (file === undefined) return noReport("the command wrote none");
  if (file.size > LARGEST_REPORT_BYTES) return noReport(`it has ${file.size} bytes, more than ${LARGEST_REPORT_BYTES}`);
  const xml = await readFile(path, "utf8");
  await context.evidence.keep({ title: `JUnit report of the ${title}`, mediaType: "application/xml", content: xml });
  const report: JUnitReport = readJUnitReport(xml);
  return report.kind === "unreadable" ? noReport(report.why) : { report: report.tests, reportProblem: null };
}

function noReport(reportProblem: string): Pick<TestRun, "report" | "reportProblem"> {
  return { report: null, reportProblem };
}
