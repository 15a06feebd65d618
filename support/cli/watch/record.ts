import { join } from "node:path";
import { openJournal } from "../../journal/journal";
import type { LineProblem } from "../../journal/line-problem";
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

/** Opens the record; damage in it is told, once for each number of places. */
export function watchRecord({ out, environment, release, since, redactor, screen }: RecordOptions): WatchRecord {
  const folder = join(out, environment);
  const start = since === null ? -Infinity : Date.parse(since);
  let told: string | null = null;
  return {
    read: async () => {
      const { entries, problems } = await readJournal(folder);
      const damage = damageText(problems, environment);
      if (damage !== null && damage !== told) screen.note(damage);
      told = damage;
      return { entries: entriesOf(entries, release).filter(({ at }) => Date.parse(at) >= start), damage };
    },
    append: async (fact) => {
      const journal = await openJournal(folder, { release, redact: redactor.json });
      await journal.append(fact);
    },
  };
}

/** A torn line is what a killed run leaves; the next entry puts it in order. */
function damageText(problems: readonly LineProblem[], environment: string): string | null {
  const damaged = problems.filter(({ kind }) => kind !== "torn").length;
  if (damaged === 0) return null;
  const places = damaged === 1 ? "1 place" : `${damaged} places`;
  return `The journal is DAMAGED in ${places}, so no GO in it proves anything: npm run journal -- verify --environment ${environment}`;
}
