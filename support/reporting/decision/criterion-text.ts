import type { Criterion } from "../../model/decision";
import type { Measurement } from "../../model/measurement";
import { NO_VALUE, shownGoal, shownValue } from "../runbook-table-values";

/** Decimals that the runbook shows; others show up to two. */
const DIGITS: Readonly<Record<string, number>> = { "P95 response time": 0, "share of positive answers": 0 };

/** What decides a criterion; other values that were held against a limit stand in its evidence. */
const DECISIVE: Readonly<Record<string, readonly string[]>> = {
  "SC-1": ["error rate"],
  "SC-2": ["P95 response time"],
  "SC-3": ["availability by requests", "availability by time"],
  "SC-4": ["rollbacks"],
  "SC-5": ["share of positive answers"],
  "SC-6": [],
  "SC-7": ["checkpoints with the verdict GO"],
};

/** What a criterion shows: goal and values as text, or a dash. */
export interface CriterionText {
  readonly goal: string;
  /** Afresh: "0.02 %"; two where availability is measured in two ways. */
  readonly value: string;
  /** As an earlier run recorded it; null: nothing is recorded of it. */
  readonly recorded: string | null;
}

/** A criterion's goal and values in the form of the runbook's tables. */
export function criterionText({ id, fresh, recorded }: Criterion): CriterionText {
  const [shown, shownThen] = [decisive(id, fresh), decisive(id, recorded)];
  return {
    goal: [...new Set(shown.map(goalText))].join(", ") || NO_VALUE,
    value: shown.map(valueText).join(" · ") || NO_VALUE,
    recorded: shownThen.length === 0 ? null : shownThen.map(valueText).join(" · "),
  };
}

function decisive(id: string, measurements: readonly Measurement[]): readonly Measurement[] {
  const names = DECISIVE[id] ?? [];
  const named = measurements.filter(({ signal }) => names.includes(signal));
  const chosen = named.length > 0 ? named : measurements.slice(0, 1);
  return chosen.filter(({ signal }, index) => chosen.findIndex((one) => one.signal === signal) === index);
}

/** Of counts of things that need not be named in a column of goals, only the number. */
const COUNTED = /^(rollbacks|issues|checkpoints|steps)$/;

function goalText(measurement: Measurement): string {
  const { unit, limit, comparison } = measurement;
  if (COUNTED.test(unit) && comparison === "equal") return String(limit);
  return shownGoal(measurement);
}

function valueText(measurement: Measurement): string {
  const { signal, unit, value, limit } = measurement;
  if (unit === "checkpoints") return `${value ?? NO_VALUE} / ${limit ?? NO_VALUE}`;
  if (COUNTED.test(unit)) return value === null ? NO_VALUE : String(value);
  return shownValue(measurement, DIGITS[signal] ?? 2);
}
