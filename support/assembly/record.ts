import { rollbacks } from "../journal/questions";
import { readJournal } from "../journal/read-journal";
import type { CheckContext } from "../model/check-context";
import type { RecordedRollbacks } from "../model/readings/recorded-rollbacks";
import type { WindowWish } from "../model/schedule";
import { resolved, type Moment } from "./canary";

/** What this tool itself wrote down of the environment. */
export interface OwnRecord {
  readRollbacks(wish: WindowWish): Promise<RecordedRollbacks>;
}

/** The journal of an environment. */
export function assembleRecord(context: CheckContext, moment: Moment): OwnRecord {
  return {
    readRollbacks: async (wish) => {
      const window = resolved(wish, moment, context.environment);
      const { isPresent, entries, problems } = await readJournal(moment.journalFolder);
      const steps = rollbacks(entries, window).map(({ at, step, detail }) => ({ at, step, detail }));
      const where = `journal.ndjson of ${context.environment}`;
      const damages = problems.map(({ line, what }) => `line ${line}: ${what}`);
      return { where, window, steps, problems: isPresent ? damages : ["there is no journal"] };
    },
  };
}
