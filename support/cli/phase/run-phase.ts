import { REHEARSAL, type Environment } from "../../environment/schema";
import { takeRunLock } from "../../journal/run-lock";
import type { Phase } from "../../model/runbook";
import { isCanaryPhase } from "../../model/schedule";
import { EXIT, exitCodeOf } from "../main";
import type { Carried } from "./carry-out";
import { interruptible } from "./interrupt";
import { lockPath } from "./lock-path";
import { readPhaseOptions } from "./options";
import { ownPlace, rehearsalPlace } from "./place";
import { prepareRehearsal, printFaults } from "./rehearsal-options";
import { releaseIdOf } from "./release-id";
import { createVoice } from "./voice";
import { warmUp, type Needs } from "./warm-up";

/**
 * Runs one phase of the runbook as a command: options, lock, place, checks, reports, verdict. Nothing is written or
 * started before all that was given is known to be usable.
 * @returns the exit code. @throws ConfigurationError and the like (exit code 3), LockHeldError (exit code 4).
 */
export async function runPhase(phase: Phase, purpose: string, argv: readonly string[]): Promise<number> {
  const startedAt = new Date();
  const command = phase === "decision" ? "decide" : phase;
  const options = readPhaseOptions(command, purpose, argv);
  if (options.isFaultList) return printFaults();
  const own = options.environment === REHEARSAL ? null : ownPlace(options.environment);
  if (own === null) await prepareRehearsal(options.faults);
  const release = own?.environment.release.id ?? releaseIdOf(REHEARSAL);
  const lock = takeRunLock(lockPath(options.out, options.environment, release), `npm run ${command}`);
  const interrupt = interruptible();
  const voice = createVoice();
  try {
    const { signal } = interrupt;
    const history = isCanaryPhase(phase) || phase === "decision";
    const wishes = { faults: options.faults, history, signal, log: (line: string) => voice.say(line) };
    const going = own === null ? rehearsalPlace(wishes) : Promise.resolve(own);
    // The rehearsal's boot is mostly waiting: what the checks need is loaded meanwhile.
    const warm = warmUp(own === null ? { hasCache: true, hasPages: true } : needsOf(own.environment));
    const place = await going;
    interrupt.beforeEnd(() => place.leave());
    try {
      const { carryOut } = await warm;
      const afterChecks = (): void => void place.leave();
      return exitCodeAfter(await carryOut({ phase, startedAt, options, place, interrupt, voice, afterChecks }));
    } finally {
      await place.leave();
    }
  } finally {
    lock.release();
    interrupt.lift();
  }
}

/** What the checks of an environment need loaded. */
export function needsOf({ cache, apiDocumentation, grafana }: Environment): Needs {
  return { hasCache: cache !== undefined, hasPages: (apiDocumentation ?? grafana) !== undefined };
}

function exitCodeAfter({ result, reports, couldNotRun }: Carried): number {
  for (const difference of reports.differences) process.stderr.write(`The reports disagree: ${difference}\n`);
  return couldNotRun || reports.differences.length > 0 ? EXIT.couldNotRun : exitCodeOf(result.verdict);
}
