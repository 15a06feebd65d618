import type { CommandEnd } from "./command";

/** Counts of a test report (JUnit XML as pytest writes it). */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
}

/** One run of a test command. */
export interface TestRun {
  readonly end: CommandEnd;
  /** null: the command left no readable report. */
  readonly report: {
    readonly counts: TestCounts;
    readonly failures: readonly { readonly name: string; readonly message: string }[];
  } | null;
  /** Why there is no report; null where there is one. */
  readonly reportProblem: string | null;
}
