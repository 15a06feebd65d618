import { formatExplanation, type Explanation } from "./model/explanation";
import type { Cause } from "./model/outcome";

/** What an error says, whatever was thrown. */
export function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** The system under the runbook is wrong: the check failed. */
export class CheckFailedError extends Error {
  override readonly name = "CheckFailedError";
  constructor(readonly problems: readonly [Explanation, ...Explanation[]]) {
    super(problems.map(formatExplanation).join("\n\n"));
  }
}

/** It could not be found out: the check is inconclusive. */
export class InconclusiveError extends Error {
  override readonly name = "InconclusiveError";
  constructor(
    readonly reason: Cause,
    readonly problems: readonly [Explanation, ...Explanation[]],
  ) {
    super(problems.map(formatExplanation).join("\n\n"));
  }
}

/** One fault in what the user gave: a configuration file, an option, a missing tool. */
export interface ConfigurationFault {
  /** File with line and column, option or variable: "environments/production.yaml:12:5". */
  readonly where: string;
  readonly what: string;
  readonly fix: string;
}

/** The run cannot start (exit code 3): all faults found, listed together. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  constructor(
    readonly problem: string,
    readonly faults: readonly ConfigurationFault[],
  ) {
    super([problem, ...faults.map(({ where, what, fix }) => `  ${where}: ${what}\n    Fix: ${fix}`)].join("\n"));
  }
}

/** Another run holds the lock of this environment and release (exit code 4). */
export class LockHeldError extends Error {
  override readonly name = "LockHeldError";
  constructor(
    readonly lockPath: string,
    readonly holder: { readonly pid: number; readonly startedAt: string; readonly command: string },
  ) {
    super(
      `Another run is under way: process ${holder.pid} (${holder.command}), since ${holder.startedAt}.\n` +
        `Where: ${lockPath}\nFix: wait until it has ended, or end it; a dead holder's lock is taken over by itself.`,
    );
  }
}

/** The error of everything that counts from the roll-out, where the environment does not say when that was. */
export function rollOutUnknown(environment: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: "It is not known when the canary was rolled out, so there is no window to look at.",
      where: `environments/${environment}.yaml`,
      why: "Day 4 to 7 are counted from the roll-out, and release.rolledOutAt is missing.",
      fix: "Write the time of the canary's first traffic to release.rolledOutAt, such as 2025-10-22T14:00:00Z.",
    },
  ]);
}
