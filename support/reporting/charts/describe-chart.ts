import type { Chart, ChartSeries } from "../../model/chart";
import type { Language } from "../messages";
import { DRAWING_WORDS } from "./chart-words";
import { moment, plainNumber } from "./ticks";

/** What a chart shows, for those who cannot see it: its time, the numbers of each line, limits, gaps and marks. */
export function describeChart(chart: Chart, language: Language): string {
  const words = DRAWING_WORDS[language];
  const gaps = chart.gaps.map(
    ({ from, to, series }) => `${moment(from)} – ${moment(to)}${series === null ? "" : ` (${series})`}`,
  );
  const marks = chart.marks.map(({ at, name }) => `${moment(at)} ${name}`);
  return [
    `${chart.title}, ${period(chart)}.`,
    ...chart.series.map((series) => describeLine(series, chart.unit, language)),
    ...chart.limits.map(({ name, value }) => words.limit(name, withUnit(value, chart.unit))),
    ...(gaps.length > 0 ? [words.gaps(gaps.join(", "))] : []),
    ...(marks.length > 0 ? [words.marks(marks.join(", "))] : []),
  ].join(" ");
}

/** The chart's time: "2025-10-22 14:00 – 10-24 14:00 UTC". */
export function period({ from, to }: Chart): string {
  const start = Date.parse(from);
  return `${new Date(start).toISOString().slice(0, 4)}-${moment(start)} – ${moment(Date.parse(to))} UTC`;
}

/** A value with its unit: "0.5 %". */
export function withUnit(value: number, unit: string): string {
  return `${plainNumber(value)} ${unit}`.trim();
}

function describeLine({ name, points }: ChartSeries, unit: string, language: Language): string {
  const words = DRAWING_WORDS[language];
  const values = points.map(([, value]) => value).filter((value) => value !== null);
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined) return words.emptyLine(name);
  const shown = (value: number) => withUnit(value, unit);
  return words.line(name, {
    first: shown(first),
    last: shown(last),
    least: shown(Math.min(...values)),
    most: shown(Math.max(...values)),
  });
}
