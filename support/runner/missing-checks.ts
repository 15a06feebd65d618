import type { CheckResult } from "../model/check-result";
import type { RunbookItem } from "../model/runbook";

/**
 * A check that was not run for every expected item that no check serves, so that a forgotten tag or scenario is seen
 * in every report and counted in every total.
 * @param at the time of the run, ISO 8601.
 */
export function missingChecks(
  expected: readonly RunbookItem[],
  checks: readonly CheckResult[],
  at: string,
): CheckResult[] {
  const served = new Set(checks.flatMap(({ items }) => items));
  return expected.filter(({ id }) => !served.has(id)).map((item) => missingCheck(item, at));
}

function missingCheck({ id, section, title }: RunbookItem, startedAt: string): CheckResult {
  const what = "No check served this runbook item in this run.";
  return {
    items: [id],
    feature: section.en,
    featureFile: "features/runbook.yaml",
    scenario: title.en,
    description: "",
    tags: [],
    outcome: "not-run",
    cause: null,
    summary: what,
    problems: [
      {
        what,
        where: "features/runbook.yaml",
        why: `No scenario that was run carries the tag @runbook:${id}.`,
        fix: `Write the scenario, or give it the tag @runbook:${id}.`,
      },
    ],
    startedAt,
    durationMs: 0,
    steps: [],
    measurements: [],
    evidence: [],
    occurrences: [],
  };
}
