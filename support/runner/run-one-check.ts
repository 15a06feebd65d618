import type { IRunConfiguration, ISupportCodeLibrary } from "@cucumber/cucumber/api";
import type { Envelope } from "@cucumber/messages";
import { type CheckScope, runInCheckScope } from "./check-scope";
import { type Sources, runScenario } from "./cucumber-api";
import { createOpening } from "./opening";
import type { PlannedCheck } from "./planned-check";
import { fullMessage } from "./runner-errors";
import type { BrokenOff } from "./runner-report";

/** What is the same for all checks of a run. */
interface Run {
  readonly sources: Sources;
  readonly configuration: IRunConfiguration;
  readonly library: ISupportCodeLibrary;
  readonly options: { readonly stepTimeoutMs: number; readonly graceMs?: number; readonly signal?: AbortSignal };
  readonly accept: (key: string, envelope: Envelope) => void;
}

/** By default this long after an interruption or after its last deadline, a check is left behind. */
const GRACE_MS = 10_000;

/** Steps may have hooks around them, so a check has a few more deadlines than steps. */
const HOOKS_AT_MOST = 6;

/** Gives the function that runs one check to its end; null where it came there, otherwise why not. */
export function createCheckRunner(run: Run): (check: PlannedCheck) => Promise<BrokenOff | null> {
  const opening = createOpening();
  return async (check) => {
    await opening.turnOf(check.id);
    const { scope, release } = scopeOf(check, run.options);
    const abandoned = new AbortController();
    const accept = (envelope: Envelope): void => {
      if (!abandoned.signal.aborted) run.accept(check.id, envelope);
      if (envelope.testCaseStarted !== undefined) opening.begun(check.id);
    };
    const place = `${check.featureFile}:${check.line}`;
    try {
      const done = runInCheckScope(scope, () =>
        runScenario(run.sources, run.configuration, run.library, place, accept).then(() => null),
      );
      return await Promise.race([done, leaveBehind(check, run.options, abandoned.signal)]);
    } catch (error) {
      return { checkId: check.id, message: fullMessage(error) };
    } finally {
      opening.begun(check.id);
      abandoned.abort();
      release();
    }
  };
}

function scopeOf(check: PlannedCheck, options: Run["options"]): { scope: CheckScope; release: () => void } {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(options.signal?.reason);
  whenAborted(options.signal, interrupt);
  const scope: CheckScope = {
    id: check.id,
    items: check.items,
    scenario: check.scenario,
    tags: check.tags,
    signal: controller.signal,
    stepTimeoutMs: options.stepTimeoutMs,
    abort: (reason) => controller.abort(reason),
    stepErrorListeners: new Set(),
  };
  return { scope, release: () => options.signal?.removeEventListener("abort", interrupt) };
}

/** The last resort against a check that neither ends nor heeds its deadlines. */
function leaveBehind(check: PlannedCheck, options: Run["options"], ended: AbortSignal): Promise<BrokenOff> {
  const graceMs = options.graceMs ?? GRACE_MS;
  return new Promise((resolve) => {
    const leave = (why: string) => () => resolve({ checkId: check.id, message: `The check did not end ${why}.` });
    const limitMs = (check.steps.size + HOOKS_AT_MOST) * options.stepTimeoutMs + graceMs;
    const timers = [setTimeout(leave("within all of its deadlines"), limitMs)];
    const interrupt = (): void => {
      timers.push(setTimeout(leave("after the run was interrupted"), graceMs));
    };
    whenAborted(options.signal, interrupt);
    ended.addEventListener("abort", () => {
      timers.forEach(clearTimeout);
      options.signal?.removeEventListener("abort", interrupt);
    });
  });
}

/** A signal that has aborted already tells nobody who listens later. */
function whenAborted(signal: AbortSignal | undefined, listener: () => void): void {
  if (signal?.aborted === true) listener();
  else signal?.addEventListener("abort", listener, { once: true });
}
