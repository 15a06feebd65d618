import type { LineSeriesOption } from "echarts";
import type { Chart, ChartPoint, ChartSeries } from "../../model/chart";

/** Colours that are told apart with any kind of sight (Okabe and Ito, 2008), by their lightness also in print. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#a0528b", "#8a6d00", "#3b8fc4", "#333333"] as const;

/** Each line has its own kind of stroke beside its colour. */
const STROKES: readonly ("solid" | number[])[] = ["solid", [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4], [1, 2]];

/** The limit's colour: no line of the chart has it. */
export const LIMIT_COLOUR = "#1b1f24";

/** The colours of marks, by their kind. */
export const MARK_COLOURS = { checkpoint: "#57606a", finding: "#a3171f" } as const;

const GAP_COLOUR = "rgba(87, 96, 106, 0.18)";
const BOUNDS_OPACITY = 0.14;
const MOST_DOTS = 60;

/** One line of the chart; a point that stands alone is drawn as a dot, or it could not be seen. */
export function lineOf({ name, points }: ChartSeries, index: number): LineSeriesOption {
  const color = colourOf(index);
  const hasDots = points.length <= MOST_DOTS;
  return {
    type: "line",
    name,
    silent: true,
    connectNulls: false,
    color,
    symbol: "circle",
    symbolSize: 5,
    showSymbol: true,
    showAllSymbol: true,
    itemStyle: { color },
    lineStyle: { color, width: 1.8, type: strokeOf(index) },
    z: 4,
    data: points.map(([at, value], place) => ({
      value: [at, value],
      symbol: hasDots || isAlone(points, place) ? "circle" : "none",
    })),
  };
}

/** Bounds around the lines, as a pale band of the line's colour. */
export function boundsOf({ series, intervals = [] }: Chart): LineSeriesOption[] {
  return intervals.flatMap(({ series: name, low, high }) => {
    const index = series.findIndex((line) => line.name === name);
    const points = series[index]?.points ?? [];
    const band = (values: readonly (number | null)[]) => points.map(([at], place) => [at, values[place] ?? null]);
    const width = high.map((top, place) => difference(top, low[place] ?? null));
    const common = { ...invisible(), stack: `bounds of ${name}`, z: 2 };
    return [
      { ...common, data: band(low) },
      { ...common, data: band(width), areaStyle: { color: colourOf(index), opacity: BOUNDS_OPACITY } },
    ];
  });
}

/** An entry of the legend without a line: what the shaded times or the pale bands are. */
export function keyLine(name: string, isGap: boolean): LineSeriesOption {
  const itemStyle = { color: isGap ? GAP_COLOUR : colourOf(0), opacity: isGap ? 1 : 2 * BOUNDS_OPACITY };
  return { ...invisible(), name, itemStyle, data: [] };
}

/** What lies beneath and above the lines: gaps, marks and limits. */
export function overlay(chart: Chart): LineSeriesOption {
  return {
    ...invisible(),
    data: [],
    markArea: {
      silent: true,
      itemStyle: { color: GAP_COLOUR },
      label: { show: false },
      data: chart.gaps.map(({ from, to }) => [{ xAxis: from }, { xAxis: to }]),
    },
    markLine: {
      silent: true,
      symbol: "none",
      label: { show: false },
      z: 3,
      data: [
        ...chart.marks.map(({ at, kind }) => ({
          xAxis: at,
          lineStyle: { color: MARK_COLOURS[kind], width: kind === "finding" ? 1.5 : 1, type: "solid" as const },
        })),
        ...chart.limits.map(({ value }) => ({
          yAxis: value,
          lineStyle: { color: LIMIT_COLOUR, width: 1.5, type: [6, 4] },
        })),
      ],
    },
  };
}

function invisible(): LineSeriesOption {
  return { type: "line", silent: true, symbol: "none", lineStyle: { opacity: 0 }, connectNulls: false };
}

function isAlone(points: readonly ChartPoint[], place: number): boolean {
  const isBreak = (index: number) => (points[index]?.[1] ?? null) === null;
  return !isBreak(place) && isBreak(place - 1) && isBreak(place + 1);
}

function difference(top: number | null, bottom: number | null): number | null {
  return top === null || bottom === null ? null : top - bottom;
}

/** A colour that comes again has another stroke. */
function strokeOf(index: number) {
  return STROKES[(index + Math.floor(index / COLOURS.length)) % STROKES.length] ?? "solid";
}

function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length] ?? COLOURS[0];
}
