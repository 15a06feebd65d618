import type { Explanation } from "./explanation";
import type { Measurement } from "./measurement";
import type { Cause } from "./outcome";

interface Judged {
  /** One sentence for the report: what was found. */
  readonly summary: string;
  readonly measurements: readonly Measurement[];
}

/** The answer holds. */
export interface Passed extends Judged {
  readonly outcome: "passed";
}

/** The system is wrong: at least one problem, each with what, where, why and how to fix. */
export interface Failed extends Judged {
  readonly outcome: "failed";
  readonly problems: readonly Explanation[];
}

/** It could not be found out. */
export interface Inconclusive extends Judged {
  readonly outcome: "inconclusive";
  readonly cause: Cause;
  readonly problems: readonly Explanation[];
}

/** What a pure judgement gives: an outcome with its reasons. */
export type Judgement = Passed | Failed | Inconclusive;
