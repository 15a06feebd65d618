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
  const planned = plannedChecks(features);
  options.onProgress?.({ kind: "planned", checks: planned });

  const brokenOff: BrokenOff[] = [];
  const runErrors: RunError[] = features.flatMap(unreadable);
  const library = await loaded(supportLibrary(sources, configuration), runErrors);
  if (library !== null) {
    const runOne = createCheckRunner({ sources, configuration, library, options, accept });
    await eachInTurn(
      planned,
      options.concurrency,
      ({ exclusive }) => exclusive,
      async (check) => {
        const missing = await unmetNeeds(check, options.readyFor);
        if (options.signal?.aborted === true) return;
        if (missing.length > 0) return void runErrors.push(...missing.filter((one) => !isSaid(one, runErrors)));
        options.onProgress?.({ kind: "started", check });
        const broken = await runOne(check);
        if (broken !== null) brokenOff.push(broken);
        const result = checkResult(check, merger.eventsOf(check.id), { strayErrors, brokenOff });
        options.onProgress?.({ kind: "ended", check, result });
      },
    );
  }
  if (options.signal?.aborted === true) runErrors.push(INTERRUPTED);

  const success = runErrors.length === 0 && planned.every(({ id }) => merger.eventsOf(id).some(isEnd));
  merger.finish(success, now()).forEach(file.append);
  const messages = merger.inOrder(planned.map(({ id }) => id));
  file.replace(messages);
  return { planned, messages, strayErrors: [], brokenOff, runErrors };
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
