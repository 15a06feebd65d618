import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { closeBrowser } from "../../clients/browser";
import { closeTransports } from "../../clients/transport/create-http-transport";
import { judgeRun } from "../../judgement/verdict";
import { readRunbook } from "../../environment/runbook";
import type { CheckResult } from "../../model/check-result";
import type { RunResult } from "../../model/run-result";
import type { Phase, RunbookItem } from "../../model/runbook";
import { createProgress, type Progress } from "../../reporting/progress";
import { createRedactor, type Redactor } from "../../reporting/redact";
import { writeReports, type WrittenReports } from "../../reporting/write-reports";
import { checkResults } from "../../runner/check-results";
import { missingChecks } from "../../runner/missing-checks";
import { runChecks, type RunProgress } from "../../runner/run-checks";
import type { RunnerReport } from "../../runner/runner-report";
import { useSession } from "../../session";
import type { Interrupt } from "./interrupt";
import { newRunId } from "./run-id";
import { REHEARSAL } from "../../environment/schema";
import type { PhaseOptions } from "./options";
import { FEATURES, longestStepMs, sessionFor, SUPPORT_CODE } from "./session-for";
import type { Place } from "./place";
import { versionsOf } from "./versions";
import type { Voice } from "./voice";

/** A run that is to be carried out at a place that stands. */
export interface Assignment {
  readonly phase: Phase;
  readonly startedAt: Date;
  readonly options: PhaseOptions;
  readonly place: Place;
  readonly interrupt: Interrupt;
  readonly voice: Voice;
  /** Told when nothing of the place is needed any more: the reports are still to be written. */
  readonly afterChecks: () => void;
}

/** What came of a run: its result, and where the reports disagree. */
export interface Carried {
  readonly result: RunResult;
  readonly reports: WrittenReports;
  /** Errors of the run itself that make its exit code 3. */
  readonly couldNotRun: boolean;
}

/** What one run is called, where it is written, and what keeps secrets out of it. */
interface Run {
  readonly id: string;
  readonly folder: string;
  readonly redactor: Redactor;
  readonly runbook: readonly RunbookItem[];
  readonly progress: Progress;
}

/** Runs the phase's checks, judges the run, writes its reports and shows the verdict. */
export async function carryOut(assignment: Assignment): Promise<Carried> {
  const { phase, options, place } = assignment;
  const redactor = createRedactor({ ...place.secrets, ...place.secretsByName });
  const id = newRunId(phase, assignment.startedAt);
  const folder = join(options.out, options.environment, "runs", id);
  const runbook = readRunbook(join(FEATURES, "runbook.yaml"));
  const run: Run = { id, folder, redactor, runbook, progress: createProgress(terminal(redactor)) };
  mkdirSync(folder, { recursive: true });
  assignment.voice.through((line) => run.progress.note(line));
  try {
    const report = await runThePhase(assignment, run);
    await closeBrowser();
    assignment.afterChecks();
    const result = judgedRun(assignment, id, report, runbook);
    const reports = await writeAll(assignment, run, result);
    const pages = [reports.runPage, reports.allureReport, reports.verdictFile].filter((path) => path !== null);
    run.progress.finished(redactor.json(result), pages);
    return { result, reports, couldNotRun: report.runErrors.some(({ couldNotRun }) => couldNotRun) };
  } finally {
    run.progress.close();
    useSession(undefined);
    await closeBrowser();
    closeTransports();
  }
}

function runThePhase({ phase, place, interrupt }: Assignment, run: Run): Promise<RunnerReport> {
  const { signal } = interrupt;
  useSession(sessionFor({ runId: run.id, runFolder: run.folder, redactor: run.redactor, place, signal }));
  return runChecks({
    featurePaths: [FEATURES],
    supportPaths: SUPPORT_CODE,
    tags: `@phase:${phase}`,
    concurrency: place.environment.concurrency,
    stepTimeoutMs: longestStepMs(place.environment),
    signal,
    messagesFile: join(run.folder, "messages.ndjson"),
    redact: (envelope) => run.redactor.json(envelope),
    readyFor: () => place.monitored,
    onProgress: (event) => show(run.progress, event),
  });
}

function writeAll({ options, place }: Assignment, run: Run, result: RunResult): Promise<WrittenReports> {
  return writeReports(run.folder, result, {
    redactor: run.redactor,
    runbook: run.runbook,
    language: options.language ?? place.environment.language,
    versions: versionsOf(),
    itemsPageUrl: "../index.html",
    isHtml: options.isHtml,
  });
}

function judgedRun(
  { phase, startedAt, options, place }: Assignment,
  runId: string,
  report: RunnerReport,
  runbook: readonly RunbookItem[],
): RunResult {
  const expected = runbook.filter((item) => item.phase === phase);
  const ran = checkResults(report);
  const checks = inRunbookOrder([...ran, ...missingChecks(expected, ran, startedAt.toISOString())], runbook);
  const runErrors = report.runErrors.map(({ message }) => message);
  const { environment } = place;
  return {
    runId,
    environment: options.environment,
    rehearsal: options.environment === REHEARSAL,
    standIns: environment.standIns,
    phase,
    release: environment.release,
    evaluatedAt: (options.at ?? startedAt).toISOString(),
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    ...judgeRun({ expected, runbook, checks, runErrors }),
    checks,
  };
}

/** The runbook's order; a check of several items stands where its first one does, and unknown ones at the end. */
function inRunbookOrder(checks: readonly CheckResult[], runbook: readonly RunbookItem[]): CheckResult[] {
  const position = (id: string): number => runbook.findIndex((item) => item.id === id);
  const place = ({ items }: CheckResult): number => {
    const known = items.map(position).filter((index) => index >= 0);
    return known.length === 0 ? runbook.length : Math.min(...known);
  };
  return checks.toSorted((a, b) => place(a) - place(b));
}

function show(progress: Progress, event: RunProgress): void {
  switch (event.kind) {
    case "planned":
      return progress.planned(event.checks);
    case "started":
      return progress.started(event.check);
    case "ended":
      return progress.ended(event.check, event.result);
  }
}

function terminal(redactor: Redactor) {
  // isTTY is undefined where there is no terminal: undefined colours would be the library's own guess.
  const isTerminal = process.stdout.isTTY === true && process.env["CI"] === undefined;
  const hasColours = isTerminal && process.env["NO_COLOR"] === undefined;
  return { stream: process.stdout, isTerminal, hasColours, redact: redactor.text, now: () => performance.now() };
}
