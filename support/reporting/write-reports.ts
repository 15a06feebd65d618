import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expectedItems } from "../model/incident-watch";
import type { RunResult } from "../model/run-result";
import { type AllureOptions, writeAllureResults } from "./allure";
import { writeAllureHistory } from "./allure-history";
import { reportTitle, writeAllureOverview } from "./allure-overview";
import { ALLURE_REPORT, writeAllureReport } from "./allure-report";
import { JUNIT_FILE, junitXml } from "./junit";
import { reconcile } from "./reconcile";
import type { Redactor } from "./redact";
import { runPage } from "./run-page";
import { VERDICT_FILE, writeVerdictFile } from "./verdict-file";

/** The run on one page, within the run's folder. */
const RUN_PAGE = "index.html";

/** How the reports of a run are written. */
export interface ReportOptions extends AllureOptions {
  readonly redactor: Redactor;
  /** Versions of tools and systems by name, for the report's first page. */
  readonly versions: Readonly<Record<string, string>>;
  /** Whether the Allure page is generated, which takes Java and the longest part of the time. */
  readonly isHtml: boolean;
}

/** Where the reports of a run are. */
export interface WrittenReports {
  /** The run on one page. */
  readonly runPage: string;
  /** The Allure page; null where it was not asked for. */
  readonly allureReport: string | null;
  readonly verdictFile: string;
  readonly junitFile: string;
  /** Where the reports disagree, a sentence each: then the run ends with exit code 3, and it does not become the latest. */
  readonly differences: readonly string[];
}

/**
 * Writes all reports of a run into its folder `reports/<environment>/runs/<run id>`, redacted, in an order that leaves
 * nothing false behind when the process is killed: the verdict first and in one step, `latest/<phase>` last.
 * @throws ConfigurationError where the Allure page cannot be made; the other files are written by then.
 */
export async function writeReports(
  runFolder: string,
  unredacted: RunResult,
  options: ReportOptions,
): Promise<WrittenReports> {
  const { redactor, runbook, language, isHtml } = options;
  const run = redactor.json(unredacted);
  const items = expectedItems(runbook, run);
  await mkdir(runFolder, { recursive: true });
  await writeVerdictFile(runFolder, run);
  await writeFile(path.join(runFolder, JUNIT_FILE), junitXml(run));
  await writeFile(path.join(runFolder, RUN_PAGE), runPage(run, items, language));
  await writeAllureResults(runFolder, run, options);
  const buildOrder = await writeAllureHistory(runFolder, run, language);
  await writeAllureOverview(runFolder, run, { ...options, buildOrder });
  if (isHtml) await writeAllureReport(runFolder, reportTitle(run, language), language);
  const differences = await reconcile(runFolder, isHtml);
  if (differences.length === 0) await makeLatest(runFolder, run);
  return {
    runPage: path.join(runFolder, RUN_PAGE),
    allureReport: isHtml ? path.join(runFolder, ALLURE_REPORT) : null,
    verdictFile: path.join(runFolder, VERDICT_FILE),
    junitFile: path.join(runFolder, JUNIT_FILE),
    differences,
  };
}

/** Points `latest/<phase>` of the environment to the run, in one step. */
async function makeLatest(runFolder: string, { phase, runId }: RunResult): Promise<void> {
  const environmentFolder = path.dirname(path.dirname(path.resolve(runFolder)));
  const link = path.join(environmentFolder, "latest", phase);
  const beside = `${link}.${runId}`;
  await mkdir(path.dirname(link), { recursive: true });
  await rm(beside, { force: true });
  await symlink(path.join("..", "runs", path.basename(runFolder)), beside, "dir");
  await rename(beside, link);
}
