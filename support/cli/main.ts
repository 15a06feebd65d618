import { CommanderError } from "commander";
import { ConfigurationError, LockHeldError } from "../errors";
import type { Verdict } from "../model/outcome";
import { isRunGuarded } from "../runner/run-guard";

/** Exit codes of all commands. (Contract; the README explains them.) */
export const EXIT = { go: 0, noGo: 1, inconclusive: 2, couldNotRun: 3, locked: 4 } as const;

/** The exit code of a verdict. */
export function exitCodeOf(verdict: Verdict): number {
  switch (verdict) {
    case "GO":
      return EXIT.go;
    case "NO-GO":
      return EXIT.noGo;
    case "INCONCLUSIVE":
      return EXIT.inconclusive;
  }
}

/** Runs a command and ends the process with its exit code; an error that escapes it is explained and ends with 3 or 4. */
export async function runMain(command: () => Promise<number>): Promise<never> {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) process.on(event, endAsBroken);
  const exitCode = await command().catch(explain);
  await drained(process.stdout);
  process.exit(exitCode);
}

/** Node itself would end with exit code 1, which reads as NO-GO; while checks run, the runner's guard takes such errors. */
function endAsBroken(reason: unknown): void {
  if (isRunGuarded()) return;
  process.exit(explain(reason));
}

function explain(reason: unknown): number {
  if (reason instanceof CommanderError) return reason.exitCode === 0 ? EXIT.go : EXIT.couldNotRun;
  const isExpected = reason instanceof Error && reason.name !== "Error" && reason.name !== "TypeError";
  const text = isExpected ? reason.message : unexpected(reason);
  process.stderr.write(`\n${text}\n`);
  return reason instanceof LockHeldError ? EXIT.locked : EXIT.couldNotRun;
}

function unexpected(reason: unknown): string {
  const detail = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  return `This is a fault of canary-runbook itself; nothing was decided.\n${detail}`;
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void stream.write("", () => resolve()));
}

/** A configuration error of one fault: an option that cannot be used. */
export function optionError(option: string, what: string, fix: string): ConfigurationError {
  return new ConfigurationError("The command cannot be carried out as it was given.", [{ where: option, what, fix }]);
}
