import type { CheckResult } from "../model/check-result";
import type { Outcome, Verdict } from "../model/outcome";
import type { Counts } from "../model/run-result";
import type { RunbookItem } from "../model/runbook";

/** What a run is judged by. */
export interface VerdictInput {
  /** The items of the phase: each needs a check. */
  readonly expected: readonly RunbookItem[];
  /** All items of the runbook: a check may serve items of other phases, but none that nobody knows. */
  readonly runbook: readonly RunbookItem[];
  readonly checks: readonly CheckResult[];
  /** What went wrong with the run itself, one line each. */
  readonly runErrors: readonly string[];
}

/** The answer of a run, with the reasons for it, most serious first; none for GO. */
export interface RunVerdict {
  readonly verdict: Verdict;
  readonly counts: Counts;
  readonly reasons: readonly string[];
}

/** What stands between a run and GO. */
type Obstacle =
  | "a check failed"
  | "the run itself had an error"
  | "a check is inconclusive"
  | "a check was not run"
  | "an expected item has no check"
  | "a check serves an item that the runbook does not have"
  | "there is no check at all"
  | "no item is expected";

/** The table of verdicts, most serious first: the first row that applies decides; where none does, it is GO. */
export const VERDICTS: readonly (readonly [Obstacle, Verdict])[] = [
  ["a check failed", "NO-GO"],
  ["the run itself had an error", "INCONCLUSIVE"],
  ["a check is inconclusive", "INCONCLUSIVE"],
  ["a check was not run", "INCONCLUSIVE"],
  ["an expected item has no check", "INCONCLUSIVE"],
  ["a check serves an item that the runbook does not have", "INCONCLUSIVE"],
  ["there is no check at all", "INCONCLUSIVE"],
  ["no item is expected", "INCONCLUSIVE"],
];

/** Judges a run by the table. */
export function judgeRun(input: VerdictInput): RunVerdict {
  const rows = VERDICTS.map(([obstacle, verdict]) => ({ verdict, reasons: REASONS[obstacle](input) }));
  const decisive = rows.find(({ reasons }) => reasons.length > 0);
  return {
    verdict: decisive?.verdict ?? "GO",
    counts: countOutcomes(input.checks),
    reasons: rows.flatMap(({ reasons }) => reasons).map(oneLine),
  };
}

/** How many checks ended how. */
export function countOutcomes(checks: readonly Pick<CheckResult, "outcome">[]): Counts {
  const count = (outcome: Outcome): number => checks.filter((check) => check.outcome === outcome).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    inconclusive: count("inconclusive"),
    notRun: count("not-run"),
  };
}

/** The reasons that a run gives for each obstacle; none where it is not in the way. */
const REASONS: Readonly<Record<Obstacle, (input: VerdictInput) => string[]>> = {
  "a check failed": ({ checks }) => reasonsOf(checks, "failed"),
  "the run itself had an error": ({ runErrors }) => runErrors.map((error) => `The run: ${error}`),
  "a check is inconclusive": ({ checks }) => reasonsOf(checks, "inconclusive"),
  "a check was not run": ({ checks }) => reasonsOf(checks, "not-run"),
  "an expected item has no check": ({ expected, checks }) => {
    const served = new Set(checks.flatMap(({ items }) => items));
    return expected.filter(({ id }) => !served.has(id)).map(({ id }) => `${id}: no check served this item.`);
  },
  "a check serves an item that the runbook does not have": ({ runbook, checks }) => {
    const known = new Set(runbook.map(({ id }) => id));
    return checks.flatMap(({ items, scenario }) =>
      items.filter((id) => !known.has(id)).map((id) => `${id}: the runbook has no such item (scenario "${scenario}").`),
    );
  },
  "there is no check at all": ({ checks }) => (checks.length === 0 ? ["The run: not one check was run."] : []),
  "no item is expected": ({ expected }) =>
    expected.length === 0 ? ["The run: the runbook has no item of this phase."] : [],
};

function reasonsOf(checks: readonly CheckResult[], outcome: Outcome): string[] {
  return checks.filter((check) => check.outcome === outcome).map(reasonOf);
}

function reasonOf({ items, outcome, cause, summary }: CheckResult): string {
  const how = cause === null ? outcome : `${outcome} (${cause})`;
  return `${items.join("+")}: ${how}: ${summary}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
