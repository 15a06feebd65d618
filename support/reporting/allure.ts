import { randomUUID } from "node:crypto";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  type Attachment,
  type Label,
  type Link,
  Stage,
  Status,
  type StepResult,
  type TestResult,
} from "allure-js-commons";
import type { CheckResult } from "../model/check-result";
import type { Outcome } from "../model/outcome";
import type { RunResult } from "../model/run-result";
import type { RunbookItem } from "../model/runbook";
import { writeTimeline } from "./allure-timeline";
import { checkIds } from "./check-ids";
import { problemText } from "./junit";
import { type Language, REPORT_WORDS, outcomeText } from "./messages";
import { measurementText, measurementsCsv } from "./measurement-text";
import { WORDS } from "./run-page-words";

/** What the Allure results are made of, beside the run itself. */
export interface AllureOptions {
  /** The runbook: sections and titles in both languages. */
  readonly runbook: readonly RunbookItem[];
  readonly language: Language;
  /** Address of a page with an anchor for each runbook id, from the Allure page: "../index.html". */
  readonly itemsPageUrl: string;
}

/** Folder of the results within a run's folder. */
export const ALLURE_RESULTS = "allure-results";

/** Name of the label that holds a check's outcome in the runbook's words. */
export const OUTCOME_LABEL = "outcome";

/** Allure's word for each outcome; only a passed check is green, and none is "skipped", which Allure leaves out of the rate. */
export const ALLURE_STATUS: Readonly<Record<Outcome, Status>> = {
  passed: Status.PASSED,
  failed: Status.FAILED,
  inconclusive: Status.BROKEN,
  "not-run": Status.BROKEN,
};

/**
 * Writes one result per check, with copies of its evidence, to `allure-results` within the run's folder.
 * The id of a test case is made of the runbook ids, so equal names stay apart and a renamed scenario keeps its history.
 */
export async function writeAllureResults(runFolder: string, run: RunResult, options: AllureOptions): Promise<void> {
  const folder = path.join(runFolder, ALLURE_RESULTS);
  await mkdir(folder, { recursive: true });
  const ids = checkIds(run.checks);
  for (const [index, check] of run.checks.entries()) {
    const attachments = [
      ...(await writeMeasurements(folder, check, options)),
      ...(await copyEvidence(runFolder, folder, check)),
      ...(await writeTimeline(folder, check, run.timeline, options.language)),
    ];
    const result = { ...testResult(ids[index] ?? "", check, run, options), attachments };
    await writeFile(path.join(folder, `${result.uuid}-result.json`), JSON.stringify(result));
  }
}

function testResult(id: string, check: CheckResult, run: RunResult, options: AllureOptions): TestResult {
  const words = REPORT_WORDS[options.language];
  const start = Date.parse(check.startedAt);
  const heading = outcomeText(words, check.outcome, check.cause);
  return {
    uuid: randomUUID(),
    testCaseId: id,
    historyId: id,
    fullName: `${check.featureFile}: ${id}`,
    name: `${check.items.join(" ")} · ${check.scenario}`,
    status: ALLURE_STATUS[check.outcome],
    statusDetails:
      check.outcome === "passed" ? {} : { message: `${heading}: ${check.summary}\n\n${problemText(check)}` },
    stage: Stage.FINISHED,
    description: [check.description, `**${heading}**: ${escapeMarkdown(check.summary)}`].filter(Boolean).join("\n\n"),
    start,
    stop: start + check.durationMs,
    steps: stepResults(check, start),
    attachments: [],
    parameters: check.measurements.map((one) => ({ name: one.signal, value: measurementText(one) })),
    labels: labelsOf(id, check, run, options),
    links: [
      ...check.items.map((item): Link => ({ name: item, url: `${options.itemsPageUrl}#${item}`, type: "tms" })),
      ...decisionLinks(run, options),
    ],
  };
}

/** Way from the Allure page to the decision that the run came to. */
export const DECISION_URL = "../decision.html";

function decisionLinks({ phase }: RunResult, { language }: AllureOptions): Link[] {
  return phase === "decision" ? [{ name: WORDS[language].decision, url: DECISION_URL, type: "tms" }] : [];
}

function labelsOf(id: string, check: CheckResult, run: RunResult, { runbook, language }: AllureOptions): Label[] {
  const items = runbook.filter(({ id }) => check.items.includes(id));
  const isOfIncident = check.items.some((item) => run.incident?.items.includes(item));
  const phase = REPORT_WORDS[language].phases[isOfIncident ? "incident" : run.phase];
  const section = items[0]?.section[language] ?? check.feature;
  const severity = check.tags.find((tag) => tag.startsWith("@severity:"))?.slice("@severity:".length) ?? "critical";
  return [
    { name: "epic", value: phase },
    { name: "feature", value: section },
    ...(items.length > 0 ? items.map(({ id, title }) => `${id} ${title[language]}`) : [check.scenario]).map(
      (value) => ({
        name: "story",
        value,
      }),
    ),
    { name: "suite", value: section },
    { name: "severity", value: severity },
    { name: OUTCOME_LABEL, value: check.outcome },
    ...check.tags.map((tag) => ({ name: "tag", value: tag.replace(/^@/, "") })),
    { name: "framework", value: "cucumber" },
    { name: "host", value: run.environment },
    // The timeline draws a row per thread: checks that ran at the same time must not cover each other.
    { name: "thread", value: id },
  ];
}

const STEP_STATUS: Readonly<Record<string, Status>> = { PASSED: Status.PASSED, SKIPPED: Status.SKIPPED };

/** A step that failed has the status of its check; any status that is not known is broken. */
function stepResults({ steps, outcome }: CheckResult, checkStart: number): StepResult[] {
  let start = checkStart;
  return steps.map(({ text, status, durationMs, message }) => {
    const stop = start + durationMs;
    const failed = outcome === "failed" ? Status.FAILED : Status.BROKEN;
    const step: StepResult = {
      name: text,
      status: STEP_STATUS[status] ?? (status === "FAILED" ? failed : Status.BROKEN),
      statusDetails: message === null ? {} : { message },
      stage: Stage.FINISHED,
      steps: [],
      attachments: [],
      parameters: [],
      start,
      stop,
    };
    start = stop;
    return step;
  });
}

async function writeMeasurements(
  folder: string,
  check: CheckResult,
  { language }: AllureOptions,
): Promise<Attachment[]> {
  if (check.measurements.length === 0) return [];
  const source = `${randomUUID()}-attachment.csv`;
  await writeFile(path.join(folder, source), measurementsCsv(check.measurements));
  return [{ name: REPORT_WORDS[language].measurements, type: "text/csv", source }];
}

/** Markup from outside is shown as its text: a report must not run what a system sent. (SVG images are our own charts.) */
const SHOWN_AS_TEXT = new Set(["text/html", "application/xhtml+xml", "text/markdown"]);

/**
 * Endings that evidence keeps among the results. Allure takes other files there for results of its own: it would count the
 * tests in the JUnit XML that a check has read.
 */
const HARMLESS_ENDINGS = new Set([".txt", ".csv", ".json", ".png", ".jpg", ".svg"]);

async function copyEvidence(runFolder: string, folder: string, check: CheckResult): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for (const { path: file, mediaType, title } of check.evidence) {
    const asText = SHOWN_AS_TEXT.has(mediaType.split(";", 1)[0] ?? "");
    const ending = path.extname(file);
    const source = `${randomUUID()}-attachment${HARMLESS_ENDINGS.has(ending) ? ending : ".txt"}`;
    await copyFile(path.join(runFolder, file), path.join(folder, source));
    attachments.push({ name: title, type: asText ? "text/plain" : mediaType, source });
  }
  return attachments;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&-]/g, "\\$&");
}
