import type { Chart, ChartGap, ChartSeries } from "../../model/chart";
import type { Language } from "../messages";
import { DRAWING_WORDS } from "./chart-words";
import { withUnit } from "./describe-chart";
import { LETTERS, widthOf, type Layout } from "./layout";

/** A text within the plot, by its middle, in pixels. */
export interface PlotLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Reads from below to above. */
  readonly isUpright: boolean;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const HALF_LINE = LETTERS.text / 2 + 2;

/** The labels of the gaps that have room for one; a gap without is told by the legend. */
export function gapLabels(chart: Chart, layout: Layout, language: Language): PlotLabel[] {
  const placed: { readonly label: PlotLabel; readonly box: Box }[] = [];
  for (const gap of chart.gaps) {
    const found = gapLabel(gap, layout, DRAWING_WORDS[language].noData);
    if (found === null || placed.some(({ box }) => overlap(box, found))) continue;
    const limits = chart.limits.map(({ value }) => layout.yOf(value));
    const box = clearOf(limits, found, layout.plot);
    placed.push({ label: { ...centre(box), text: found.text, isUpright: found.isUpright }, box });
  }
  return placed.map(({ label }) => label);
}

type GapLabel = Box & Pick<PlotLabel, "text" | "isUpright">;

function gapLabel({ from, to, series }: ChartGap, { plot, xOf }: Layout, noData: string): GapLabel | null {
  const text = series === null ? noData : `${noData}: ${series}`;
  const [left, right] = [Math.max(xOf(from), plot.left), Math.min(xOf(to), plot.right)];
  const isUpright = right - left < widthOf(text);
  const [halfWidth, halfHeight] = isUpright ? [HALF_LINE, widthOf(text) / 2] : [widthOf(text) / 2, HALF_LINE];
  if (2 * halfWidth > right - left + 2 || 2 * halfHeight > plot.bottom - plot.top) return null;
  const [x, y] = [(left + right) / 2, (plot.top + plot.bottom) / 2];
  return { text, isUpright, left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

/** The box, moved up or down within the plot where it covers a limit; where it covers one everywhere, as it is. */
function clearOf(limits: readonly number[], box: Box, plot: Layout["plot"]): Box {
  const height = box.bottom - box.top;
  const tops = [box.top, plot.top + 4, plot.bottom - 4 - height, ...limits.flatMap((y) => [y + 4, y - 4 - height])];
  const boxes = tops.map((top) => ({ ...box, top, bottom: top + height }));
  const isClear = ({ top, bottom }: Box) =>
    top >= plot.top && bottom <= plot.bottom && limits.every((y) => y < top || y > bottom);
  return boxes.find(isClear) ?? box;
}

/** The label of each limit beside its line: on the side and at the end where it covers no line of the chart. */
export function limitLabels(chart: Chart, layout: Layout): PlotLabel[] {
  const placed: Box[] = [];
  return chart.limits.map(({ name, value }) => {
    const text = `${name} ${withUnit(value, chart.unit)}`;
    const boxes = boxesBeside(layout.yOf(value), widthOf(text), layout.plot);
    const isFree = (box: Box) => !placed.some((other) => overlap(box, other)) && !isCrossed(box, chart.series, layout);
    const box = boxes.find(isFree) ?? boxes.find((one) => !placed.some((other) => overlap(one, other))) ?? boxes[0];
    placed.push(box);
    return { text, ...centre(box), isUpright: false };
  });
}

function boxesBeside(y: number, width: number, plot: Layout["plot"]): readonly [Box, ...Box[]] {
  const above = { top: y - 2 * HALF_LINE, bottom: y };
  const below = { top: y, bottom: y + 2 * HALF_LINE };
  const right = { left: plot.right - width - 4, right: plot.right - 4 };
  const left = { left: plot.left + 4, right: plot.left + 4 + width };
  const middle = { left: (plot.left + plot.right - width) / 2, right: (plot.left + plot.right + width) / 2 };
  return [
    { ...right, ...above },
    { ...left, ...above },
    { ...middle, ...above },
    ...(below.bottom <= plot.bottom ? [right, left, middle].map((side) => ({ ...side, ...below })) : []),
  ];
}

function centre({ left, right, top, bottom }: Box) {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Whether a stretch of a line lies in the box: by the boxes around its stretches, so rather too often than too seldom. */
function isCrossed(box: Box, series: readonly ChartSeries[], { xOf, yOf }: Layout): boolean {
  return series.some(({ points }) =>
    points.some(([at, value], index) => {
      const [beforeAt, before] = points[index - 1] ?? [at, value];
      if (value === null) return false;
      const ys = [yOf(value), yOf(before ?? value)];
      const stretch = {
        left: xOf(beforeAt),
        right: xOf(at) + 1,
        top: Math.min(...ys) - 1,
        bottom: Math.max(...ys) + 1,
      };
      return overlap(box, stretch);
    }),
  );
}
