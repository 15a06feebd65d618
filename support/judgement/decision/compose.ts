import type { Decision, DecidedSignOff, Digest, Happening } from "../../model/decision";
import type { JournalEntry } from "../../model/journal-entry";
import type { WindowRecord } from "../../model/readings/window-record";
import type { RunbookItem } from "../../model/runbook";
import type { RunResult } from "../../model/run-result";
import { changesBetween, type Comparable } from "./changes";
import { criteriaOf } from "./criteria";
import { decidedCheckpoints, missingOf, type RolesOf } from "./missing";

/** The decision before, as its decision.json has it. */
export interface PreviousDecision extends Comparable {
  readonly runId: string;
  readonly decidedAt: string;
}

/** What a decision is made of. */
export interface DecisionParts {
  readonly result: RunResult;
  readonly runbook: readonly RunbookItem[];
  /** null: it is not known when the canary was rolled out, so there is no window. */
  readonly window: WindowRecord | null;
  /** The journal's entries of this release and version. */
  readonly entries: readonly JournalEntry[];
  readonly signOffs: readonly DecidedSignOff[];
  readonly rolesOf: RolesOf;
  readonly versions: Readonly<Record<string, string>>;
  /** Of files that the window's runs do not name. */
  readonly digests: readonly Digest[];
  readonly previous: PreviousDecision | null;
}

/** The decision on a release, from the run that judged the criteria and from what the journal has. */
export function composeDecision(parts: DecisionParts): Decision {
  const { result, runbook, window, entries, signOffs } = parts;
  const { verdict, reasons } = result;
  const criteria = criteriaOf(
    result,
    runbook.filter(({ phase }) => phase === "decision"),
  );
  const checkpoints = window === null ? [] : decidedCheckpoints(window);
  return {
    runId: result.runId,
    environment: result.environment,
    rehearsal: result.rehearsal,
    standIns: result.standIns,
    release: result.release,
    evaluatedAt: result.evaluatedAt,
    decidedAt: result.finishedAt,
    verdict,
    reasons,
    criteria,
    missing: verdict === "GO" ? [] : missingOf(window, criteria, runbook, parts.rolesOf),
    checkpoints,
    signOffs,
    incidents: incidentsIn(entries),
    rollbacks: rollbacksIn(entries),
    versions: parts.versions,
    changesSinceLastDecision: changesSince(parts.previous, { verdict, criteria, checkpoints, signOffs }),
    digests: [
      ...parts.digests,
      ...checkpoints.flatMap(({ runId, verdictSha256: sha256 }) =>
        runId === null || sha256 === null ? [] : [{ path: `runs/${runId}/verdict.json`, sha256 }],
      ),
    ],
  };
}

function changesSince(previous: PreviousDecision | null, now: Comparable): Decision["changesSinceLastDecision"] {
  if (previous === null) return { previous: null, changes: [] };
  const { runId, decidedAt, verdict } = previous;
  return { previous: { runId, decidedAt, verdict }, changes: changesBetween(previous, now) };
}

function incidentsIn(entries: readonly JournalEntry[]): Happening[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== "incident") return [];
    const { at, stage, recommendation, detail } = entry;
    return [{ at, what: recommendation === null ? stage : `${stage} (${recommendation})`, detail }];
  });
}

function rollbacksIn(entries: readonly JournalEntry[]): Happening[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== "rollback-step") return [];
    return [{ at: entry.at, what: `${entry.step}: ${entry.outcome}`, detail: entry.detail }];
  });
}
