import type { Comparison, Measurement } from "../model/measurement";

const SIGNS: Readonly<Record<Comparison, string>> = {
  equal: "=",
  below: "<",
  above: ">",
  "at-most": "≤",
  "at-least": "≥",
  within: "within",
};

/** A measurement in one line: "0.02 percent (limit < 0.5 percent), 12000 samples". */
export function measurementText({ value, unit, limit, comparison, samples }: Measurement): string {
  const shown = value === null ? "no value" : `${value} ${unit}`.trim();
  const held =
    limit === null
      ? ""
      : ` (limit ${comparison === null ? "" : `${SIGNS[comparison]} `}${limit} ${unit}`.trimEnd() + ")";
  return `${shown}${held}${samples === null ? "" : `, ${samples} samples`}`;
}

const COLUMNS = [
  "signal",
  "value",
  "unit",
  "comparison",
  "limit",
  "low",
  "high",
  "confidence",
  "samples",
  "start",
  "end",
  "source",
  "query",
];

/** All measurements of a check as CSV, with a row of headings. */
export function measurementsCsv(measurements: readonly Measurement[]): string {
  const rows = measurements.map(
    ({ signal, value, unit, comparison, limit, interval, samples, window, source, query }) => [
      signal,
      value,
      unit,
      comparison,
      limit,
      interval?.low,
      interval?.high,
      interval?.confidence,
      samples,
      window?.start,
      window?.end,
      source,
      query,
    ],
  );
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

/** A cell that a spreadsheet would take for a formula is led by an apostrophe. */
function cell(value: string | number | null | undefined): string {
  const text = String(value ?? "");
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
