import type { Comparison, Measurement } from "../model/measurement";

/** Shown where there is no value. */
export const NO_VALUE = "–";

const MOST_DIGITS = 9;

/**
 * A measured value as the runbook's tables show it, with its unit: "0.02 %". It is rounded to `digits` decimals; where
 * that would move it onto its limit or past it, it keeps as many more as it needs to stay on its side.
 */
export function shownValue({ value, unit, limit }: Measurement, digits: number): string {
  if (typeof value === "string") return value.trim() === "" ? NO_VALUE : withUnit(value, unit);
  if (value === null || !Number.isFinite(value)) return NO_VALUE;
  return withUnit(typeof limit === "number" ? roundedBeside(value, limit, digits) : rounded(value, digits), unit);
}

/** What a value is to be: "< 0.5 %", "0"; a dash where nothing is asked of it. */
export function shownGoal({ limit, comparison, unit }: Measurement): string {
  if (limit === null || comparison === null) return NO_VALUE;
  const isNone = limit === 0 && (comparison === "at-most" || comparison === "equal");
  return `${isNone ? "" : SIGNS[comparison]} ${withUnit(String(limit), unit)}`.trim();
}

const SIGNS: Readonly<Record<Comparison, string>> = {
  equal: "=",
  below: "<",
  above: ">",
  "at-most": "≤",
  "at-least": "≥",
  within: "±",
};

/** Units that the tables write by a sign, or leave to the heading. */
const UNITS: Readonly<Record<string, string>> = { percent: "%", errors: "", probes: "" };

function withUnit(value: string, unit: string): string {
  return `${value} ${UNITS[unit] ?? unit}`.trim();
}

function roundedBeside(value: number, limit: number, digits: number): string {
  for (let more = digits; more < MOST_DIGITS; more += 1) {
    const text = rounded(value, more);
    if (side(Number(text), limit) === side(value, limit)) return text;
  }
  return rounded(value, MOST_DIGITS);
}

/** Below (-1), at (0) or above (1) the limit, compared as the judgements do: after rounding to 1e-9. */
function side(value: number, limit: number): number {
  return Math.sign(Number((value - limit).toFixed(MOST_DIGITS)));
}

function rounded(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}
