import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { closeBrowser } from "../../clients/browser";
import { closeTransports } from "../../clients/transport/create-http-transport";
import { readRunbook } from "../../environment/runbook";
import type { JournalFact } from "../../model/journal-entry";
import type { RollbackMandate } from "../../model/incident-run";
import type { RunResult } from "../../model/run-result";
import type { Phase, RunbookItem } from "../../model/runbook";
import { INCIDENT_WORDS } from "../../reporting/incident-words";
import type { Language } from "../../reporting/messages";
import { createProgress, type Progress } from "../../reporting/progress";
import type { Redactor } from "../../reporting/redact";
import { writeReports, type WrittenReports } from "../../reporting/write-reports";
import { featureDigests } from "../../replay/feature-digests";
import { writeInputs, type GivenInputs } from "../../replay/inputs";
import { incidentSequel, tagsOf } from "../../replay/incident-sequel";
import { judgedRun, type RunHead } from "../../replay/judged-run";
import { writeRunEvents } from "../../replay/run-events";
import { checkResults } from "../../runner/check-results";
import { runChecks, type RunProgress } from "../../runner/run-checks";
import type { RunnerReport } from "../../runner/runner-report";
import { useSession } from "../../session";
import type { Interrupt } from "./interrupt";
import { writeDecision } from "./decision/write-decision";
import { journalRun, type JournalOfRun } from "./journal-of-run";
import { newRunId } from "./run-id";
import { metricsOfRun, sayUntold } from "./run-metrics-of";
import { REHEARSAL } from "../../environment/schema";
import type { PhaseOptions } from "./options";
import { canaryTimesOf, FEATURES, longestStepMs, sessionFor, SUPPORT_CODE } from "./session-for";
import type { Place } from "./place";
import { versionsOf } from "./versions";
import type { Voice } from "./voice";
import { redactorOf } from "./redactor-of";
import { isTerminal } from "./terminal";

/** A run that is to be carried out at a place that stands. */
export interface Assignment {
  readonly phase: Phase;
  readonly startedAt: Date;
  readonly options: PhaseOptions;
  readonly place: Place;
  readonly interrupt: Interrupt;
  readonly voice: Voice;
  /** Whether the run may roll the canary back; left out: it only reads. */
  readonly rollback?: RollbackMandate;
  /** Where progress and verdict are shown; by default this process's output. */
  readonly output?: Writable;
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
  readonly head: RunHead;
}

const READS_ONLY: RollbackMandate = { refusal: "This run only reads; npm run incident -- --roll-back may roll back." };

/** Runs the phase's checks, judges the run, writes its reports and shows the verdict. */
export async function carryOut(assignment: Assignment): Promise<Carried> {
  const { phase, options, place } = assignment;
  const redactor = redactorOf(place);
  const id = newRunId(phase, assignment.startedAt);
  const folder = join(options.out, options.environment, "runs", id);
  const runbook = readRunbook(join(FEATURES, "runbook.yaml"));
  const head = headOf(assignment, id);
  const language = options.language ?? place.environment.language;
  const progress = createProgress({ ...terminal(redactor, assignment.output ?? process.stdout), language });
  const run: Run = { id, folder, redactor, runbook, progress, head };
  mkdirSync(folder, { recursive: true });
  assignment.voice.through((line) => run.progress.note(line));
  try {
    const journal = await journalRun(join(options.out, options.environment), head, redactor);
    const metrics = metricsOfRun(place.environment, options.out, redactor);
    const report = await runThePhase(assignment, run, journal);
    await closeBrowser();
    assignment.afterChecks();
    writeRunEvents(folder, report, redactor);
    const runErrors = report.runErrors.map(({ message }) => message);
    const result = judgedRun({ head, ran: checkResults(report), runErrors, runbook });
    const reports = await writeAll(assignment, run, result);
    const couldNotRun = report.runErrors.some((error) => error.couldNotRun);
    const isSound = !couldNotRun && reports.differences.length === 0;
    await journal.ended(result, reports.verdictFile, isSound);
    const decided = phase === "decision" && isSound ? await decide(assignment, run, result, journal) : [];
    const pages = [...decided, reports.runPage, reports.allureReport, reports.verdictFile].filter(
      (path) => path !== null,
    );
    const untold = await metrics.ended();
    run.progress.finished(redactor.json(result), pages);
    sayUntold(untold, redactor);
    return { result, reports, couldNotRun };
  } finally {
    run.progress.close();
    useSession(undefined);
    await closeBrowser();
    closeTransports();
  }
}

function runThePhase(assignment: Assignment, run: Run, journal: JournalOfRun): Promise<RunnerReport> {
  const { phase, place, interrupt, options, rollback: mandate = READS_ONLY } = assignment;
  const { signal } = interrupt;
  const { id: runId, folder: runFolder, redactor, head } = run;
  const { evaluatedAt } = head;
  const tags = tagsOf(phase);
  const language = options.language ?? place.environment.language;
  const incident = { mandate, record: (fact: JournalFact) => journal.record(fact) };
  const session = sessionFor({ runId, runFolder, phase, evaluatedAt, redactor, place, signal, language, incident });
  useSession({ ...session, inputsDigest: keepInputs(run, { session, tags }) });
  return runChecks({
    featurePaths: [FEATURES],
    supportPaths: SUPPORT_CODE,
    tags,
    concurrency: place.environment.concurrency,
    stepTimeoutMs: longestStepMs(place.environment),
    signal,
    ...incidentSequel(phase, (because) => noteIncident(run.progress, because, language)),
    messagesFile: join(run.folder, "messages.ndjson"),
    redact: (envelope) => run.redactor.json(envelope),
    readyFor: () => place.monitored,
    onProgress: (event) => show(run.progress, event),
  });
}

/** Says on the terminal that the incident's part begins, and why. */
function noteIncident(progress: Progress, because: readonly string[], language: Language): void {
  [INCIDENT_WORDS[language].begun, ...because].forEach((line) => progress.note(line));
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

/** Writes the decision that the run comes to. @returns paths of what people read. */
function decide(
  { options, place: { environment } }: Assignment,
  { folder: runFolder, redactor, runbook, progress }: Run,
  result: RunResult,
  journal: JournalOfRun,
): Promise<string[]> {
  const language = options.language ?? environment.language;
  const folder = join(options.out, options.environment);
  const say = (line: string): void => progress.note(line);
  return writeDecision({ folder, runFolder, result, environment, runbook, redactor, journal, language, say });
}

/** Keeps what the run is judged by besides what its checks will read. @returns the file's SHA-256. */
function keepInputs({ folder, head, redactor }: Run, given: Pick<GivenInputs, "session" | "tags">): string {
  return writeInputs(
    folder,
    { ...given, versions: versionsOf(), run: head, features: featureDigests(FEATURES) },
    redactor,
  );
}

function headOf(assignment: Assignment, runId: string): RunHead {
  const { phase, startedAt, options, place } = assignment;
  const { environment } = place;
  const { id, service, canaryVersion, legacyVersion } = environment.release;
  return {
    runId,
    environment: options.environment,
    rehearsal: options.environment === REHEARSAL,
    standIns: environment.standIns,
    phase,
    release: { id, service, canaryVersion, legacyVersion },
    evaluatedAt: judgedTime(assignment),
    startedAt: startedAt.toISOString(),
  };
}

/** The time that is judged: the one that was asked for; the rehearsal's week lies in the past, so its own; else now. */
function judgedTime({ phase, startedAt, options, place: { environment } }: Assignment): string {
  if (options.at !== null) return options.at.toISOString();
  const times = options.environment === REHEARSAL ? canaryTimesOf(environment) : null;
  const judged = phase === "decision" ? "day7" : phase;
  const last = times?.checkpoints.findLast((checkpoint) => checkpoint.phase === judged);
  return last?.at ?? startedAt.toISOString();
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

function terminal(redactor: Redactor, stream: Writable & { readonly isTTY?: boolean }) {
  // isTTY is undefined where there is no terminal: undefined colours would be the library's own guess.
  const isLive = isTerminal(stream);
  const hasColours = isLive && process.env["NO_COLOR"] === undefined;
  return { stream, isTerminal: isLive, hasColours, redact: redactor.text, now: () => performance.now() };
}
