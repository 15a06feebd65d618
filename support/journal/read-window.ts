import type { EntryOf, JournalRelease } from "../model/journal-entry";
import type {
  Objection,
  RecordedCheckpoint,
  RecordedItem,
  RecordedRun,
  WindowRecord,
} from "../model/readings/window-record";
import { PHASES } from "../model/runbook";
import { journalFiles, type JournalFiles } from "./files";
import { entriesOf, objections } from "./questions";
import { readJournal, type JournalReading } from "./read-journal";
import { readRecordedChecks } from "./recorded-verdict";
import { verifyFiles } from "./verify-files";
import { checkpointsIn, runServing, type EndedRun, type FoundCheckpoint, type WindowQuestion } from "./window-record";

/** Whose record is read, and as of when. */
export interface RecordQuestion {
  /** Folder of the environment's reports. */
  readonly folder: string;
  readonly environment: string;
  readonly release: JournalRelease;
  /** ISO 8601. */
  readonly evaluatedAt: string;
}

/** What of a window is looked for, and as of when people's answers count. */
export interface WholeWindow extends RecordQuestion, WindowQuestion {
  /** ISO 8601. */
  readonly answersAt: string;
}

/** Reads what the journal says of a release's whole window, and holds each run's files against their digests. */
export async function readWindowRecord(asked: WholeWindow): Promise<WindowRecord> {
  const { folder, environment, release, evaluatedAt, answersAt } = asked;
  const files = journalFiles(folder);
  const reading = await readJournal(folder);
  const found = checkpointsIn(entriesOf(reading.entries, release), asked);
  const checkpoints = await Promise.all(found.map((checkpoint) => checked(files, checkpoint, evaluatedAt)));
  return {
    where: whereOf(environment),
    environment,
    release,
    evaluatedAt,
    problems: problemsOf(reading),
    checkpoints,
    objections: objections(reading.entries, release, answersAt).flatMap(objectionOf),
  };
}

/** Reads what the newest run that served an item recorded of it. */
export async function readRecordedItem(item: string, asked: RecordQuestion): Promise<RecordedItem> {
  const { folder, environment, release, evaluatedAt } = asked;
  const reading = await readJournal(folder);
  const phases = PHASES.filter((phase) => phase !== "decision");
  const run = runServing(entriesOf(reading.entries, release), phases, item, evaluatedAt);
  const head = { where: whereOf(environment), environment, item };
  const problems = problemsOf(reading);
  if (run === null) return { ...head, run: null, evaluatedAt: null, checks: [], problems };
  const { checks, problem } = await readRecordedChecks(folder, run.runId, run.end.verdictSha256);
  return {
    ...head,
    run: { runId: run.runId, phase: run.phase },
    evaluatedAt: run.evaluatedAt,
    checks: checks.filter(({ items }) => items.includes(item)),
    problems: problem === null ? problems : [...problems, problem],
  };
}

async function checked(
  files: JournalFiles,
  { phase, at, run, undecided }: FoundCheckpoint,
  evaluatedAt: string,
): Promise<RecordedCheckpoint> {
  const isDue = at === null || Date.parse(at) <= Date.parse(evaluatedAt);
  return { phase, at, isDue, run: run === null ? null : await recorded(files, run), undecided };
}

async function recorded(files: JournalFiles, { runId, evaluatedAt, end, checks }: EndedRun): Promise<RecordedRun> {
  const { verdict, isLate, verdictSha256 } = end;
  const findings = checks
    .filter(({ outcome }) => outcome !== "passed")
    .map(({ items, outcome, cause, summary }) => ({ items, outcome, cause, summary }));
  const { problems } = await verifyFiles(files, [end]);
  return { runId, evaluatedAt, verdict, isLate, verdictSha256, findings, damages: problems.map(({ what }) => what) };
}

function problemsOf({ isPresent, problems }: JournalReading): string[] {
  return isPresent ? problems.map(({ line, what }) => `line ${line}: ${what}`) : ["there is no journal"];
}

function objectionOf({ item, name, role, answer, note, at }: EntryOf<"sign-off">): Objection[] {
  return answer === "yes" ? [] : [{ item, name, role, answer, note, at }];
}

function whereOf(environment: string): string {
  return `journal.ndjson of ${environment}`;
}
