import type { JournalFact } from "./journal-entry";

/** Whether this run may take the canary out of the traffic, and why not. */
export interface RollbackMandate {
  /** null: it may. */
  readonly refusal: string | null;
}

/** What the checks of one run share of an incident. */
export interface IncidentRun {
  readonly mandate: RollbackMandate;
  /** Writes into the journal; it is on the disk when this resolves. */
  readonly record: (fact: JournalFact) => Promise<void>;
  /** What was found out already: the checks of a run look at one and the same diagnosis. */
  readonly known: Map<string, Promise<unknown>>;
}
