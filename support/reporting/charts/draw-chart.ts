import type * as ECharts from "echarts";
import type { Chart } from "../../model/chart";
import type { Language } from "../messages";
import { chartOption } from "./chart-option";
import { DRAWING_WORDS } from "./chart-words";
import { describeChart } from "./describe-chart";
import { finishSvg, xmlText } from "./finish-svg";
import { gapLabels } from "./labels";
import { layOut } from "./layout";

/** The room of a drawing, in pixels, and the language of its own words. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly language: Language;
}

const LEAST_WIDTH = 280;
const LEAST_HEIGHT = 180;

/** Checks of a phase draw the same chart again: so many are remembered. */
const MOST_REMEMBERED = 24;
const remembered = new Map<string, string>();

/** The chart as an SVG image, drawn once however often it is asked for; else as `renderChart`. */
export function drawChart(chart: Chart, drawing: Drawing): string {
  const key = JSON.stringify([chart, drawing]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const drawn = renderChart(chart, drawing);
  const [oldest] = remembered.keys();
  if (remembered.size >= MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  remembered.set(key, drawn);
  return drawn;
}

/**
 * The chart as an SVG image that stands alone. The same chart gives the same bytes, in any process and time zone.
 * @throws RangeError where the room is less than 280 × 180 pixels, or the chart's time is no span.
 */
export function renderChart(given: Chart, { width, height, language }: Drawing): string {
  const chart = printable(given);
  if (width < LEAST_WIDTH || height < LEAST_HEIGHT) {
    throw new RangeError(`A chart needs ${LEAST_WIDTH} × ${LEAST_HEIGHT} pixels; ${width} × ${height} are given.`);
  }
  if (!(Date.parse(chart.from) < Date.parse(chart.to))) {
    throw new RangeError(`The chart "${chart.title}" must end after it begins: ${chart.from} to ${chart.to}.`);
  }
  const words = DRAWING_WORDS[language];
  const bounds = (chart.intervals ?? []).length > 0 ? words.bounds : null;
  const named = (names: readonly (string | null)[]) => names.filter((name) => name !== null);
  const first = layOut(chart, width, height, named([bounds]));
  const gaps = gapLabels(chart, first, language).length < chart.gaps.length ? words.noData : null;
  const layout = gaps === null ? first : layOut(chart, width, height, named([bounds, gaps]));
  const drawn = rendered(chartOption(chart, layout, { gaps, bounds }, language), width, height);
  return finishSvg(drawn, chart.title, describeChart(chart, language));
}

function rendered(option: ECharts.EChartsOption, width: number, height: number): string {
  const drawing = library().init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    drawing.setOption(option);
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

/** Loaded on first use: it takes a few tenths of a second that only drawing is worth. */
function library(): typeof ECharts {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-return -- import() would bypass the compiler hook, and drawing waits for nothing
  return require("echarts");
}

/** The chart with texts that an image may hold, whatever the systems called their instances. */
function printable(chart: Chart): Chart {
  const named = <Named extends { readonly name: string }>(of: readonly Named[]) =>
    of.map((one) => ({ ...one, name: xmlText(one.name) }));
  return {
    ...chart,
    title: xmlText(chart.title),
    unit: xmlText(chart.unit),
    series: named(chart.series),
    limits: named(chart.limits),
    marks: named(chart.marks),
    gaps: chart.gaps.map((gap) => ({ ...gap, series: gap.series === null ? null : xmlText(gap.series) })),
    ...(chart.intervals === undefined
      ? {}
      : { intervals: chart.intervals.map((one) => ({ ...one, series: xmlText(one.series) })) }),
  };
}
