import type { Systems } from "../assembly";
import type { CheckResult } from "../model/check-result";
import type { CheckContext } from "../model/check-context";
import type { AskedLimit, LimitOverrides } from "../model/limits";
import type { RunResult } from "../model/run-result";
import type { RunbookItem } from "../model/runbook";
import { verdictFileOf } from "../reporting/verdict-file";
import { currentCheck } from "../runner/check-scope";
import { checkResult, checkResults } from "../runner/check-results";
import { runChecks } from "../runner/run-checks";
import type { RunnerReport } from "../runner/runner-report";
import { useSession, type Session } from "../session";
import { compareEvidence, compareVerdicts, type Difference, type VerdictDocument } from "./compare";
import { incidentSequel } from "./incident-sequel";
import { judgedRun } from "./judged-run";
import { keepAgain, type KeptAgain } from "./kept-again";
import { recallSystems } from "./recall-systems";
import type { RunEvents } from "./run-events";
import { verdictSchema, type StoredCheck, type StoredRun } from "./stored-run";

/** With what a stored run is judged again. */
export interface ReplayOptions {
  /** Feature files or folders, and globs of support code. */
  readonly featurePaths: readonly string[];
  readonly supportPaths: readonly string[];
  /** The folder that both are relative to. */
  readonly cwd: string;
  /** All items of the runbook. */
  readonly runbook: readonly RunbookItem[];
  readonly limits?: LimitOverrides;
}

/** A run that was judged again. */
export interface JudgedAgain {
  readonly result: RunResult;
  /** What verdict.json would say. */
  readonly document: VerdictDocument;
  readonly differences: readonly Difference[];
  readonly askedLimits: readonly AskedLimit[];
  /** Ids of checks that were never begun then: they are not judged now either. */
  readonly neverBegun: readonly string[];
  /** Why it could not be judged at all; none where it was. */
  readonly couldNotRun: readonly string[];
}

/** How many checks are judged at once: they wait for nothing. */
const AT_ONCE = 4;

/** A replay waits for nobody: a step that takes so long is a fault of ours. */
const STEP_TIMEOUT_MS = 60_000;

/** Judges a stored run again: the same features, with what the systems gave then. Asks nobody and changes nothing. */
export async function judgeAgain(run: StoredRun, options: ReplayOptions): Promise<JudgedAgain> {
  const askedLimits: AskedLimit[] = [];
  const kept = keepAgain();
  const { featurePaths, supportPaths, cwd, runbook, limits } = options;
  const session = sessionOf(run, kept, limits, (asked) => askedLimits.push(asked));
  useSession(session);
  try {
    const source = { featurePaths, supportPaths, cwd, tags: run.inputs.tags };
    const sequel = incidentSequel(run.inputs.run.phase);
    const report = await runChecks({ ...source, ...sequel, concurrency: AT_ONCE, stepTimeoutMs: STEP_TIMEOUT_MS });
    const together = withEvents(report, run.events);
    const runErrors = together.runErrors.map(({ message }) => message);
    const ran = resultsOf(together, run);
    const result = judgedRun({ head: run.inputs.run, ran, runErrors, runbook });
    const document = documentOf(result);
    const madeAgain = run.checks.flatMap(({ id, document: then }) => compareEvidence(id, then.evidence, kept.of(id)));
    return {
      result,
      document,
      differences: [...compareVerdicts(run.document, document), ...madeAgain],
      askedLimits,
      neverBegun: report.planned.map(({ id }) => id).filter((id) => isNeverBegun(storedCheck(run, id))),
      couldNotRun: report.runErrors.filter(({ couldNotRun }) => couldNotRun).map(({ message }) => message),
    };
  } finally {
    useSession(undefined);
  }
}

/** What happened beside the steps then, and what happened now. */
function withEvents(report: RunnerReport, then: RunEvents): RunnerReport {
  return {
    ...report,
    strayErrors: [...then.strayErrors, ...report.strayErrors],
    brokenOff: [...then.brokenOff, ...report.brokenOff],
    runErrors: [...then.runErrors, ...report.runErrors],
  };
}

/** The results with the evidence of then; of a check that was never begun, what the runner says of such a one. */
function resultsOf(report: RunnerReport, run: StoredRun): CheckResult[] {
  const judged = checkResults(report);
  return report.planned.flatMap((check, index) => {
    const stored = storedCheck(run, check.id);
    const again = isNeverBegun(stored) ? checkResult(check, [], report, run.inputs.run.startedAt) : judged[index];
    return again === undefined ? [] : [{ ...again, evidence: stored?.document.evidence ?? [] }];
  });
}

function documentOf(result: RunResult): VerdictDocument {
  return verdictSchema.parse(JSON.parse(JSON.stringify(verdictFileOf(result))));
}

function storedCheck({ checks }: StoredRun, id: string | undefined): StoredCheck | undefined {
  return checks.find((check) => check.id === id);
}

function sessionOf(
  run: StoredRun,
  evidence: KeptAgain,
  limits: LimitOverrides | undefined,
  onLimitAsked: (asked: AskedLimit) => void,
): Session {
  return {
    ...run.inputs.session,
    ...(limits === undefined ? {} : { limits }),
    signal: new AbortController().signal,
    evidence,
    systemsFor: (context) => systemsOf(run, context),
    onLimitAsked,
    wasInterruptedAt: (id, conclusion) => {
      const at = storedCheck(run, id)?.readings?.interruptedAt ?? null;
      return at !== null && conclusion >= at;
    },
  };
}

/** What the check was given then; and what it could not undo then cannot be undone now either. */
function systemsOf(run: StoredRun, context: CheckContext): Systems {
  const stored = storedCheck(run, currentCheck()?.id ?? context.checkId);
  for (const { description, reason } of stored?.readings?.leftBehind.toReversed() ?? []) {
    context.undo.declare(description, () => Promise.reject(new Error(reason)));
  }
  return recallSystems(stored?.readings?.asked ?? [], stored?.readingsPath ?? "the record");
}

function isNeverBegun(stored: StoredCheck | undefined): boolean {
  return stored !== undefined && stored.readings === null;
}
