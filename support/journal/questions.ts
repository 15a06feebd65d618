import type { EntryOf, JournalEntry, JournalRelease } from "../model/journal-entry";
import type { Window } from "../model/measurement";
import type { Phase } from "../model/runbook";
import { personKey } from "../model/signers";

/** A run as the journal tells of it. */
export interface JournalRun {
  readonly runId: string;
  readonly phase: Phase;
  /** The time that it judged. */
  readonly evaluatedAt: string;
  readonly release: JournalRelease;
  readonly checks: readonly EntryOf<"check-ended">[];
  /** null: it was broken off, or still goes on; it decided nothing. */
  readonly end: EntryOf<"run-ended"> | null;
}

/** The entries of one release; those of another canary version do not speak for it. */
export function entriesOf(entries: readonly JournalEntry[], { id, canaryVersion }: JournalRelease): JournalEntry[] {
  return entries.filter(({ release }) => release.id === id && release.canaryVersion === canaryVersion);
}

/** All runs of a phase, in the order in which they began, also those without an end. */
export function runsOf(entries: readonly JournalEntry[], phase: Phase): JournalRun[] {
  const checks = groupedBy(
    entries.filter((entry) => entry.kind === "check-ended"),
    ({ runId }) => runId,
  );
  const ends = new Map(entries.flatMap((entry) => (entry.kind === "run-ended" ? [[entry.runId, entry] as const] : [])));
  return entries.flatMap((entry) => {
    if (entry.kind !== "run-started" || entry.phase !== phase) return [];
    const { runId, evaluatedAt, release } = entry;
    return [{ runId, phase, evaluatedAt, release, checks: checks.get(runId) ?? [], end: ends.get(runId) ?? null }];
  });
}

/**
 * The run of a phase that judged the latest time, and of several that judged the same time the one that began last.
 * @param until runs that judged a later time are left out. @returns null: there is none.
 */
export function latestRun(entries: readonly JournalEntry[], phase: Phase, until?: string): JournalRun | null {
  const latest = until === undefined ? Infinity : Date.parse(until);
  const runs = runsOf(entries, phase).filter(({ evaluatedAt }) => Date.parse(evaluatedAt) <= latest);
  return runs.toSorted((a, b) => Date.parse(a.evaluatedAt) - Date.parse(b.evaluatedAt)).at(-1) ?? null;
}

/**
 * The answers of people that stand for a release and version at a time, by runbook item. A person's later answer to an
 * item in the same role replaces the earlier one. Withdrawn answers, a "yes" that has expired and answers for another
 * version are left out: the item is unanswered. A "no" does not expire: it stands until the same person answers again.
 */
export function signOffs(
  entries: readonly JournalEntry[],
  releaseId: string,
  version: string,
  at: string,
): ReadonlyMap<string, readonly EntryOf<"sign-off">[]> {
  const latest = latestSignOffs(entries, releaseId, at).filter((entry) => entry.version === version);
  return groupedBy(
    latest.filter((entry) => stands(entry, Date.parse(at))),
    ({ item }) => item,
  );
}

/** An answer that does not stand any more, or for another version. */
export interface LapsedSignOff {
  readonly entry: EntryOf<"sign-off">;
  readonly why: "withdrawn" | "expired" | "another version";
}

/** The answers to an item of a release that do not stand at a time, as `signOffs` leaves them out. */
export function lapsedSignOffs(
  entries: readonly JournalEntry[],
  about: { readonly releaseId: string; readonly version: string; readonly item: string },
  at: string,
): LapsedSignOff[] {
  return latestSignOffs(entries, about.releaseId, at).flatMap((entry): LapsedSignOff[] => {
    if (entry.item !== about.item) return [];
    if (entry.version !== about.version) return entry.answer === "yes" ? [{ entry, why: "another version" }] : [];
    if (stands(entry, Date.parse(at))) return [];
    return [{ entry, why: entry.answer === "withdrawn" ? "withdrawn" : "expired" }];
  });
}

/**
 * The newest decision of an incident that goes on, with what it asks of a human; null: no incident goes on, or nothing was
 * decided of it yet. @param entries of one release.
 */
export function openDecision(entries: readonly JournalEntry[]): EntryOf<"incident"> | null {
  const incidents = entries.filter((entry) => entry.kind === "incident");
  const newest = incidents.findLast(({ stage }) => stage !== "started" && stage !== "diagnosed");
  return newest?.stage === "decided" ? newest : null;
}

/** Answers to an incident's decision say what is done about the incident, and nothing against the release. */
const OF_INCIDENTS = /^INC-/;

/**
 * The answers that speak against a release and version at a time: each no that stands, and each yes that was taken back and
 * in whose role nobody else says yes.
 */
export function objections(
  entries: readonly JournalEntry[],
  { id, canaryVersion }: JournalRelease,
  at: string,
): EntryOf<"sign-off">[] {
  const latest = latestSignOffs(entries, id, at).filter(
    ({ version, item }) => version === canaryVersion && !OF_INCIDENTS.test(item),
  );
  const isSigned = (taken: EntryOf<"sign-off">): boolean =>
    latest.some(({ item, role, answer }) => answer === "yes" && item === taken.item && role === taken.role);
  return latest.filter((entry) => entry.answer === "no" || (entry.answer === "withdrawn" && !isSigned(entry)));
}

/** The latest answer of each person in each role to each item and version. */
function latestSignOffs(entries: readonly JournalEntry[], releaseId: string, at: string): EntryOf<"sign-off">[] {
  const now = Date.parse(at);
  const latest = new Map<string, EntryOf<"sign-off">>();
  for (const entry of entries) {
    if (entry.kind !== "sign-off" || entry.release.id !== releaseId) continue;
    if (!(Date.parse(entry.at) <= now)) continue;
    latest.set(JSON.stringify([entry.item, personKey(entry.name), entry.role, entry.version]), entry);
  }
  return [...latest.values()];
}

/** Steps of roll-backs that were recorded within a window, its ends included. */
export function rollbacks(entries: readonly JournalEntry[], { start, end }: Window): EntryOf<"rollback-step">[] {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  // Put so that a window which is none leaves nothing out: no roll-back is never the answer to a bad question.
  const isOutside = (time: number): boolean => time < from || time > to;
  return entries.filter((entry) => entry.kind === "rollback-step").filter(({ at }) => !isOutside(Date.parse(at)));
}

function stands({ answer, expiresAt }: EntryOf<"sign-off">, now: number): boolean {
  switch (answer) {
    case "withdrawn":
      return false;
    case "no":
      return true;
    case "yes":
      return expiresAt === null || now < Date.parse(expiresAt);
  }
}

function groupedBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
