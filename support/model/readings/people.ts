import type { Window } from "../measurement";

/** What users said of a version in a window. */
export interface FeedbackSummary {
  readonly where: string;
  readonly source: string;
  readonly query: string;
  readonly version: string;
  readonly window: Window;
  readonly answers: number;
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  /** Positive control: answers that the same source has for all time; 0: it may be the wrong place. */
  readonly answersEver: number;
}

/** One issue of the tracker. */
export interface OpenIssue {
  readonly key: string;
  readonly title: string;
  readonly url: string;
}

/** The tracker's open issues with the release's label. */
export interface OpenIssues {
  readonly where: string;
  /** "GitHub", "Jira". */
  readonly source: string;
  readonly query: string;
  readonly label: string;
  /** Whether the label itself exists (GitHub), or a control question found at least one issue (Jira): otherwise none open means nothing. */
  readonly control: { readonly holds: boolean; readonly says: string };
  readonly open: readonly OpenIssue[];
  /** At least so many are open; more than `open` where the tracker gave only the first. */
  readonly openCount: number;
}

/** Whether the A/B test may begin. */
export interface Readiness {
  readonly where: string;
  readonly source: string;
  readonly query: string;
  /** null: the answer does not say. */
  readonly isReady: boolean | null;
  /** The version that the answer speaks of; null: it does not say. */
  readonly version: string | null;
  /** The conditions that are not met, in the source's own words. */
  readonly unmet: readonly string[];
}
