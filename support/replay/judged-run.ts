import { timelineOfParts } from "../judgement/incident/timeline-of-parts";
import { watchForIncident } from "../judgement/incident/watch-for-incident";
import { judgeRun } from "../judgement/verdict";
import type { CheckResult } from "../model/check-result";
import { expectedItems, type IncidentWatch } from "../model/incident-watch";
import type { RunResult } from "../model/run-result";
import type { RunbookItem } from "../model/runbook";
import { isPresent } from "../model/present";
import { isCanaryPhase } from "../model/schedule";
import { missingChecks } from "../runner/missing-checks";

/** What a run is, before it is judged. */
export type RunHead = Omit<
  RunResult,
  "finishedAt" | "verdict" | "counts" | "reasons" | "checks" | "timeline" | "incident"
>;

/** What a run is judged by. */
export interface RanChecks {
  readonly head: RunHead;
  /** The results of the checks that were planned. */
  readonly ran: readonly CheckResult[];
  /** What went wrong with the run itself, one line each. */
  readonly runErrors: readonly string[];
  /** All items of the runbook, in its order. */
  readonly runbook: readonly RunbookItem[];
}

/** The result of a run: its checks and those that are missing in the runbook's order, and the verdict with its reasons. */
export function judgedRun({ head, ran, runErrors, runbook }: RanChecks): RunResult {
  const incident = incidentOf(head, ran, runbook);
  const expected = expectedItems(runbook, { phase: head.phase, incident });
  const checks = inRunbookOrder([...ran, ...missingChecks(expected, ran, head.startedAt)], runbook);
  return {
    ...head,
    finishedAt: new Date().toISOString(),
    ...judgeRun({ expected, runbook, checks, runErrors }),
    checks,
    timeline: timelineOf(head, checks),
    incident,
  };
}

/** Of what lies in the past, when this run asked for it and decided is no part of what happened. */
function timelineOf({ evaluatedAt, startedAt }: RunHead, checks: readonly CheckResult[]): RunResult["timeline"] {
  if (!isPresent(evaluatedAt, Date.parse(startedAt))) return null;
  return timelineOfParts(checks.flatMap(({ occurrences }) => occurrences));
}

/** Whether a scheduled run saw an incident; null: its phase does not watch for one. */
function incidentOf(
  { phase }: RunHead,
  ran: readonly CheckResult[],
  runbook: readonly RunbookItem[],
): IncidentWatch | null {
  if (!isCanaryPhase(phase)) return null;
  const watch = watchForIncident(ran);
  const items = watch.state === "begun" ? runbook.filter((item) => item.phase === "incident") : [];
  return { ...watch, items: items.map(({ id }) => id) };
}

/** The runbook's order; a check of several items stands where its first one does, and unknown ones at the end. */
function inRunbookOrder(checks: readonly CheckResult[], runbook: readonly RunbookItem[]): CheckResult[] {
  const position = (id: string): number => runbook.findIndex((item) => item.id === id);
  const place = ({ items }: CheckResult): number => {
    const known = items.map(position).filter((index) => index >= 0);
    return known.length === 0 ? runbook.length : Math.min(...known);
  };
  return checks.toSorted((a, b) => place(a) - place(b));
}
