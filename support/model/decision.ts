import type { Measurement } from "./measurement";
import type { Cause, Outcome, Verdict } from "./outcome";
import type { Phase } from "./runbook";
import type { Release } from "./run-result";

/** A text in both languages of the reports. */
export interface InBothLanguages {
  readonly en: string;
  readonly ko: string;
}

/** One success criterion: what was found afresh, beside what was recorded. */
export interface Criterion {
  readonly id: string;
  readonly title: InBothLanguages;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  /** What was found, or the first problem. */
  readonly summary: string;
  /** What to do about it, a sentence each; none where it passed. */
  readonly fixes: readonly string[];
  /** What decides it, afresh; empty: nothing could be measured. */
  readonly fresh: readonly Measurement[];
  /** The same values as an earlier run recorded them; empty: there is nothing recorded of it. */
  readonly recorded: readonly Measurement[];
  /** Paths relative to the environment's folder of reports. */
  readonly evidence: readonly { readonly path: string; readonly title: string; readonly sha256: string }[];
}

/** How a checkpoint of the window stands. */
export type CheckpointState = "go" | "no-go" | "inconclusive" | "damaged" | "missing" | "to-come";

/** A checkpoint of the window, and the run that speaks for it. */
export interface DecidedCheckpoint {
  readonly phase: Phase;
  /** ISO 8601; null: at any time before the roll-out. */
  readonly at: string | null;
  readonly state: CheckpointState;
  readonly runId: string | null;
  readonly isLate: boolean;
  /** What did not pass, a sentence each. */
  readonly findings: readonly string[];
  /** SHA-256 of the run's verdict.json; null: there is no run. */
  readonly verdictSha256: string | null;
}

/** Something without which nothing can be decided. */
export type Missing =
  | {
      readonly kind: "checkpoint";
      readonly phase: Phase;
      readonly at: string | null;
      readonly state: Exclude<CheckpointState, "go" | "no-go">;
      readonly detail: string;
      readonly command: string;
    }
  | {
      readonly kind: "sign-off";
      readonly item: string;
      readonly title: InBothLanguages;
      /** Who is asked, in the words of the runbook; empty: whoever the item names. */
      readonly roles: readonly InBothLanguages[];
      readonly detail: string;
      readonly command: string;
    }
  | {
      readonly kind: "criterion";
      readonly item: string;
      readonly title: InBothLanguages;
      readonly cause: Cause | null;
      readonly detail: string;
      readonly command: string;
    }
  | { readonly kind: "journal"; readonly detail: string; readonly command: string };

/** A person's answer that stands. */
export interface DecidedSignOff {
  readonly item: string;
  readonly title: InBothLanguages;
  readonly name: string;
  readonly role: string;
  readonly answer: string;
  readonly note: string | null;
  readonly link: string | null;
  readonly at: string;
}

/** Something that happened: a stage of an incident, a step of a rollback. */
export interface Happening {
  readonly at: string;
  readonly what: string;
  readonly detail: string;
}

/** What is otherwise than in the decision before. */
export interface Change {
  /** "verdict", "SC-1", "day4 2025-10-22T14:15:00.000Z", "sign-off D4-M1 Ada". */
  readonly of: string;
  /** null: it was not there. */
  readonly before: string | null;
  readonly now: string | null;
}

/** A file that the decision rests on. */
export interface Digest {
  /** Relative to the environment's folder of reports. */
  readonly path: string;
  readonly sha256: string;
}

/** The decision on a release: what decision.json and the decision page are written from. */
export interface Decision {
  readonly runId: string;
  readonly environment: string;
  readonly rehearsal: boolean;
  readonly standIns: readonly string[];
  readonly release: Release;
  /** The time that is judged, ISO 8601. */
  readonly evaluatedAt: string;
  readonly decidedAt: string;
  readonly verdict: Verdict;
  /** Why it is no GO, most serious first; none for GO. */
  readonly reasons: readonly string[];
  readonly criteria: readonly Criterion[];
  /** What stands between the release and a decision; the weightiest first. */
  readonly missing: readonly Missing[];
  readonly checkpoints: readonly DecidedCheckpoint[];
  readonly signOffs: readonly DecidedSignOff[];
  readonly incidents: readonly Happening[];
  readonly rollbacks: readonly Happening[];
  /** Versions of what judged, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly changesSinceLastDecision: {
    /** null: this is the first decision on this release and version. */
    readonly previous: { readonly runId: string; readonly verdict: Verdict; readonly decidedAt: string } | null;
    readonly changes: readonly Change[];
  };
  readonly digests: readonly Digest[];
}
