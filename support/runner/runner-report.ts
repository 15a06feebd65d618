import type { Envelope } from "@cucumber/messages";
import type { StrayError } from "./check-scope";
import type { PlannedCheck } from "./planned-check";

/** What went wrong with the run itself, not with one of its checks. */
export interface RunError {
  readonly kind:
    "features-unreadable" | "support-code-not-loaded" | "need-not-met" | "error-without-owner" | "interrupted";
  /** One line. */
  readonly message: string;
  /** Whether the run could not be carried out at all: exit code 3. */
  readonly couldNotRun: boolean;
}

/** A check that the runner could not bring to its end: a run-level hook threw, or it did not come back in time. */
export interface BrokenOff {
  readonly checkId: string;
  readonly message: string;
}

/** All that a run of the features gave. */
export interface RunnerReport {
  /** In the order of the features. */
  readonly planned: readonly PlannedCheck[];
  /** One valid message stream, scenarios in the order of `planned`; not redacted. */
  readonly messages: readonly Envelope[];
  readonly strayErrors: readonly StrayError[];
  readonly brokenOff: readonly BrokenOff[];
  readonly runErrors: readonly RunError[];
}
