import { readFileSync } from "node:fs";
import { join } from "node:path";
import { signOffMoment } from "../../../assembly/sign-offs";
import type { Environment } from "../../../environment/schema";
import { sha256Of } from "../../../journal/digest";
import { journalFiles } from "../../../journal/files";
import { entriesOf, signOffs } from "../../../journal/questions";
import { readLastDecision } from "../../../journal/read-decision";
import { readJournal } from "../../../journal/read-journal";
import { readWindowRecord } from "../../../journal/read-window";
import { readRecordedChecks } from "../../../journal/recorded-verdict";
import type { DecisionParts } from "../../../judgement/decision/compose";
import type { DecidedSignOff, Digest } from "../../../model/decision";
import type { JournalEntry } from "../../../model/journal-entry";
import { roleName } from "../../../model/role";
import type { RunbookItem } from "../../../model/runbook";
import type { RunResult } from "../../../model/run-result";
import type { RecordedCheckpoint } from "../../../model/readings/window-record";
import { BEFORE_THE_ROLL_OUT } from "../../../model/schedule";
import type { TableRow } from "../../../model/table-row";
import { tableRows } from "../../../reporting/runbook-table";
import { canaryTimesOf } from "../session-for";

/** All that a decision is made of, and the lines of the runbook's tables beside it. */
export interface Gathered {
  readonly parts: Omit<DecisionParts, "versions">;
  readonly rows: readonly TableRow[];
}

/** Reads from the journal what a decision tells beside its own checks. @param folder of the environment's reports. */
export async function gather(
  folder: string,
  result: RunResult,
  environment: Environment,
  runbook: readonly RunbookItem[],
): Promise<Gathered> {
  const { id, canaryVersion } = result.release;
  const release = { id, canaryVersion };
  const canary = canaryTimesOf(environment);
  const asked = { folder, environment: environment.name, release, evaluatedAt: result.evaluatedAt };
  const at = signOffMoment(environment.name, result.evaluatedAt);
  const question = { ...asked, before: BEFORE_THE_ROLL_OUT, isRehearsal: result.rehearsal, answersAt: at };
  const window = canary === null ? null : await readWindowRecord({ ...question, canary });
  const entries = entriesOf((await readJournal(folder)).entries, release);
  const previous = await readLastDecision(folder, entries);
  const rows = await Promise.all((window?.checkpoints ?? []).map((checkpoint) => rowsOf(folder, checkpoint)));
  const digests = digestsOf(folder, result);
  const signed = standing(entries, release, at, runbook);
  const rolesOf = (item: string) =>
    (runbook.find((one) => one.id === item)?.signers ?? []).map((role) => ({
      en: roleName(role),
      ko: roleName(role, "ko"),
    }));
  const parts = { result, runbook, window, entries, signOffs: signed, rolesOf, digests, previous };
  return { parts, rows: rows.flat() };
}

/** A checkpoint's lines of the runbook's table; without a run, or where its verdict was changed, a line of dashes. */
async function rowsOf(folder: string, { phase, at, run }: RecordedCheckpoint): Promise<TableRow[]> {
  if (at === null) return [];
  const checks = run === null ? [] : (await readRecordedChecks(folder, run.runId, run.verdictSha256)).checks;
  return tableRows({ phase, evaluatedAt: at, checks });
}

/** The answers of people that stand, in the runbook's order. */
function standing(
  entries: readonly JournalEntry[],
  { id, canaryVersion }: { readonly id: string; readonly canaryVersion: string },
  asOf: string,
  runbook: readonly RunbookItem[],
): DecidedSignOff[] {
  const answers = signOffs(entries, id, canaryVersion, asOf);
  return runbook.flatMap(({ id: item, title }) =>
    (answers.get(item) ?? []).map(({ name, role, answer, note, link, at }) => {
      return { item, title, name, role: roleName(role), answer, note, link, at };
    }),
  );
}

/** The journal's last line as it is now, and this run's own verdict. */
function digestsOf(folder: string, { runId }: RunResult): Digest[] {
  const own = join("runs", runId, "verdict.json");
  return [
    { path: "journal.head", sha256: sha256Of(readFileSync(journalFiles(folder).head)) },
    { path: own, sha256: sha256Of(readFileSync(join(folder, own))) },
  ];
}
