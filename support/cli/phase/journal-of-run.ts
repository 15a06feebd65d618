import { readFileSync } from "node:fs";
import { sha256Of } from "../../journal/digest";
import { openJournal } from "../../journal/journal";
import { endOfRun, startOfRun } from "../../journal/run-facts";
import { startedBy } from "../../journal/started-by";
import type { JournalFact } from "../../model/journal-entry";
import type { Verdict } from "../../model/outcome";
import type { RunResult } from "../../model/run-result";
import type { RunHead } from "../../replay/judged-run";
import type { Redactor } from "../../reporting/redact";

/** The lines of one run in the journal of its environment. */
export interface JournalOfRun {
  /** Something that a check did or decided; on the disk when this resolves. */
  record(fact: JournalFact): Promise<void>;
  /** Each check, then the run with the digest of its verdict.json. @param isSound false: the run ends with exit code 3. */
  ended(result: RunResult, verdictFile: string, isSound: boolean): Promise<void>;
  /** What was decided. @param decisionSha256 of the bytes of decision.json. */
  decided(verdict: Verdict, decisionSha256: string): Promise<void>;
}

/** A run that judges a time so long past is a late one. */
const LATE_MS = 10 * 60_000;

/** Writes down that a run begins. @throws JournalError where the journal cannot be written: nothing was asked then. */
export async function journalRun(folder: string, head: RunHead, redactor: Redactor): Promise<JournalOfRun> {
  const { id, canaryVersion } = head.release;
  const journal = await openJournal(folder, { release: { id, canaryVersion }, redact: redactor.json });
  await journal.append(startOfRun(head, startedBy(process.env)));
  return {
    record: async (fact) => void (await journal.append(fact)),
    ended: async (result, verdictFile, isSound) => {
      const verdictSha256 = sha256Of(readFileSync(verdictFile));
      const end = { verdictSha256, isLate: isLate(head), isSound };
      for (const fact of endOfRun(redactor.json(result), end)) await journal.append(fact);
    },
    decided: async (verdict, decisionSha256) => {
      await journal.append({ kind: "decision", runId: head.runId, verdict, decisionSha256 });
    },
  };
}

/** The rehearsal's week lies in the past, always: there it says nothing. */
function isLate({ rehearsal, startedAt, evaluatedAt }: RunHead): boolean {
  return !rehearsal && Date.parse(startedAt) - Date.parse(evaluatedAt) > LATE_MS;
}
