import { randomUUID } from "node:crypto";
import { TimeConversion, type Envelope } from "@cucumber/messages";
import type { CheckResult } from "../model/check-result";
import { checkResult } from "./check-results";
import type { StrayError } from "./check-scope";
import { type Sources, configurationFor, readFeatures, supportLibrary } from "./cucumber-api";
import { eachInTurn } from "./in-turn";
import { createMessageMerger } from "./merge-messages";
import { openMessageFile } from "./message-file";
import { type PlannedCheck, plannedChecks } from "./planned-check";
import { createCheckRunner } from "./run-one-check";
import { guardRun } from "./run-guard";
import { fullMessage } from "./runner-errors";
import type { BrokenOff, RunError, RunnerReport } from "./runner-report";

/** What happens while a run goes on. */
export type RunProgress =
  | { readonly kind: "planned"; readonly checks: readonly PlannedCheck[] }
  | { readonly kind: "started"; readonly check: PlannedCheck }
  | { readonly kind: "ended"; readonly check: PlannedCheck; readonly result: CheckResult };

/** Checks that are begun because of what others found. */
export interface Sequel {
  /** The tag that they carry. */
  readonly tag: string;
  /** Asked once, when all other checks have ended. */
  readonly isDue: (results: readonly CheckResult[]) => boolean;
}

/** How the features are run. */
export interface RunChecksOptions {
  /** Feature files, folders or globs, relative to `cwd`. */
  readonly featurePaths: readonly string[];
  /** Globs of support code and steps, loaded by `require`. */
  readonly supportPaths: readonly string[];
  /** Tag expression; by default all scenarios. */
  readonly tags?: string;
  /** How many checks run at once, at least 1. */
  readonly concurrency: number;
  /** How long one step or hook may take. */
  readonly stepTimeoutMs: number;
  /** Interrupts the run: checks under way are told to stop, the others are not started. */
  readonly signal?: AbortSignal;
  /** How long a check may go on after an interruption before the run goes on without it; by default 10 s. */
  readonly graceMs?: number;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Resolves when what a check needs (`@needs:…`) is ready; by default at once. A rejection: it never will be. */
  readonly readyFor?: (need: string) => Promise<void>;
  /** Path of `messages.ndjson`; by default nothing is written. */
  readonly messagesFile?: string;
  /** Checks that wait for all others, and begin only where these ask for them: where not, they are no part of the run. */
  readonly sequel?: Sequel;
  /** Removes secrets from what is written. */
  readonly redact?: (envelope: Envelope) => Envelope;
  readonly worldParameters?: Readonly<Record<string, string>>;
  /** By default the process's folder. */
  readonly cwd?: string;
}

/** How long errors that nobody awaited may still come in after the last check. */
const SETTLE_MS = 50;

/**
 * Runs the features' scenarios as checks, several at once in this process, each as a run of cucumber of its own.
 * It does not judge: a run that could not be carried out comes back with `runErrors`, never as an exception.
 */
export async function runChecks(options: RunChecksOptions): Promise<RunnerReport> {
  const strayErrors: StrayError[] = [];
  const lift = guardRun((stray) => strayErrors.push(stray));
  try {
    const report = await runGuarded(options, strayErrors);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return { ...report, strayErrors, runErrors: [...report.runErrors, ...withoutOwner(strayErrors)] };
  } finally {
    lift();
  }
}

async function runGuarded(options: RunChecksOptions, strayErrors: readonly StrayError[]): Promise<RunnerReport> {
  const file = openMessageFile(options.messagesFile ?? null, options.redact ?? ((envelope) => envelope));
  const merger = createMessageMerger(randomUUID(), now());
  const accept = (key: string, envelope: Envelope): void => merger.accept(key, envelope).forEach(file.append);

  const sources = sourcesOf(options);
  const configuration = await configurationFor(sources);
  const features = await readFeatures(sources, configuration);
  features.filter(isOfFeatures).forEach((envelope) => accept("features", envelope));
  const runErrors: RunError[] = features.flatMap(unreadable);
  const brokenOff: BrokenOff[] = [];
  const resultOf = (check: PlannedCheck): CheckResult =>
    checkResult(check, merger.eventsOf(check.id), { strayErrors, brokenOff });

  const parts = parted(plannedChecks(features), options.sequel);
  options.onProgress?.({ kind: "planned", checks: parts.first });
  const library = await loaded(supportLibrary(sources, configuration), runErrors);
  const runOne = library === null ? null : createCheckRunner({ sources, configuration, library, options, accept });
  const planned = await runInTurn(parts, { options, runOne, resultOf, brokenOff, runErrors });
  if (options.signal?.aborted === true) runErrors.push(INTERRUPTED);

  const success = runErrors.length === 0 && planned.every(({ id }) => merger.eventsOf(id).some(isEnd));
  merger.finish(success, now()).forEach(file.append);
  const messages = merger.inOrder(planned.map(({ id }) => id));
  file.replace(messages);
  return { planned, messages, strayErrors: [], brokenOff, runErrors };
}

/** The checks that begin at once, and those that wait until these ask for them. */
interface Parts {
  readonly first: readonly PlannedCheck[];
  readonly later: readonly PlannedCheck[];
}

function parted(checks: readonly PlannedCheck[], sequel: Sequel | undefined): Parts {
  const isLater = ({ tags }: PlannedCheck): boolean => sequel !== undefined && tags.includes(sequel.tag);
  return { first: checks.filter((check) => !isLater(check)), later: checks.filter(isLater) };
}

/** What the checks of a run are carried out with, and where it is kept what went wrong. */
interface Bench {
  readonly options: RunChecksOptions;
  /** null: the support code could not be loaded. */
  readonly runOne: ((check: PlannedCheck) => Promise<BrokenOff | null>) | null;
  readonly resultOf: (check: PlannedCheck) => CheckResult;
  readonly brokenOff: BrokenOff[];
  readonly runErrors: RunError[];
}

/** @returns the checks that are part of the run, whether they could be begun or not. */
async function runInTurn({ first, later }: Parts, bench: Bench): Promise<readonly PlannedCheck[]> {
  const { options, resultOf } = bench;
  await runAll(first, bench);
  if (options.sequel?.isDue(first.map(resultOf)) !== true) return first;
  options.onProgress?.({ kind: "planned", checks: later });
  await runAll(later, bench);
  return [...first, ...later];
}

async function runAll(checks: readonly PlannedCheck[], bench: Bench): Promise<void> {
  const { options, runOne, resultOf, brokenOff, runErrors } = bench;
  if (runOne === null) return;
  await eachInTurn(
    checks,
    options.concurrency,
    ({ exclusive }) => exclusive,
    async (check) => {
      const missing = await unmetNeeds(check, options.readyFor);
      if (options.signal?.aborted === true) return;
      if (missing.length > 0) return void runErrors.push(...missing.filter((one) => !isSaid(one, runErrors)));
      options.onProgress?.({ kind: "started", check });
      const broken = await runOne(check);
      if (broken !== null) brokenOff.push(broken);
      options.onProgress?.({ kind: "ended", check, result: resultOf(check) });
    },
  );
}

async function unmetNeeds(
  { needs }: PlannedCheck,
  readyFor: RunChecksOptions["readyFor"],
): Promise<readonly RunError[]> {
  if (readyFor === undefined) return [];
  const missing = await Promise.all(
    needs.map((need) =>
      readyFor(need).then(
        () => [],
        (error: unknown) => [`Checks that need ${need} were not begun, because it is not ready: ${fullMessage(error)}`],
      ),
    ),
  );
  return missing.flat().map((message) => ({ kind: "need-not-met", message, couldNotRun: true }));
}

function isSaid({ message }: RunError, runErrors: readonly RunError[]): boolean {
  return runErrors.some((error) => error.message === message);
}

const INTERRUPTED: RunError = {
  kind: "interrupted",
  message: "The run was interrupted before its end.",
  couldNotRun: false,
};

function sourcesOf(options: RunChecksOptions): Sources {
  const { featurePaths, supportPaths, tags = "", worldParameters = {}, cwd = process.cwd() } = options;
  return { featurePaths, supportPaths, tags, worldParameters, cwd };
}

function isOfFeatures({ meta, source, gherkinDocument, pickle, parseError }: Envelope): boolean {
  return (meta ?? source ?? gherkinDocument ?? pickle ?? parseError) !== undefined;
}

function isEnd({ testCaseFinished }: Envelope): boolean {
  return testCaseFinished !== undefined;
}

function unreadable({ parseError }: Envelope): RunError[] {
  if (parseError === undefined) return [];
  const place = `${parseError.source.uri ?? "a feature file"}:${parseError.source.location?.line ?? 0}`;
  return [{ kind: "features-unreadable", message: `${place}: ${parseError.message}`, couldNotRun: true }];
}

async function loaded<T>(library: Promise<T>, runErrors: RunError[]): Promise<T | null> {
  try {
    return await library;
  } catch (error) {
    const message = `The support code could not be loaded: ${fullMessage(error)}`;
    runErrors.push({ kind: "support-code-not-loaded", message, couldNotRun: true });
    return null;
  }
}

function withoutOwner(strayErrors: readonly StrayError[]): RunError[] {
  return strayErrors
    .filter(({ checkId }) => checkId === null)
    .map(({ type, message }) => ({
      kind: "error-without-owner",
      message: `An error that belongs to no check: ${type}: ${message}`,
      couldNotRun: false,
    }));
}

function now(): { seconds: number; nanos: number } {
  return TimeConversion.millisecondsSinceEpochToTimestamp(Date.now());
}
