import type { EChartsOption, SeriesOption } from "echarts";
import type { Chart } from "../../model/chart";
import type { Language } from "../messages";
import { DRAWING_WORDS } from "./chart-words";
import { period, withUnit } from "./describe-chart";
import { FONT, LETTERS, type Layout } from "./layout";
import { boundsOf, keyLine, lineOf, overlay } from "./lines";
import { textsOf } from "./chart-texts";

const INK = "#1b1f24";
const PALE_INK = "#57606a";

/** Names of the legend's entries that are no lines; null: there is none. */
export interface Keys {
  readonly gaps: string | null;
  readonly bounds: string | null;
}

/** What ECharts is to draw: lines, axes and legend at the places that the layout gave. */
export function chartOption(chart: Chart, layout: Layout, keys: Keys, language: Language): EChartsOption {
  return {
    animation: false,
    useUTC: true,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: FONT, fontSize: LETTERS.text, color: INK },
    title: titleOf(chart, layout, language),
    legend: legendOf(layout, keys),
    grid: {
      left: layout.plot.left,
      right: layout.width - layout.plot.right,
      top: layout.plot.top,
      bottom: layout.height - layout.plot.bottom,
    },
    xAxis: timeAxis(chart, layout),
    yAxis: valueAxisOf(chart, layout),
    series: seriesOf(chart, keys),
    graphic: textsOf(chart, layout, language),
  };
}

/** Each entry stands alone, where the layout has room for it whatever letters the reader's system has. */
function legendOf({ legend }: Layout, keys: Keys): NonNullable<EChartsOption["legend"]> {
  return legend.rows.flatMap((row, index) =>
    row.map(({ name, text, x }) => ({
      top: legend.top + 16 * index,
      left: x,
      padding: 0,
      itemWidth: 20,
      itemHeight: 10,
      selectedMode: false,
      textStyle: { color: INK, fontFamily: FONT },
      data: [{ name, ...(name === keys.gaps || name === keys.bounds ? { icon: "rect" } : {}) }],
      formatter: () => text,
    })),
  );
}

function titleOf(chart: Chart, { title, legend }: Layout, language: Language): NonNullable<EChartsOption["title"]> {
  const omitted = legend.omitted > 0 ? ` · ${DRAWING_WORDS[language].moreLines(legend.omitted)}` : "";
  return {
    text: title,
    subtext: `${period(chart)}${omitted}`,
    left: 8,
    top: 6,
    padding: 0,
    itemGap: 4,
    textStyle: { color: INK, fontSize: LETTERS.title, fontFamily: FONT },
    subtextStyle: { color: PALE_INK, fontSize: LETTERS.text, fontFamily: FONT },
  };
}

function timeAxis({ from, to }: Chart, { timeTicks }: Layout): NonNullable<EChartsOption["xAxis"]> {
  const labels = new Map(timeTicks.map(({ at, label }) => [at, label]));
  const customValues = timeTicks.map(({ at }) => at);
  return {
    type: "time",
    min: Date.parse(from),
    max: Date.parse(to),
    axisLine: { lineStyle: { color: PALE_INK } },
    axisTick: { customValues },
    axisLabel: {
      customValues,
      color: PALE_INK,
      lineHeight: 15,
      hideOverlap: false,
      formatter: (at: number) => labels.get(at) ?? "",
    },
    splitLine: { show: false },
  };
}

function valueAxisOf({ unit }: Chart, { values }: Layout): NonNullable<EChartsOption["yAxis"]> {
  return {
    type: "value",
    min: 0,
    max: values.top,
    interval: values.step,
    axisLabel: { color: PALE_INK, formatter: (value: number) => withUnit(value, unit) },
    splitLine: { lineStyle: { color: "#e4e8ec" } },
  };
}

function seriesOf(chart: Chart, keys: Keys): SeriesOption[] {
  return [
    overlay(chart),
    ...boundsOf(chart),
    ...chart.series.map((series, index) => lineOf(series, index)),
    ...(keys.gaps === null ? [] : [keyLine(keys.gaps, true)]),
    ...(keys.bounds === null ? [] : [keyLine(keys.bounds, false)]),
  ];
}
