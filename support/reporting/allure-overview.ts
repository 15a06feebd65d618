import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Status } from "allure-js-commons";
import type { Category, ExecutorInfo } from "allure-js-commons/sdk";
import { CAUSES } from "../model/outcome";
import type { RunResult } from "../model/run-result";
import { ALLURE_RESULTS, DECISION_URL } from "./allure";
import { timelineRows } from "./charts/timeline-rows";
import { TIMELINE_WORDS } from "./charts/timeline-words";
import { INCIDENT_WORDS, incidentLines } from "./incident-words";
import { type Language, type ReportWords, REPORT_WORDS, outcomeText } from "./messages";

/** What the report's first page says of the run: the verdict, the environment, the groups of what is not passed. */
export interface OverviewOptions {
  readonly language: Language;
  /** Versions of tools and systems by name, shown as they are. */
  readonly versions: Readonly<Record<string, string>>;
  /** Number of this run among the runs of its phase, from 1. */
  readonly buildOrder: number;
}

/** Writes `environment.properties`, `categories.json` and `executor.json` to the run's `allure-results`. */
export async function writeAllureOverview(runFolder: string, run: RunResult, options: OverviewOptions): Promise<void> {
  const words = REPORT_WORDS[options.language];
  const write = (name: string, content: string): Promise<void> =>
    writeFile(path.join(runFolder, ALLURE_RESULTS, name), content);
  await write("environment.properties", propertiesText(environmentOf(run, options)));
  await write("categories.json", JSON.stringify(categoriesOf(words)));
  await write("executor.json", JSON.stringify(executorOf(run, words, options.buildOrder)));
}

/** Title of the report: the verdict first. */
export function reportTitle(run: RunResult, language: Language): string {
  const words = REPORT_WORDS[language];
  const rehearsal = run.rehearsal && run.environment !== "rehearsal" ? ` (${words.environment.rehearsal})` : "";
  return `${words.verdicts[run.verdict]} · ${words.phases[run.phase]} · ${run.environment}${rehearsal}`;
}

function environmentOf(run: RunResult, { language, versions }: OverviewOptions): [string, string][] {
  const words = REPORT_WORDS[language];
  const names = words.environment;
  const reasons = run.reasons.map((reason, index): [string, string] => [`${names.reason} ${index + 1}`, reason]);
  return [
    [names.verdict, words.verdicts[run.verdict]],
    [names.environment, run.environment],
    ...(run.rehearsal ? [[names.rehearsal, names.isRehearsal] satisfies [string, string]] : []),
    [names.standIns, run.standIns.length === 0 ? names.none : run.standIns.join(", ")],
    [names.release, `${run.release.id} (${run.release.service})`],
    ...reasons,
    [names.canary, run.release.canaryVersion],
    [names.legacy, run.release.legacyVersion],
    [names.run, run.runId],
    [names.evaluatedAt, run.evaluatedAt],
    [names.window, `${run.startedAt} – ${run.finishedAt}`],
    ...timelineOf(run, language),
    ...incidentOf(run, language),
    ...Object.entries(versions),
  ];
}

/** That the run looked into an incident by itself, or could not know whether it had to. */
function incidentOf({ incident }: RunResult, language: Language): [string, string][] {
  const lines = incidentLines(incident, language);
  return lines.length === 0 ? [] : [[INCIDENT_WORDS[language].title, lines.join(" ")]];
}

/** How long each stretch of the incident took; nothing where there was none. */
function timelineOf({ timeline }: RunResult, language: Language): [string, string][] {
  if (timeline === null) return [];
  const { title, notKnown, nothingKnown } = TIMELINE_WORDS[language];
  const { phases } = timelineRows(timeline, language);
  return [[title, phases.map(({ name, length }) => `${name} ${length ?? notKnown}`).join(" · ") || nothingKnown]];
}

/** Java's properties format: everything outside of ASCII, and what has a meaning in it, is escaped. */
function propertiesText(properties: readonly (readonly [string, string])[]): string {
  const escape = (text: string, isKey: boolean): string =>
    text
      .replace(/[\r\n]+/g, " ")
      .replace(isKey ? /[\\:=#! ]/g : /\\/g, "\\$&")
      .replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return properties.map(([name, value]) => `${escape(name, true)}=${escape(value, false)}\n`).join("");
}

/** Groups by the words with which a check's message begins; the first that matches takes it. */
function categoriesOf(words: ReportWords): Category[] {
  const begins = (heading: string): string => `(?s)^${heading.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}.*`;
  const inconclusive = CAUSES.map((cause) => outcomeText(words, "inconclusive", cause));
  return [
    { name: words.groups.failed, matchedStatuses: [Status.FAILED] },
    ...inconclusive.map((name) => ({ name, matchedStatuses: [Status.BROKEN], messageRegex: begins(name) })),
    { name: words.groups.notRun, matchedStatuses: [Status.BROKEN], messageRegex: begins(words.outcomes["not-run"]) },
    { name: words.groups.inconclusive, matchedStatuses: [Status.BROKEN] },
  ];
}

function executorOf(run: RunResult, words: ReportWords, buildOrder: number): ExecutorInfo {
  return {
    name: `canary-runbook: ${words.verdicts[run.verdict]}`,
    type: "canary-runbook",
    buildOrder,
    buildName: run.runId,
    ...(run.phase === "decision" ? { buildUrl: DECISION_URL } : {}),
    reportName: words.phases[run.phase],
  };
}
