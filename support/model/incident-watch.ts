import type { Phase, RunbookItem } from "./runbook";

/** Runbook, Scenario 1, "high error rate (> 1 %)": in percent, above it there is an incident. */
export const INCIDENT_LIMIT_PERCENT = 1;

/** The scenarios of an incident that change nothing: a tag expression. */
export const READ_ONLY_INCIDENT = "(@phase:incident and not @changes:roll-back)";

/** The tag of an incident's scenarios. */
export const INCIDENT_TAG = "@phase:incident";

/** Whether a scheduled run saw the error rate of an incident. Where it did, the incident's read-only part is in its report. */
export interface IncidentWatch {
  /** not-known: neither was such a rate seen, nor is it known that there was none. */
  readonly state: "begun" | "not-needed" | "not-known";
  readonly limitPercent: number;
  /** What was seen, or why it is not known, a sentence each; none where there is no need. */
  readonly because: readonly string[];
  /** Ids of the items that the incident's part answers; none where it was not begun. */
  readonly items: readonly string[];
}

/** The items that a run must answer: those of its phase, and those of the incident that it began by itself. */
export function expectedItems(
  runbook: readonly RunbookItem[],
  run: { readonly phase: Phase; readonly incident: IncidentWatch | null },
): RunbookItem[] {
  const ofIncident = run.incident?.items ?? [];
  return runbook.filter(({ id, phase }) => phase === run.phase || ofIncident.includes(id));
}
