import type { Cause, Outcome, Verdict } from "./outcome";
import type { Counts } from "./run-result";
import type { Phase } from "./runbook";
import type { SignOffQuestion } from "./sign-off-question";

/** Which release an entry belongs to: a new canary version makes a new one. */
export interface JournalRelease {
  readonly id: string;
  readonly canaryVersion: string;
}

/** Who or what began a run, as far as its environment tells. */
export interface Starter {
  readonly user: string | null;
  /** Address of the CI job. */
  readonly job: string | null;
}

/** A run has begun. One without its end was broken off: it decided nothing. */
export interface RunStarted {
  readonly kind: "run-started";
  readonly runId: string;
  readonly phase: Phase;
  /** The time that is judged, ISO 8601 in UTC. */
  readonly evaluatedAt: string;
  readonly startedBy: Starter;
}

/** What came of one check of a run. */
export interface CheckEnded {
  readonly kind: "check-ended";
  readonly runId: string;
  readonly items: readonly string[];
  readonly outcome: Outcome;
  /** Given exactly when the outcome is inconclusive. */
  readonly cause: Cause | null;
  readonly summary: string;
}

/** A run has ended, and its reports are written. */
export interface RunEnded {
  readonly kind: "run-ended";
  readonly runId: string;
  readonly phase: Phase;
  readonly evaluatedAt: string;
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** Of the bytes of verdict.json, in lower-case hex. */
  readonly verdictSha256: string;
  /** Whether it was carried out after its checkpoint's time. */
  readonly isLate: boolean;
  /** False: the run ended with exit code 3 (its reports differ, or it broke off); its verdict is not to be relied on. */
  readonly isSound: boolean;
}

/** A named human's answer to a runbook item. */
export interface SignOff {
  readonly kind: "sign-off";
  readonly item: string;
  readonly name: string;
  readonly role: string;
  readonly answer: "yes" | "no" | "withdrawn";
  readonly note: string | null;
  readonly link: string | null;
  readonly expiresAt: string | null;
  /** The canary version that the answer is given for. */
  readonly version: string;
  /** What it answers, where the item asks for something else each time; left out by earlier versions of this program. */
  readonly question?: SignOffQuestion | null | undefined;
}

/** Something was told to people. */
export interface Announcement {
  readonly kind: "announcement";
  readonly channel: string;
  /** Why: "plan", "canary alert", "rollback" … */
  readonly purpose: string;
  readonly messageId: string;
  readonly permalink: string | null;
  readonly textSha256: string;
}

/** One step of a roll-back that was really begun. */
export interface RollbackStep {
  readonly kind: "rollback-step";
  readonly runId: string | null;
  readonly step: string;
  readonly outcome: "begun" | "done" | "failed" | "skipped";
  readonly detail: string;
}

/** A stage of an incident. */
export interface Incident {
  readonly kind: "incident";
  readonly runId: string | null;
  readonly stage: "started" | "diagnosed" | "decided" | "rolled-back" | "resolved";
  /** A: fix and deploy again; B: roll back; null: none was given yet. */
  readonly recommendation: "A" | "B" | null;
  readonly detail: string;
  /** What a human is asked to answer; null: nothing; left out by earlier versions of this program. */
  readonly question?: SignOffQuestion | null | undefined;
}

/** The decision at the end of the window. */
export interface Decision {
  readonly kind: "decision";
  readonly runId: string | null;
  readonly verdict: Verdict;
  /** Of the bytes of decision.json. */
  readonly decisionSha256: string;
}

/** An incident drill of the rehearsal. */
export interface Drill {
  readonly kind: "drill";
  readonly name: string;
  readonly stage: "started" | "ended";
  /** null: it has not ended. */
  readonly outcome: "passed" | "failed" | "inconclusive" | null;
  readonly detail: string;
}

/** A checkpoint whose time went by without a run. */
export interface CheckpointMissed {
  readonly kind: "checkpoint-missed";
  readonly phase: Phase;
  readonly checkpointAt: string;
  readonly detail: string;
}

/** The journal's own: a line that was not written to its end was moved aside. */
export interface TornLine {
  readonly kind: "torn-line";
  /** Name of the file beside the journal that holds its bytes. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The journal's own: its head was gone, so nobody can say whether lines were missing at the end before this entry. */
export interface HeadLost {
  readonly kind: "head-lost";
  readonly found: "absent" | "unreadable";
}

/** What can be written into the journal: a closed list. */
export type JournalFact =
  | RunStarted
  | CheckEnded
  | RunEnded
  | SignOff
  | Announcement
  | RollbackStep
  | Incident
  | Decision
  | Drill
  | CheckpointMissed
  | TornLine
  | HeadLost;

/** The kinds of entries. */
export type JournalKind = JournalFact["kind"];

/** What each line has besides its fact. */
export interface JournalFrame {
  readonly schemaVersion: 1;
  /** Counts from 1, without a gap. */
  readonly sequence: number;
  /** When it was written, ISO 8601 in UTC. */
  readonly at: string;
  readonly release: JournalRelease;
  /** SHA-256 of the bytes of the line before, without its line end; 64 zeros in the first line. */
  readonly previous: string;
}

/** One line of the journal. */
export type JournalEntry = JournalFrame & JournalFact;

/** The entry of one kind. */
export type EntryOf<Kind extends JournalKind> = JournalFrame & Extract<JournalFact, { kind: Kind }>;
