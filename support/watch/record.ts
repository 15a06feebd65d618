import type { JournalEntry, JournalFact } from "../model/journal-entry";
import type { WindowPoint } from "../model/window-points";

/** The record that a watch reads and writes. */
export interface WatchRecord {
  /** What the journal tells of the release since the watch's week began. */
  entries(): Promise<readonly JournalEntry[]>;
  append(fact: JournalFact): Promise<void>;
}

/** Records that a point's time went by without a run that decides anything. */
export function recordMissed(record: WatchRecord, { phase, at }: WindowPoint, detail: string): Promise<void> {
  return record.append({ kind: "checkpoint-missed", phase, checkpointAt: at, detail });
}
