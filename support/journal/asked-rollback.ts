import type { EntryOf, JournalEntry, JournalRelease } from "../model/journal-entry";
import { entriesOf } from "./questions";

/** The step of a roll-back that asks the service for it: "begun" is written before the request is sent. */
export const ASKED = "asked";

/**
 * A roll-back of the release that was asked for and whose outcome nobody wrote down: its command was killed meanwhile. It may
 * have been carried out or not. Null: every one that was begun has its outcome.
 */
export function unfinishedRollback(
  entries: readonly JournalEntry[],
  release: JournalRelease,
): EntryOf<"rollback-step"> | null {
  const asked = entriesOf(entries, release)
    .filter((entry) => entry.kind === "rollback-step")
    .filter(({ step }) => step === ASKED);
  const last = asked.at(-1);
  return last?.outcome === "begun" ? last : null;
}
