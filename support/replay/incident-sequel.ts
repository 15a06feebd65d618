import { watchForIncident } from "../judgement/incident/watch-for-incident";
import { INCIDENT_TAG, READ_ONLY_INCIDENT } from "../model/incident-watch";
import type { Phase } from "../model/runbook";
import { isCanaryPhase } from "../model/schedule";
import type { Sequel } from "../runner/run-checks";

/** The scenarios that a phase's run may carry out: a tag expression. */
export function tagsOf(phase: Phase): string {
  return isCanaryPhase(phase) ? `@phase:${phase} or ${READ_ONLY_INCIDENT}` : `@phase:${phase}`;
}

/**
 * The incident's read-only part, which a scheduled run begins by itself where a check sees the error rate of one.
 * @param onBegin told what was seen. @returns nothing for a phase that does not watch for incidents.
 */
export function incidentSequel(
  phase: Phase,
  onBegin: (because: readonly string[]) => void = () => undefined,
): { readonly sequel?: Sequel } {
  if (!isCanaryPhase(phase)) return {};
  const isDue: Sequel["isDue"] = (results) => {
    const { state, because } = watchForIncident(results);
    if (state === "begun") onBegin(because);
    return state === "begun";
  };
  return { sequel: { tag: INCIDENT_TAG, isDue } };
}
