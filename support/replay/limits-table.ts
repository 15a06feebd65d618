import { isLimitName, limitText, type AskedLimit, type LimitName, type LimitOverrides } from "../model/limits";
import type { CheckResult } from "../model/check-result";
import type { JudgedAgain } from "./judge-again";
import type { StoredRun } from "./stored-run";

/** What another limit does to one item. */
export interface LimitRow {
  readonly item: string;
  /** null: the item's outcome changes though no limit of its own was given. */
  readonly limit: LimitName | null;
  /** In the limit's unit; null: no step asked for it. */
  readonly then: number | null;
  readonly now: number | null;
  readonly outcomeThen: string;
  readonly outcomeNow: string;
}

/** A row for each limit that was given, in its order, and one for each other item whose outcome changes with them. */
export function limitRows(run: StoredRun, again: JudgedAgain, overrides: LimitOverrides): LimitRow[] {
  const given = Object.entries(overrides).flatMap(([item, limits]) =>
    Object.entries(limits).flatMap(([name, now]): LimitRow[] =>
      isLimitName(name)
        ? [
            {
              item,
              limit: name,
              then: fromFeature(again.askedLimits, item, name),
              now,
              ...outcomesOf(item, run, again),
            },
          ]
        : [],
    ),
  );
  const others = again.result.checks
    .flatMap(({ items }) => items)
    .filter((item) => !Object.hasOwn(overrides, item))
    .map((item): LimitRow => ({ item, limit: null, then: null, now: null, ...outcomesOf(item, run, again) }))
    .filter(({ outcomeThen, outcomeNow }) => outcomeThen !== outcomeNow);
  return [...given, ...others];
}

/** Limits that nobody asked for though their item's check was judged: it has no such limit. */
export function unusedLimits(rows: readonly LimitRow[]): LimitRow[] {
  return rows.filter(({ limit, then, outcomeNow }) => {
    return limit !== null && then === null && /^(?:passed|failed)$/.test(outcomeNow);
  });
}

/** The rows as a table of text, and the verdict below it; a line each. */
export function limitLines(run: StoredRun, again: JudgedAgain, rows: readonly LimitRow[]): string[] {
  const cells = rows.map(({ item, limit, then, now, outcomeThen, outcomeNow }) => [
    item,
    limit ?? "–",
    valueText(limit, then, "not asked"),
    valueText(limit, now, "–"),
    outcomeThen,
    outcomeNow,
  ]);
  const table = [["item", "limit", "then", "now", "outcome then", "outcome now"], ...cells];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, "", `Verdict: ${run.document.verdict} then, ${again.result.verdict} by these limits.`];
}

function valueText(limit: LimitName | null, value: number | null, missing: string): string {
  if (limit === null) return "–";
  return value === null ? missing : limitText(limit, value);
}

/** The feature's own limit; null: no step asked for it. */
function fromFeature(asked: readonly AskedLimit[], item: string, name: LimitName): number | null {
  return asked.find((one) => one.name === name && one.items.includes(item))?.fromFeature ?? null;
}

function outcomesOf(item: string, run: StoredRun, again: JudgedAgain) {
  const isOf = ({ items }: { readonly items: readonly string[] }): boolean => items.includes(item);
  return {
    outcomeThen: outcomesText(run.document.checks.filter(isOf)),
    outcomeNow: outcomesText(again.result.checks.filter(isOf)),
  };
}

/** The outcomes of all checks of an item. */
function outcomesText(checks: readonly Pick<CheckResult, "outcome">[]): string {
  return checks.length === 0 ? "no check" : [...new Set(checks.map(({ outcome }) => outcome))].join(", ");
}
