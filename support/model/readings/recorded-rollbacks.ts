import type { Window } from "../measurement";

/** What the journal of an environment says of rollbacks in a window. */
export interface RecordedRollbacks {
  /** The journal's file. */
  readonly where: string;
  readonly window: Window;
  readonly steps: readonly { readonly at: string; readonly step: string; readonly detail: string }[];
  /** What is damaged in the journal: with it, silence proves nothing. */
  readonly problems: readonly string[];
}
