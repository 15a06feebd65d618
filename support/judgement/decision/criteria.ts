import type { CheckResult } from "../../model/check-result";
import type { Criterion } from "../../model/decision";
import { GRAVEST_FIRST } from "../../model/outcome";
import type { RunbookItem } from "../../model/runbook";
import type { RunResult } from "../../model/run-result";

/** What the journal says of a value, as the checks measure it: "recorded error rate". */
const RECORDED = "recorded ";

/** The success criteria in the runbook's order; one without a check was not run. @param items of the phase decision. */
export function criteriaOf({ runId, checks }: RunResult, items: readonly RunbookItem[]): Criterion[] {
  return items.map(({ id, title }) => {
    const own = checks.filter((check) => check.items.includes(id));
    const decisive = own.toSorted((a, b) => severity(a) - severity(b))[0];
    const measurements = own.flatMap((check) => check.measurements);
    return {
      id,
      title,
      outcome: decisive?.outcome ?? "not-run",
      cause: decisive?.cause ?? null,
      summary: decisive?.summary ?? "No check was carried out for this criterion.",
      fixes: decisive?.outcome === "passed" ? [] : [...new Set((decisive?.problems ?? []).map(({ fix }) => fix))],
      fresh: measurements.filter(({ limit, comparison }) => limit !== null && comparison !== null),
      recorded: measurements
        .filter(({ signal }) => signal.startsWith(RECORDED) && !signal.startsWith("recorded steps"))
        .map((one) => ({ ...one, signal: one.signal.slice(RECORDED.length) })),
      evidence: own
        .flatMap(({ evidence }) => evidence)
        .map(({ path, title: name, sha256 }) => ({ path: `runs/${runId}/${path}`, title: name, sha256 })),
    };
  });
}

function severity({ outcome }: CheckResult): number {
  return GRAVEST_FIRST.indexOf(outcome);
}
