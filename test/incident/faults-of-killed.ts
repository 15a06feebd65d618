import type { JournalEntry } from "../../support/model/journal-entry";
import { stepsOf, type Ended, type KilledIncident } from "./killed-incident";

/** A command that is asked to end has so long: its checks have ten seconds for that, then the reports are written. */
export const END_LIMIT_MS = 15_000;
/** An incident, whatever was done about it. */
const INCIDENT = 1;
/** What a command that was asked to end may say: an incident, or not found out; never that there is none. */
const INTERRUPTED = [INCIDENT, 2];

/** The order in which the journal of one command may tell of the steps. */
const ORDER = [
  "asked begun",
  "asked",
  "accepted",
  "read-state",
  "configured-zero",
  "applied-zero",
  "last-canary-answer",
  "errors-below-limit",
  "announced",
];

/** What is not as it is to be. Empty: asked for once, told once, out of the traffic, and the journal tells all of it. */
export function faultsOf(played: KilledIncident): readonly string[] {
  const { killed, after, isByHand, journal, entries, verified, seen } = played;
  const keys = new Set(keysAsked(entries));
  return [
    ...faultsAtTheEnd(played),
    ...faultsThen(killed),
    ...(journal.startsWith(killed.journal) ? [] : ["lines of the journal are lost"]),
    ...after
      .filter(({ exitCode }) => exitCode !== INCIDENT)
      .map(({ exitCode }) => `a command after it ended with ${exitCode ?? "a signal"}`),
    ...(seen.posts === 1 ? [] : [`the service was asked ${seen.posts} times`]),
    ...(seen.keys.length === 1 && keys.size === 1 && keys.has(seen.keys[0] ?? "")
      ? []
      : [`the service knows the keys ${seen.keys.join(", ")}, the journal ${[...keys].join(", ")}`]),
    ...announcementFaults(seen.announcements, isByHand),
    ...(seen.weights.canary === 0 && seen.weights.legacy === 100
      ? []
      : [`the balancer has legacy ${seen.weights.legacy}, canary ${seen.weights.canary}`]),
    ...(seen.openIncidents === 0 ? [] : [`incidents of PagerDuty that are left open: ${seen.openIncidents}`]),
    ...(verified.exitCode === 0 ? [] : [`the journal is not whole: ${verified.output}`]),
    ...(killed.problems.some(isTorn) && !verified.output.includes("Torn lines of killed writers were moved aside")
      ? ["a line was torn, and verify does not name it"]
      : []),
    ...(names(entries).includes("announced done") ? [] : ["the journal does not say that it was announced"]),
  ];
}

/** Of the command that was ended: in time, with an exit code that says nothing wrong. */
function faultsAtTheEnd({ ending: { signal }, killed }: KilledIncident): readonly string[] {
  const { atMs, exitCode, entries, tookMs } = killed;
  if (atMs === null) return exitCode === INCIDENT ? [] : [`it ended by itself with ${exitCode ?? "a signal"}`];
  if (signal === "SIGKILL") return [];
  const isLate = tookMs > END_LIMIT_MS ? [`${signal} ended it after ${Math.round(tookMs)} ms only`] : [];
  const has = (kind: JournalEntry["kind"]): boolean => entries.some((entry) => entry.kind === kind);
  // Before it has begun a run, and after it has ended one, the signal itself may end it.
  const isBetween = has("run-started") === has("run-ended");
  const isRight = exitCode === undefined ? isBetween : INTERRUPTED.includes(exitCode);
  const isBroken = isRight ? [] : [`${signal} ended it with ${exitCode ?? "no exit code, in the midst of its run"}`];
  const isSilent = has("run-started") && !has("run-ended") ? [`${signal} ended it, and its run has no end`] : [];
  return [...isLate, ...isBroken, ...isSilent];
}

/** What the journal did not tell then, though it had happened; and a damage that is more than a torn line. */
function faultsThen({ seen, entries, problems }: Ended): readonly string[] {
  const steps = names(entries);
  const places = steps.map((step) => ORDER.findIndex((name) => step === name || step.split(" ")[0] === name));
  return [
    ...(seen.posts > 0 && !steps.includes("asked begun") ? ["the service was asked, and the journal is silent"] : []),
    ...(seen.announcements.length > 0 && !steps.some((step) => step.startsWith("last-canary-answer"))
      ? ["it was announced, and the journal does not say what was seen"]
      : []),
    ...(places.some((place, index) => index > 0 && place <= (places[index - 1] ?? -1))
      ? [`the steps stand in disorder: ${steps.join(", ")}`]
      : []),
    ...problems.filter((problem) => !isTorn(problem)).map((problem) => `the journal is damaged, ${problem}`),
  ];
}

/** One of the result. Before it one that it did not take, where the request was lost and people were told to send it. */
function announcementFaults(announcements: readonly string[], isByHand: boolean): readonly string[] {
  const expected = [...(isByHand ? ["ROLLBACK DID NOT TAKE"] : []), "Rolled back"];
  const found = announcements.map((text) => text.split(":")[0]);
  return found.join(", ") === expected.join(", ") ? [] : [`announced was: ${found.join(", ") || "nothing"}`];
}

/** What a killed writer leaves: the next one moves it aside. */
function isTorn(problem: string): boolean {
  return problem.endsWith(": torn");
}

function keysAsked(entries: readonly JournalEntry[]): string[] {
  return entries.flatMap((entry) =>
    entry.kind === "rollback-step" && entry.step === "asked" && entry.outcome === "begun" ? [entry.detail] : [],
  );
}

function names(entries: readonly JournalEntry[]): string[] {
  return stepsOf(entries).map(({ name }) => name);
}
