/** A stretch of time, both ends as ISO 8601 in UTC. */
export interface Window {
  readonly start: string;
  readonly end: string;
}

/** An interval of a measured value; `confidence` is a share of 1, each side on its own (0.95 = one-sided 95 %). */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/** How a value is held against its limit. */
export type Comparison = "equal" | "below" | "above" | "at-most" | "at-least" | "within";

/** One measured value with all that is needed to judge it again. */
export interface Measurement {
  /** What was measured, in the runbook's words: "canary's configured share of the traffic". */
  readonly signal: string;
  readonly value: number | string | null;
  /** Unit of `value` and `limit`: "percent", "ms", "requests", "tests" … */
  readonly unit: string;
  /** The limit that it was held against; null where it is shown only. */
  readonly limit: number | string | null;
  readonly comparison: Comparison | null;
  /** The time that the value speaks of; null for a single moment. */
  readonly window: Window | null;
  /** How many samples or requests the value rests on; null where that has no meaning. */
  readonly samples: number | null;
  readonly interval: Interval | null;
  /** The system that gave it: "HAProxy runtime API", "pytest JUnit XML" … */
  readonly source: string;
  /** The resolved query, command or URL; without secrets. */
  readonly query: string;
}
