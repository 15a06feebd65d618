import type { Chart, ChartMark } from "../../model/chart";
import { withUnit } from "./describe-chart";
import { columnsOf, shortened } from "./text-width";
import { timeTicks, valueAxis, type TimeTick } from "./ticks";

/** Letters that people's systems have; Hangul is drawn by Noto Sans CJK where the system's own letters have none. */
export const FONT = "system-ui, Noto Sans, Noto Sans CJK KR, sans-serif";

/** Sizes of letters, pixels. */
export const LETTERS = { title: 15, text: 12 } as const;

/** Pixels that a column of text takes at most, of sans-serif letters of 12 pixels. */
const COLUMN = 7.2;
const LINE = 16;
/** Pixels beside everything. */
const EDGE = 8;
const TIME_LABEL = 56;
const MOST_LEGEND_ROWS = 4;
const LEGEND_ICON = 24;
const LEGEND_SPACE = 14;
const MOST_LABEL_ROWS = 2;

/** A text at its place. */
export interface PlacedLabel {
  readonly text: string;
  /** Its middle. */
  readonly x: number;
  /** Counted upwards from the plot. */
  readonly row: number;
  readonly mark: ChartMark;
}

/** Where everything of a chart stands, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly title: string;
  readonly legend: {
    readonly top: number;
    readonly rows: readonly (readonly LegendEntry[])[];
    readonly omitted: number;
  };
  readonly timeTicks: readonly TimeTick[];
  readonly values: { readonly top: number; readonly step: number };
  readonly markLabels: readonly PlacedLabel[];
  readonly xOf: (at: number) => number;
  readonly yOf: (value: number) => number;
}

/** An entry of the legend; `text` is its name as far as there is room. */
export interface LegendEntry {
  readonly name: string;
  readonly text: string;
  /** Its left end, pixels. */
  readonly x: number;
}

/** Pixels that a text of the usual size takes at most. */
export function widthOf(text: string): number {
  return Math.ceil(columnsOf(text) * COLUMN);
}

/** How a chart is laid out in the given room. @param keys names of legend entries that are no lines. */
export function layOut(chart: Chart, width: number, height: number, keys: readonly string[]): Layout {
  const [from, to] = [Date.parse(chart.from), Date.parse(chart.to)];
  const values = valueAxis(greatestOf(chart));
  const left = 14 + Math.max(...[0, values.step, values.top].map((value) => widthOf(withUnit(value, chart.unit))));
  const right = width - 22;
  const legend = legendRows([...chart.series.map(({ name }) => name), ...keys], keys, width - 2 * EDGE);
  const xOf = (at: number) => left + ((at - from) / (to - from)) * (right - left);
  const markLabels = placeLabels(chart.marks, xOf, left, right);
  const labelRows = Math.max(0, ...markLabels.map(({ row }) => row + 1));
  const legendTop = 48;
  const top = legendTop + (legend.rows.length + labelRows) * LINE + 8;
  const bottom = height - 42;
  return {
    width,
    height,
    plot: { left, right, top, bottom },
    title: shortened(chart.title, Math.floor((width - 2 * EDGE) / (COLUMN * 1.35))),
    legend: { top: legendTop, ...legend },
    timeTicks: timeTicks(from, to, Math.max(2, Math.floor((right - left) / TIME_LABEL))),
    values,
    markLabels,
    xOf,
    yOf: (value) => bottom - (value / values.top) * (bottom - top),
  };
}

/** A limit's label stands above it. */
const ROOM_ABOVE_LIMIT = 1.06;

/** The greatest value that must be seen: of the lines and of the limits; the bounds of intervals may be cut off. */
function greatestOf({ series, limits }: Chart): number {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value ?? 0));
  return [...values, ...limits.map(({ value }) => ROOM_ABOVE_LIMIT * value)].reduce(
    (most, value) => Math.max(most, value),
    0,
  );
}

/** The legend's rows. Where there is no room for all, lines are left out and counted; the keys stay. */
function legendRows(names: readonly string[], keys: readonly string[], width: number) {
  for (let count = names.length; ; count -= 1) {
    const kept = names.filter((name, index) => index < count || keys.includes(name));
    const rows = inRows(kept, width);
    if (rows.length <= MOST_LEGEND_ROWS || count === 0) return { rows, omitted: names.length - kept.length };
  }
}

function inRows(names: readonly string[], width: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [];
  let used = width;
  for (const name of names) {
    const text = shortened(name, Math.floor((width - LEGEND_ICON - LEGEND_SPACE) / COLUMN));
    const needed = LEGEND_ICON + LEGEND_SPACE + widthOf(text);
    if (used + needed > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push({ name, text, x: EDGE + used });
    used += needed;
  }
  return rows;
}

/** Labels of marks, in rows above the plot: findings first; one without room is left out, its line is drawn all the same. */
export function placeLabels(
  marks: readonly ChartMark[],
  xOf: (at: number) => number,
  left: number,
  right: number,
): PlacedLabel[] {
  const placed: (PlacedLabel & { readonly half: number })[] = [];
  const findings = marks.filter(({ kind }) => kind === "finding");
  for (const mark of [...findings, ...marks.filter(({ kind }) => kind === "checkpoint")]) {
    const text = shortened(mark.name, Math.floor((right - left) / COLUMN));
    const half = widthOf(text) / 2 + 3;
    const x = Math.min(Math.max(xOf(mark.at), left + half - 10), right - half + 10);
    const isFree = (row: number) =>
      !placed.some((other) => other.row === row && Math.abs(other.x - x) < other.half + half);
    const row = [...Array(MOST_LABEL_ROWS).keys()].find(isFree);
    if (row !== undefined) placed.push({ text, x, row, mark, half });
  }
  return placed.map(({ text, x, row, mark }) => ({ text, x, row, mark }));
}
