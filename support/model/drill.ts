import type { Outcome } from "./outcome";
import type { Recommendation } from "./readings/incident";

/** What a drill is to end with. */
export interface DrillExpectation {
  readonly recommendation: Recommendation;
  readonly isRolledBack: boolean;
  /** 0: there is no incident; 1: there is one. */
  readonly exitCodeOfIncident: 0 | 1;
  /** Runbook items that fail. */
  readonly itemsRed: readonly string[];
}

/** What a drill ended with, and how long it took; times in ms, null: it did not come to that. */
export interface DrillFinding {
  readonly recommendation: string | null;
  readonly isRolledBack: boolean;
  readonly exitCodeOfIncident: number;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** From the first bad answer that a user got. */
  readonly alertMs: number | null;
  readonly rollbackVerifiedMs: number | null;
}
