import { readFileSync } from "node:fs";
import { ConfigurationError } from "../errors";
import { shownPath } from "../environment/environment-file";
import { nearestWord } from "../environment/nearest";
import { readYaml, type DataPath, type PlacedFault } from "../environment/yaml-source";
import { isLimitName, LIMIT_NAMES, LIMITS, type LimitName, type LimitOverrides } from "../model/limits";
import type { RunbookItem } from "../model/runbook";

/**
 * Reads the limits that a run is to be judged by instead of the features' own.
 * @param runbook the items that limits may be given for.
 * @throws ConfigurationError with all faults of the file, each with line and fix.
 */
export function readLimitsFile(file: string, runbook: readonly RunbookItem[]): LimitOverrides {
  const source = readYaml(textOf(file), shownPath(file));
  const faults: PlacedFault[] = [];
  const overrides = limitsIn(
    source.data,
    runbook.map(({ id }) => id),
    faults,
  );
  if (faults.length > 0) throw new ConfigurationError("The limits cannot be used.", source.place(faults));
  return overrides;
}

const FORM = 'write "limits:", and below it a line for each item, such as D4-1: { error rate: 0.1 % }';

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new ConfigurationError("The limits cannot be used.", [
      { where: shownPath(file), what: "there is no such file, or it cannot be read", fix: "check its path" },
    ]);
  }
}

function limitsIn(data: unknown, items: readonly string[], faults: PlacedFault[]): LimitOverrides {
  const top = fieldsOf(data, [], "the file", faults);
  for (const key of Object.keys(top).filter((name) => name !== "limits")) {
    faults.push({ path: [key], at: "key", what: `the file has no field "${key}"`, fix: FORM });
  }
  const limits = fieldsOf(top["limits"], ["limits"], '"limits"', faults);
  return Object.fromEntries(
    Object.entries(limits).map(([item, given]) => {
      if (!items.includes(item)) faults.push({ path: ["limits", item], at: "key", ...unknownItem(item, items) });
      return [item, limitsOfItem(item, given, faults)];
    }),
  );
}

function unknownItem(item: string, items: readonly string[]) {
  const nearest = nearestWord(item, items);
  return {
    what: `the runbook has no item "${item}"`,
    fix: nearest === undefined ? "see features/runbook.yaml for the items" : `did you mean "${nearest}"?`,
  };
}

function limitsOfItem(item: string, given: unknown, faults: PlacedFault[]): Partial<Record<LimitName, number>> {
  const path = ["limits", item];
  const limits: Partial<Record<LimitName, number>> = {};
  for (const [name, value] of Object.entries(fieldsOf(given, path, `"${item}"`, faults))) {
    const at = [...path, name];
    if (!isLimitName(name)) {
      const nearest = nearestWord(name, LIMIT_NAMES);
      const list = `there are: ${LIMIT_NAMES.join(", ")}`;
      const fix = nearest === undefined ? list : `did you mean "${nearest}"? ${list}`;
      faults.push({ path: at, at: "key", what: `there is no limit "${name}"`, fix });
      continue;
    }
    const read = limitOf(name, value);
    if (typeof read === "number") limits[name] = read;
    else faults.push({ path: at, at: "value", ...read });
  }
  return limits;
}

/** What one unit is, in the limit's own unit. */
const UNITS: Readonly<Record<(typeof LIMITS)[LimitName]["unit"], Readonly<Record<string, number>>>> = {
  percent: { "%": 1, percent: 1 },
  ms: { ms: 1, millisecond: 1, milliseconds: 1, s: 1000, second: 1000, seconds: 1000, minute: 60_000, minutes: 60_000 },
  "percentage points": { "percentage point": 1, "percentage points": 1 },
  answers: { "": 1, answer: 1, answers: 1 },
  failures: { "": 1, failure: 1, failures: 1 },
};

function limitOf(name: LimitName, value: unknown): number | { readonly what: string; readonly fix: string } {
  const { unit, most, form } = LIMITS[name];
  const shown = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const [, digits, word] = /^(\d+(?:\.\d+)?)\s*(\D*)$/.exec(shown.trim()) ?? [];
  const fix = `write it as ${form}`;
  if (digits === undefined || word === undefined)
    return { what: `the limit "${name}" has no value that is a number with a unit`, fix };
  const factor = Object.hasOwn(UNITS[unit], word) ? UNITS[unit][word] : undefined;
  if (factor === undefined) {
    const given = word === "" ? "no unit" : `the unit "${word}"`;
    return { what: `the limit "${name}" has ${given}, and is given in ${unit}`, fix };
  }
  const amount = Number(digits) * factor;
  if (amount > most) return { what: `the limit "${name}" is out of range: it is at most ${most} ${unit}`, fix };
  const isCount = unit === "answers" || unit === "failures";
  if (isCount && !Number.isInteger(amount)) return { what: `the limit "${name}" is no whole number`, fix };
  return amount;
}

/** The fields of a group that must have some. */
function fieldsOf(data: unknown, path: DataPath, name: string, faults: PlacedFault[]): Record<string, unknown> {
  const isGroup = typeof data === "object" && data !== null && !Array.isArray(data);
  const fields = isGroup ? Object.fromEntries(Object.entries(data)) : {};
  if (Object.keys(fields).length === 0) {
    faults.push({ path, at: "key", what: `${name} names no limit`, fix: FORM });
  }
  return fields;
}
