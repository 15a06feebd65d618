import type { Window } from "../measurement";
import type { Coverage, ErrorCounts, Track } from "./canary-metrics";

/** The errors of both tracks over the incident's window. */
export interface IncidentErrors {
  readonly canary: ErrorCounts;
  /** null: legacy's could not be counted, and why stands in `legacyUnknown`. */
  readonly legacy: ErrorCounts | null;
  readonly legacyUnknown: string | null;
  /** How often it was looked, because there were too few requests before. */
  readonly looks: number;
}

/** Whether the alert of a high error rate reached people; times as ISO 8601, null: it did not happen, or is not known. */
export interface AlertArrival {
  readonly where: string;
  readonly alertName: string;
  readonly channel: string;
  /** When the canary's first bad answer of this incident was counted, as near as the scrapes tell. */
  readonly firstBadAt: string | null;
  /** Prometheus: the rule's state, and since when. */
  readonly rule: { readonly state: "inactive" | "pending" | "firing" | "unknown"; readonly activeAt: string | null };
  /** Alertmanager: since when the alert is known there, and whether a silence hides it. */
  readonly notified: { readonly startsAt: string; readonly isSilenced: boolean } | null;
  /** The message, read back from the channel. */
  readonly message: { readonly postedAt: string; readonly permalink: string; readonly text: string } | null;
  /** Until when it was looked for. */
  readonly lookedUntil: string;
}

/** The alert as it was looked for. */
export interface AwaitedAlert {
  readonly arrival: AlertArrival;
  /** How long after the first bad answer the message may come, by the environment's own rule, in ms. */
  readonly limitMs: number;
  /** It was looked for when it was due; otherwise afterwards, where only a message still tells of it. */
  readonly isLive: boolean;
}

/** One kind of error in the logs: lines whose messages differ in numbers and ids only. */
export interface ErrorGroup {
  /** The message with its numbers and ids replaced. */
  readonly message: string;
  readonly count: number;
  /** A few lines as they are, newest first. */
  readonly samples: readonly { readonly at: string; readonly message: string; readonly endpoint: string | null }[];
}

/** The canary's error lines in a log store over a window. */
export interface ErrorLogs {
  readonly where: string;
  /** "Elasticsearch", "Google Cloud Logging". */
  readonly source: string;
  readonly query: string;
  readonly window: Window;
  readonly total: number;
  /** Most frequent first. */
  readonly groups: readonly ErrorGroup[];
  /** Lines of the canary at all in the window: positive control; 0: the store may not have its logs. */
  readonly linesOfCanary: number;
  /** There are more error lines than were read: the groups are of the newest so many; left out: of all. */
  readonly newestOnly?: number;
}

/** Requests and errors of one endpoint of one track. */
export interface EndpointCount {
  readonly endpoint: string;
  readonly track: Track;
  readonly requests: number;
  readonly errors: number;
}

/** Where the errors are. */
export interface EndpointErrors {
  readonly where: string;
  readonly source: string;
  readonly query: string;
  readonly window: Window;
  readonly coverage: { readonly canary: Coverage; readonly legacy: Coverage };
  readonly endpoints: readonly EndpointCount[];
}

/** One dependency of the service, asked by its own client. */
export interface DependencyState {
  readonly name: string;
  readonly where: string;
  /** null: it could not be asked, or not of the time that is judged. */
  readonly isHealthy: boolean | null;
  readonly detail: string;
  /** It was asked when what is judged was over; left out: it was not. */
  readonly isAskedTooLate?: true;
}

/** What was otherwise in the window than before: versions, restarts, weights. */
export interface RecentChanges {
  readonly where: string;
  readonly window: Window;
  readonly versions: readonly { readonly track: Track; readonly version: string }[];
  readonly restarts: readonly { readonly instance: string; readonly at: string }[];
  /** The canary's share of the traffic at the window's start and end, in percent; null: not known. */
  readonly canaryShare: { readonly atStart: number | null; readonly atEnd: number | null };
}

/** All that the diagnosis found out. A part that could not be found out is null, and why stands in `unknown`. */
export interface Diagnosis {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly logs: readonly ErrorLogs[];
  readonly endpoints: EndpointErrors | null;
  readonly dependencies: readonly DependencyState[];
  readonly changes: RecentChanges | null;
  readonly unknown: readonly string[];
}

/** What the recommendation is: fix and redeploy, roll back, or nothing to do. */
export type Recommendation = "A" | "B" | "none";

/** One timed step of a rollback. */
export interface RollbackStep {
  readonly step:
    | "asked"
    | "accepted"
    | "read-state"
    | "configured-zero"
    | "applied-zero"
    | "last-canary-answer"
    | "errors-below-limit"
    | "announced";
  readonly at: string;
  readonly isDone: boolean;
  readonly detail: string;
}

/** How a rollback went. */
export interface RollbackOutcome {
  readonly where: string;
  /** Not carried out: why not. */
  readonly refusal: string | null;
  readonly idempotencyKey: string;
  readonly steps: readonly RollbackStep[];
  /** The command that does it by hand. */
  readonly manualCommand: string;
  /** Why the journal may not tell of every rollback that was asked for before; left out: it is whole. */
  readonly damage?: string;
}

/** A rollback as it went, and the errors of the track that took the traffic over. */
export interface CarriedOutRollback {
  readonly outcome: RollbackOutcome;
  /** null: they were not counted. */
  readonly after: ErrorCounts | null;
}

/** What the service says that a rollback would do now; nothing was changed. */
export interface RollbackPlan {
  readonly where: string;
  /** Whether the endpoint described it. */
  readonly isDescribed: boolean;
  /** What it said, or why it did not. */
  readonly says: string;
  /** The command that does it by hand. */
  readonly manualCommand: string;
}

/** When a decision was reached. */
export interface DecisionNote {
  /** ISO 8601 in UTC. */
  readonly decidedAt: string;
}
