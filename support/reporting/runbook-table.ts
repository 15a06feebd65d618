import type { CheckResult } from "../model/check-result";
import type { Measurement } from "../model/measurement";
import { gravest, type Outcome } from "../model/outcome";
import type { Phase } from "../model/runbook";
import type { Day7Metric, Day7Row, TableCell, TableRow } from "../model/table-row";
import { NO_VALUE, shownGoal, shownValue } from "./runbook-table-values";

/** What a line of the runbook's tables is made from: one run. */
export interface TableRun {
  readonly phase: Phase;
  readonly evaluatedAt: string;
  readonly checks: readonly Pick<CheckResult, "items" | "outcome" | "measurements">[];
}

/** Begin of an incident's item ids. */
const INCIDENT_ITEM = "INC-";

type Checks = TableRun["checks"];

/** A column that shows a signal. */
interface Shown {
  readonly signal: string;
  /** Decimals that the runbook shows. */
  readonly digits: number;
  /** The runbook item that answers for it: how its check ended is told where the value is missing. */
  readonly item: string;
  readonly kind?: "by-requests" | "by-time";
}

const RATE = { signal: "error rate", digits: 2 };
const P95 = { signal: "P95 response time", digits: 0 };
const MEMORY = { signal: "memory", digits: 1, item: "D4-3" };
const ERRORS = { signal: "errors", digits: 0, item: "D56-1" };
const DAY_7: readonly (readonly [Day7Metric, readonly [Shown, ...Shown[]]])[] = [
  ["error-rate", [{ ...RATE, item: "D7-1" }]],
  ["p95", [{ ...P95, item: "D7-2" }]],
  [
    "availability",
    [
      { signal: "availability by requests", digits: 2, item: "D7-3", kind: "by-requests" },
      { signal: "availability by time", digits: 2, item: "D7-3", kind: "by-time" },
    ],
  ],
  ["consecutive-failures", [{ signal: "longest run of failed probes", digits: 0, item: "D7-4" }]],
];

/**
 * A run's lines of its phase's table in the runbook: one for a checkpoint of Day 4 and of Days 5–6, four for Day 7, none
 * for a phase without a table; an incident that was looked into beside it has none. Of several windows of a signal the one that begins last is shown: since the last checkpoint.
 */
export function tableRows({ phase, evaluatedAt: at, checks: all }: TableRun): TableRow[] {
  const checks = all.filter((check) => !isOfIncident(check));
  const cell = (shown: Shown): TableCell => cellOf(checks, shown);
  switch (phase) {
    case "day4": {
      const cells = {
        errorRate: cell({ ...RATE, item: "D4-1" }),
        p95: cell({ ...P95, item: "D4-2" }),
        memory: cell(MEMORY),
      };
      return [{ phase, at, ...cells, outcome: stateOf(checks, Object.values(cells)) }];
    }
    case "day5-6": {
      const cells = {
        errorRate: cell({ ...RATE, item: "D56-1" }),
        p95: cell({ ...P95, item: "D56-2" }),
        errors: cell(ERRORS),
      };
      return [{ phase, at, ...cells, outcome: stateOf(checks, Object.values(cells)) }];
    }
    case "day7":
      return DAY_7.map(([metric, shown]) => day7Row(checks, at, metric, shown));
    case "preflight":
    case "preparation":
    case "incident":
    case "decision":
      return [];
  }
}

/** The incident's window is another than the table's. */
function isOfIncident({ items }: Checks[number]): boolean {
  return items.length > 0 && items.every((id) => id.startsWith(INCIDENT_ITEM));
}

/** Of availability, what was measured is shown; where nothing was, the first kind's absence. */
function day7Row(checks: Checks, at: string, metric: Day7Metric, shown: readonly [Shown, ...Shown[]]): Day7Row {
  const [first] = shown;
  const measured = shown.filter(({ signal }) => measurementOf(checks, signal) !== null);
  const current = (measured.length > 0 ? measured : [{ ...first, kind: undefined }]).map((one) => cellOf(checks, one));
  const goals = measured
    .map(({ signal }) => measurementOf(checks, signal))
    .map((of) => (of === null ? NO_VALUE : shownGoal(of)));
  const itsChecks = checks.filter(({ items }) => items.includes(first.item));
  return {
    phase: "day7",
    at,
    metric,
    goal: [...new Set(goals)].join(", ") || NO_VALUE,
    current,
    outcome: stateOf(itsChecks, current),
  };
}

interface CellSource extends Omit<Shown, "kind"> {
  readonly kind?: Shown["kind"] | undefined;
}

function cellOf(checks: Checks, { signal, digits, item, kind = undefined }: CellSource): TableCell {
  const found = measurementOf(checks, signal);
  const text = found === null ? NO_VALUE : shownValue(found, digits);
  const source =
    found === null
      ? checks.filter(({ items }) => items.includes(item))
      : checks.filter(({ measurements }) => measurements.includes(found));
  const outcome = gravest(source.map((check) => check.outcome));
  return { text, kind: kind ?? null, outcome: text === NO_VALUE && outcome === "passed" ? "inconclusive" : outcome };
}

/** The measurement of a signal whose window begins last; one of a single moment only where none has a window. */
function measurementOf(checks: Checks, signal: string): Measurement | null {
  const found = checks.flatMap(({ measurements }) => measurements.filter((one) => one.signal === signal));
  const begin = ({ window }: Measurement) => (window === null ? Number.NEGATIVE_INFINITY : Date.parse(window.start));
  return found.reduce<Measurement | null>(
    (latest, one) => (latest === null || begin(one) > begin(latest) ? one : latest),
    null,
  );
}

/** A line's state: the most serious of its checks and its cells, so that a line without a value is never well. */
function stateOf(checks: Checks, cells: readonly TableCell[]): Outcome {
  return gravest([...checks, ...cells].map(({ outcome }) => outcome));
}
