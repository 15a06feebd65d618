import type { Evidence } from "./evidence";
import type { Explanation } from "./explanation";
import type { Measurement } from "./measurement";
import type { Cause, Outcome } from "./outcome";
import type { Occurrence } from "./timeline";

/** How one step of a check ended, for the report. */
export interface StepResult {
  /** Keyword and text: "Then the tests are 62 passed, 0 failed". */
  readonly text: string;
  /** The runner's own word: PASSED, FAILED, SKIPPED, PENDING, UNDEFINED, AMBIGUOUS, UNKNOWN. */
  readonly status: string;
  readonly durationMs: number;
  readonly message: string | null;
}

/** The result of one check: what every report is written from. */
export interface CheckResult {
  /** The runbook ids that it serves; never empty. */
  readonly items: readonly string[];
  /** Name of the feature, and its file's path relative to the project. */
  readonly feature: string;
  readonly featureFile: string;
  readonly scenario: string;
  /** Description of the feature, in prose. */
  readonly description: string;
  readonly tags: readonly string[];
  readonly outcome: Outcome;
  /** Given exactly when the outcome is inconclusive. */
  readonly cause: Cause | null;
  /** One line: what was found, or the first problem. */
  readonly summary: string;
  readonly problems: readonly Explanation[];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly steps: readonly StepResult[];
  readonly measurements: readonly Measurement[];
  readonly evidence: readonly Evidence[];
  /** What it knows of when things happened in an incident: its part of the run's timeline. */
  readonly occurrences: readonly Occurrence[];
}
