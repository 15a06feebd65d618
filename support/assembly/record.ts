import { REHEARSAL, type Environment } from "../environment/schema";
import { rollOutUnknown } from "../errors";
import { rollbacks } from "../journal/questions";
import { readJournal } from "../journal/read-journal";
import { readRecordedItem, readWindowRecord } from "../journal/read-window";
import type { CheckContext } from "../model/check-context";
import type { RecordedRollbacks } from "../model/readings/recorded-rollbacks";
import type { SignOffReading } from "../model/readings/sign-offs";
import type { RecordedItem, WindowRecord } from "../model/readings/window-record";
import { BEFORE_THE_ROLL_OUT, type WindowWish } from "../model/schedule";
import { resolved, type Moment } from "./canary";
import { signOffMoment, signOffReading } from "./sign-offs";

/** What this tool itself wrote down of the environment. */
export interface OwnRecord {
  readRollbacks(wish: WindowWish): Promise<RecordedRollbacks>;
  /** What the newest run that served an item recorded of it. */
  readItem(item: string): Promise<RecordedItem>;
  /** Every checkpoint of the release, with the run that speaks for it. */
  readWindow(): Promise<WindowRecord>;
  /** What people have answered to an item of the runbook, as of the time that is judged. */
  readSignOffs(item: string): Promise<SignOffReading>;
}

/** The journal of an environment. */
export function assembleRecord(named: Environment, context: CheckContext, moment: Moment): OwnRecord {
  const { environment } = context;
  const { release } = named;
  const asked = {
    folder: moment.journalFolder,
    environment,
    release: { id: release.id, canaryVersion: release.canaryVersion },
    evaluatedAt: moment.evaluatedAt,
  };
  return {
    readRollbacks: async (wish) => {
      const window = resolved(wish, moment, context.environment);
      const { isPresent, entries, problems } = await readJournal(moment.journalFolder);
      const steps = rollbacks(entries, window).map(({ at, step, detail }) => ({ at, step, detail }));
      const where = `journal.ndjson of ${context.environment}`;
      const damages = problems.map(({ line, what }) => `line ${line}: ${what}`);
      return { where, window, steps, problems: isPresent ? damages : ["there is no journal"] };
    },
    readItem: (item) => readRecordedItem(item, asked),
    readWindow: async () => {
      if (moment.canary === null) throw rollOutUnknown(environment);
      const isRehearsal = environment === REHEARSAL;
      const answersAt = signOffMoment(environment, moment.evaluatedAt);
      const { canary } = moment;
      return readWindowRecord({ ...asked, canary, before: BEFORE_THE_ROLL_OUT, isRehearsal, answersAt });
    },
    readSignOffs: async (item) => {
      const at = signOffMoment(environment, moment.evaluatedAt);
      return signOffReading(await readJournal(moment.journalFolder), named, { item, at });
    },
  };
}
