import type { JournalEntry } from "../model/journal-entry";
import { questionText, type SignOffQuestion } from "../model/sign-off-question";

/** What an entry says, as one sentence for people; not escaped for a terminal. */
export function entryText(entry: JournalEntry): string {
  switch (entry.kind) {
    case "run-started":
      return `${entry.phase} began, judged as of ${entry.evaluatedAt}${by(entry.startedBy)}: ${entry.runId}`;
    case "check-ended":
      return `${entry.items.join(", ")} ${outcomeOf(entry.outcome, entry.cause)}: ${entry.summary}`;
    case "run-ended":
      return `${entry.phase} ${entry.verdict}${notes(entry)}: ${countsOf(entry.counts)}: ${entry.runId}`;
    case "sign-off":
      return `${entry.item} ${entry.answer}, by ${entry.name} (${entry.role}) for ${entry.version}${until(entry)}${answered(entry.question)}${said(entry.note)}`;
    case "announcement":
      return `${entry.purpose} told in ${entry.channel}: ${entry.permalink ?? entry.messageId}`;
    case "rollback-step":
      return `roll-back, ${entry.step}, ${entry.outcome}${said(entry.detail)}`;
    case "incident":
      return `incident ${entry.stage}${entry.recommendation === null ? "" : `, ${entry.recommendation} recommended`}${asked(entry.question)}${said(entry.detail)}`;
    case "decision":
      return `decided: ${entry.verdict}`;
    case "drill":
      return `drill ${entry.name} ${entry.stage}${entry.outcome === null ? "" : `, ${entry.outcome}`}${said(entry.detail)}`;
    case "checkpoint-missed":
      return `${entry.phase} at ${entry.checkpointAt} was missed${said(entry.detail)}`;
    case "torn-line":
      return `a torn line of ${entry.bytes} bytes was moved aside to ${entry.file}`;
    case "head-lost":
      return `journal.head was ${entry.found}; whether entries had been missing at the end is not known`;
  }
}

function by({ user, job }: Extract<JournalEntry, { kind: "run-started" }>["startedBy"]): string {
  if (user === null && job === null) return "";
  return `, by ${[user, job].filter((part) => part !== null).join(", ")}`;
}

function outcomeOf(outcome: string, cause: string | null): string {
  return cause === null ? outcome : `${outcome} (${cause})`;
}

function notes({ isLate, isSound }: Extract<JournalEntry, { kind: "run-ended" }>): string {
  return `${isLate ? ", late" : ""}${isSound ? "" : ", not to be relied on (the run ended with exit code 3)"}`;
}

function countsOf({
  passed,
  failed,
  inconclusive,
  notRun,
}: Extract<JournalEntry, { kind: "run-ended" }>["counts"]): string {
  return `${passed} passed, ${failed} failed, ${inconclusive} inconclusive, ${notRun} not run`;
}

function until({ expiresAt }: Extract<JournalEntry, { kind: "sign-off" }>): string {
  return expiresAt === null ? "" : `, until ${expiresAt}`;
}

function answered(question: SignOffQuestion | null | undefined): string {
  return question ? `, to "${questionText(question)}"` : "";
}

function asked(question: SignOffQuestion | null | undefined): string {
  return question ? `, a human is asked for "${questionText(question)}"` : "";
}

function said(text: string | null): string {
  return text === null || text === "" ? "" : `: ${text}`;
}
