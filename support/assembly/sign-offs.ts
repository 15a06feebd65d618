import { REHEARSAL, type Environment } from "../environment/schema";
import { lapsedSignOffs, signOffs } from "../journal/questions";
import type { JournalReading } from "../journal/read-journal";
import type { EntryOf } from "../model/journal-entry";
import type { LapsedAnswer, SignOffAnswer, SignOffReading } from "../model/readings/sign-offs";

/**
 * As of when people's answers count, ISO 8601: as of the time that is judged, so that a late run knows no more than one
 * at its time. The rehearsal's week lies in the past, always, and people answer in it now: there, as of now.
 */
export function signOffMoment(environment: string, evaluatedAt: string): string {
  return environment === REHEARSAL ? new Date().toISOString() : evaluatedAt;
}

/** What a journal says of the answers to one item, for the environment's release and its canary's version. */
export function signOffReading(
  { entries, problems }: JournalReading,
  { name, release }: Pick<Environment, "name" | "release">,
  { item, at }: { readonly item: string; readonly at: string },
): SignOffReading {
  const { id: releaseId, canaryVersion: version } = release;
  return {
    where: `journal.ndjson of ${name}`,
    item,
    release: releaseId,
    version,
    at,
    answers: (signOffs(entries, releaseId, version, at).get(item) ?? []).flatMap(answerOf),
    lapsed: lapsedSignOffs(entries, { releaseId, version, item }, at).map(lapsedOf),
    problems: problems.map(({ line, what }) => `line ${line}: ${what}`),
  };
}

function answerOf({ name, role, answer, note, link, at, expiresAt }: EntryOf<"sign-off">): SignOffAnswer[] {
  return answer === "withdrawn" ? [] : [{ name, role, answer, note, link, at, expiresAt }];
}

function lapsedOf({ entry, why }: ReturnType<typeof lapsedSignOffs>[number]): LapsedAnswer {
  return { name: entry.name, role: entry.role, at: entry.at, why };
}
