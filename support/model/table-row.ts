import type { Outcome } from "./outcome";

/** A cell of the runbook's tables: a value as it is shown, or a dash, and how the check ended that it comes from. */
export interface TableCell {
  /** "0.02 %"; "–": there is no value, which is not zero. */
  readonly text: string;
  /** What kind of availability it is; null elsewhere. */
  readonly kind: "by-requests" | "by-time" | null;
  readonly outcome: Outcome;
}

/** A line of the runbook's table of Day 4. */
export interface Day4Row {
  readonly phase: "day4";
  /** When it was judged, ISO 8601. */
  readonly at: string;
  readonly errorRate: TableCell;
  readonly p95: TableCell;
  readonly memory: TableCell;
  readonly outcome: Outcome;
}

/** A line of the runbook's table of Days 5–6. */
export interface Days56Row {
  readonly phase: "day5-6";
  readonly at: string;
  readonly errorRate: TableCell;
  readonly p95: TableCell;
  readonly errors: TableCell;
  readonly outcome: Outcome;
}

/** The metrics of the runbook's table of Day 7, in its order. */
export type Day7Metric = "error-rate" | "p95" | "availability" | "consecutive-failures";

/** A line of the runbook's table of Day 7. */
export interface Day7Row {
  readonly phase: "day7";
  readonly at: string;
  readonly metric: Day7Metric;
  /** "< 0.5 %"; "–": none was measured against. */
  readonly goal: string;
  /** Never empty; two where availability is measured both by requests and by time. */
  readonly current: readonly TableCell[];
  readonly outcome: Outcome;
}

/** A line of one of the runbook's tables. */
export type TableRow = Day4Row | Days56Row | Day7Row;
