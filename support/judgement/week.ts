import { gravest, GRAVEST_FIRST, type Verdict } from "../model/outcome";
import type { Phase, RunbookItem } from "../model/runbook";
import type { RunResult } from "../model/run-result";
import { isCanaryPhase } from "../model/schedule";
import type { EndedItem, ItemEnd, PlayedRun, WeekEnds, WeekSection } from "../model/week";

/** The symptom of an incident: a drill is to show it, so it is none of the items that are to pass. */
const SYMPTOM = "INC-0";

/** The runbook's sections of one phase, each item with what the phase's runs came to. */
export function sectionsOf(phase: Phase, runbook: readonly RunbookItem[], played: readonly PlayedRun[]): WeekSection[] {
  const items = endedItems(
    runbook.filter((item) => item.phase === phase),
    played,
  );
  const titles = [...new Map(items.map(({ item: { section } }) => [section.en, section])).values()];
  const within = (title: WeekSection["title"]) => items.filter(({ item }) => item.section.en === title.en);
  return titles.map((title) => ({ phase, title, items: within(title) }));
}

/** The items that a whole week is to see passed, in the runbook's order, each with what it came to. */
export function itemsOfWeek(runbook: readonly RunbookItem[], played: readonly PlayedRun[]): EndedItem[] {
  return endedItems(
    runbook.filter(({ id }) => id !== SYMPTOM),
    played,
  );
}

/** The items that did not pass, the gravest first. */
export function notPassed(items: readonly EndedItem[]): EndedItem[] {
  const gravity = ({ end }: EndedItem): number => GRAVEST_FIRST.indexOf(end?.outcome ?? "not-run");
  return items.filter(({ end }) => end?.outcome !== "passed").toSorted((one, other) => gravity(one) - gravity(other));
}

/**
 * The verdict of a week: NO-GO where the decision or the drill is; GO only where the decision is, the drill went as it was
 * to go, and every item passed.
 */
export function verdictOfWeek({ decision, drill }: WeekEnds, items: readonly EndedItem[]): Verdict {
  if (decision === "NO-GO" || drill === "NO-GO") return "NO-GO";
  const isAllSeen = decision === "GO" && drill === "GO" && items.length > 0 && notPassed(items).length === 0;
  return isAllSeen ? "GO" : "INCONCLUSIVE";
}

function endedItems(items: readonly RunbookItem[], played: readonly PlayedRun[]): EndedItem[] {
  return items.map((item) => ({ item, end: endOf(item, played) }));
}

/**
 * Each checkpoint of the canary counts, one that was left out too. Of what comes before the roll-out, of the decision and
 * of an incident the last run speaks: what awaited a sign-off was signed meanwhile.
 */
function endOf({ id, phase }: RunbookItem, played: readonly PlayedRun[]): ItemEnd | null {
  const ofPhase = played.filter((run) => run.phase === phase);
  const ends = (isCanaryPhase(phase) ? ofPhase : ofPhase.slice(-1)).map(({ result }) => endIn(id, result));
  const outcome = gravest(ends.map((end) => end?.outcome ?? "not-run"));
  return ends.find((end) => end?.outcome === outcome) ?? null;
}

function endIn(item: string, result: RunResult | null): ItemEnd | null {
  const checks = result?.checks.filter(({ items }) => items.includes(item)) ?? [];
  const outcome = gravest(checks.map((check) => check.outcome));
  const first = checks.find((check) => check.outcome === outcome);
  return first === undefined ? null : { outcome, summary: first.summary };
}
