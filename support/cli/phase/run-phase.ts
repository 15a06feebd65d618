import { join } from "node:path";
import { takeRunLock } from "../../journal/run-lock";
import type { Phase } from "../../model/runbook";
import { EXIT, exitCodeOf } from "../main";
import { carryOut } from "./carry-out";
import { interruptible } from "./interrupt";
import { REHEARSAL } from "../../environment/schema";
import { readPhaseOptions } from "./options";
import { goTo } from "./place";
import { prepareRehearsal, printFaults } from "./rehearsal-options";
import { releaseIdOf } from "./release-id";

/**
 * Runs one phase of the runbook as a command: options, lock, place, checks, reports, verdict.
 * @returns the exit code. @throws ConfigurationError and the like (exit code 3), LockHeldError (exit code 4).
 */
export async function runPhase(phase: Phase, purpose: string, argv: readonly string[]): Promise<number> {
  const startedAt = new Date();
  const options = readPhaseOptions(phase, purpose, argv);
  if (options.isFaultList) return printFaults();
  const isRehearsal = options.environment === REHEARSAL;
  if (isRehearsal) await prepareRehearsal(options.faults);
  const lock = takeRunLock(
    join(options.out, options.environment, `${releaseIdOf(options.environment)}.lock`),
    `npm run ${phase}`,
  );
  const interrupt = interruptible();
  try {
    const place = await goTo(options, interrupt.signal, say);
    interrupt.beforeEnd(() => place.leave());
    try {
      const { result, reports, couldNotRun } = await carryOut({ phase, startedAt, options, place, interrupt });
      for (const difference of reports.differences) process.stderr.write(`The reports disagree: ${difference}\n`);
      return couldNotRun || reports.differences.length > 0 ? EXIT.couldNotRun : exitCodeOf(result.verdict);
    } finally {
      await place.leave();
    }
  } finally {
    lock.release();
    interrupt.lift();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
