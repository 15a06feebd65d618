import type { JournalEntry, JournalFact } from "../model/journal-entry";
import type { WindowPoint } from "../model/window-points";

/** What a watch finds in the record. */
export interface RecordReading {
  /** What the journal tells of the release since the watch's week began. */
  readonly entries: readonly JournalEntry[];
  /** What is damaged in the journal, in a sentence; null: it is whole. With damage no GO in it proves anything. */
  readonly damage: string | null;
}

/** The record that a watch reads and writes. */
export interface WatchRecord {
  read(): Promise<RecordReading>;
  append(fact: JournalFact): Promise<void>;
}

/** Records that a point's time went by without a run that decides anything. */
export function recordMissed(record: WatchRecord, { phase, at }: WindowPoint, detail: string): Promise<void> {
  return record.append({ kind: "checkpoint-missed", phase, checkpointAt: at, detail });
}
