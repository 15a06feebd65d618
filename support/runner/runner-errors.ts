/** A step or hook was not done at its deadline: the check is inconclusive, timed-out. */
export class StepDeadlineError extends Error {
  override readonly name = "StepDeadlineError";
  constructor(readonly deadlineMs: number) {
    super(`The step was not done within ${deadlineMs} ms, so the runner went on without it.`);
  }
}

/** Code of a check, or a file that it loads, called process.exit: it must not end the run. */
export class ProcessExitError extends Error {
  override readonly name = "ProcessExitError";
  constructor(readonly exitCode: number) {
    super(`The code of a check called process.exit(${exitCode}); a check may not end the run.`);
  }
}

/** The message of whatever was thrown, with the messages of its causes folded in. */
export function fullMessage(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause === undefined ? thrown.message : `${thrown.message}\nCaused by: ${fullMessage(thrown.cause)}`;
}

/** The class of whatever was thrown: "TypeError"; "Error" where it is none. */
export function errorType(thrown: unknown): string {
  return thrown instanceof Error ? thrown.constructor.name : "Error";
}
