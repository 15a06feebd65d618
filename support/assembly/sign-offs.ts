import type { Signing } from "../environment/load-signing";
import { REHEARSAL } from "../environment/schema";
import { lapsedSignOffs, signOffs } from "../journal/questions";
import type { JournalReading } from "../journal/read-journal";
import type { EntryOf } from "../model/journal-entry";
import type { LapsedAnswer, SignOffAnswer, SignOffReading } from "../model/readings/sign-offs";
import { personNamed, type Person } from "../model/signers";

/**
 * As of when people's answers count, ISO 8601: as of the time that is judged, so that a late run knows no more than one
 * at its time. The rehearsal's week lies in the past, always, and people answer in it now: there, as of now.
 */
export function signOffMoment(environment: string, evaluatedAt: string): string {
  return environment === REHEARSAL ? new Date().toISOString() : evaluatedAt;
}

/**
 * What a journal says of the answers to one item, for the environment's release and its canary's version. Where the
 * environment names the people, the yes of anybody else does not stand; a no always does.
 */
export function signOffReading(
  { entries, problems }: JournalReading,
  { name, release, people }: Signing,
  { item, at }: { readonly item: string; readonly at: string },
): SignOffReading {
  const { id: releaseId, canaryVersion: version } = release;
  const standing = (signOffs(entries, releaseId, version, at).get(item) ?? []).flatMap(answerOf);
  const isAllowed = (given: SignOffAnswer) => given.answer === "no" || maySign(given, people);
  return {
    where: `journal.ndjson of ${name}`,
    item,
    release: releaseId,
    version,
    at,
    answers: standing.filter(isAllowed),
    lapsed: [
      ...lapsedSignOffs(entries, { releaseId, version, item }, at).map(lapsedOf),
      ...standing.filter((given) => !isAllowed(given)).map(ofNobody),
    ],
    problems: problems.map(({ line, what }) => `line ${line}: ${what}`),
  };
}

function answerOf({ answer, question, ...given }: EntryOf<"sign-off">): SignOffAnswer[] {
  if (answer === "withdrawn") return [];
  const { name, role, note, link, at, expiresAt } = given;
  return [{ name, role, answer, note, link, at, expiresAt, ...(question && { question }) }];
}

function lapsedOf({ entry, why }: ReturnType<typeof lapsedSignOffs>[number]): LapsedAnswer {
  return { name: entry.name, role: entry.role, at: entry.at, why };
}

function maySign({ name, role }: SignOffAnswer, people: readonly Person[] | undefined): boolean {
  return people === undefined || (personNamed(people, name)?.roles.some((own) => own === role) ?? false);
}

function ofNobody({ name, role, at }: SignOffAnswer): LapsedAnswer {
  return { name, role, at, why: "not one of the people" };
}
