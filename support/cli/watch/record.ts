import { join } from "node:path";
import { openJournal } from "../../journal/journal";
import { entriesOf } from "../../journal/questions";
import { readJournal } from "../../journal/read-journal";
import type { JournalRelease } from "../../model/journal-entry";
import type { Redactor } from "../../reporting/redact";
import type { Screen } from "../../watch/screen";
import type { WatchRecord } from "../../watch/record";

/** Whose record it is. */
export interface RecordOptions {
  readonly out: string;
  readonly environment: string;
  readonly release: JournalRelease;
  /** Earlier entries are of another playing of the rehearsal's week; null: all count. */
  readonly since: string | null;
  readonly redactor: Redactor;
  readonly screen: Pick<Screen, "note">;
}

/** Opens the record; damage in it is told once. */
export function watchRecord({ out, environment, release, since, redactor, screen }: RecordOptions): WatchRecord {
  const folder = join(out, environment);
  const start = since === null ? -Infinity : Date.parse(since);
  let isTold = false;
  return {
    entries: async () => {
      const { entries, problems } = await readJournal(folder);
      // A torn line is what a killed run leaves; the next entry puts it in order.
      const damaged = problems.filter(({ kind }) => kind !== "torn");
      if (damaged.length > 0 && !isTold) {
        screen.note(
          `The journal is DAMAGED in ${damaged.length} places: npm run journal -- verify --environment ${environment}`,
        );
        isTold = true;
      }
      return entriesOf(entries, release).filter(({ at }) => Date.parse(at) >= start);
    },
    append: async (fact) => {
      const journal = await openJournal(folder, { release, redact: redactor.json });
      await journal.append(fact);
    },
  };
}
