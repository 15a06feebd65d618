import type { JournalRelease } from "../journal-entry";
import type { Measurement } from "../measurement";
import type { Cause, Outcome, Verdict } from "../outcome";
import type { Phase } from "../runbook";

/** A check of a recorded run that did not pass. */
export interface RecordedFinding {
  readonly items: readonly string[];
  readonly outcome: Outcome;
  /** Given exactly when the outcome is inconclusive. */
  readonly cause: Cause | null;
  readonly summary: string;
}

/** A run that ended well, as the journal has it. */
export interface RecordedRun {
  readonly runId: string;
  /** The time that it judged, ISO 8601. */
  readonly evaluatedAt: string;
  readonly verdict: Verdict;
  /** Whether it was carried out after its checkpoint's time. */
  readonly isLate: boolean;
  /** SHA-256 of its verdict.json, as the journal has it. */
  readonly verdictSha256: string;
  /** The checks that did not pass; none for GO. */
  readonly findings: readonly RecordedFinding[];
  /** Where its verdict or its evidence is not as it was recorded, a sentence each. */
  readonly damages: readonly string[];
}

/** A point at which a phase has to be run, and the run that speaks for it. */
export interface RecordedCheckpoint {
  readonly phase: Phase;
  /** ISO 8601; null: it may be run at any time before the roll-out. */
  readonly at: string | null;
  /** Whether its time has come, as of the time that is judged. */
  readonly isDue: boolean;
  /** null: none ended well. */
  readonly run: RecordedRun | null;
  /** How many runs decided nothing: they were broken off, or their reports disagreed. */
  readonly undecided: number;
}

/** A person's answer that speaks against the release at the time of the decision: a no, or a yes taken back. */
export interface Objection {
  readonly item: string;
  readonly name: string;
  /** Id of the role, such as "release-owner". */
  readonly role: string;
  readonly answer: "no" | "withdrawn";
  readonly note: string | null;
  /** When it was given, ISO 8601. */
  readonly at: string;
}

/** What the journal says of a release's whole window. */
export interface WindowRecord {
  /** The journal's file. */
  readonly where: string;
  /** Name of the environment, for the commands that supply what is missing. */
  readonly environment: string;
  readonly release: JournalRelease;
  /** The time that is judged, ISO 8601. */
  readonly evaluatedAt: string;
  /** What is damaged in the journal: with it, nothing in it is certain. */
  readonly problems: readonly string[];
  /** In the order of time. */
  readonly checkpoints: readonly RecordedCheckpoint[];
  /** What people said since, and what stands: a checkpoint that was GO does not outweigh it. */
  readonly objections: readonly Objection[];
}

/** One check of a recorded run. */
export interface RecordedCheck {
  readonly items: readonly string[];
  readonly outcome: Outcome;
  readonly summary: string;
  readonly measurements: readonly Measurement[];
}

/** What the newest run that served an item recorded of it. */
export interface RecordedItem {
  readonly where: string;
  readonly environment: string;
  readonly item: string;
  /** null: no run of this release and version that served it has ended well. */
  readonly run: { readonly runId: string; readonly phase: Phase } | null;
  /** The time that the run judged; null: there is none. */
  readonly evaluatedAt: string | null;
  /** The item's checks, from the run's verdict.json; none where that is gone or was changed. */
  readonly checks: readonly RecordedCheck[];
  /** What is damaged in the journal, or in the run's verdict.json. */
  readonly problems: readonly string[];
}
