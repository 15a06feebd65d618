import type { EChartsOption } from "echarts";
import type { Chart } from "../../model/chart";
import type { Language } from "../messages";
import { LIMIT_COLOUR, MARK_COLOURS } from "./lines";
import { gapLabels, limitLabels } from "./labels";
import { FONT, LETTERS, type Layout } from "./layout";

interface Text {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly isUpright?: boolean;
}

/** The labels of gaps, limits and marks. */
export function textsOf(chart: Chart, layout: Layout, language: Language): NonNullable<EChartsOption["graphic"]> {
  const marks = layout.markLabels.map(({ text, x, row, mark }) => ({
    text,
    x,
    y: layout.plot.top - 9 - 16 * row,
    colour: MARK_COLOURS[mark.kind],
  }));
  const gaps = gapLabels(chart, layout, language).map((label) => ({ ...label, colour: "#3d444d" }));
  const limits = limitLabels(chart, layout).map((label) => ({ ...label, colour: LIMIT_COLOUR }));
  return [...marks, ...gaps, ...limits].map(textOf);
}

/** A text by its middle, with a white edge that keeps it readable on lines. */
function textOf({ text, x, y, colour, isUpright = false }: Text) {
  return {
    type: "text" as const,
    x,
    y,
    rotation: isUpright ? Math.PI / 2 : 0,
    silent: true,
    z: 10,
    style: {
      text,
      fill: colour,
      stroke: "#ffffff",
      lineWidth: 3,
      font: `${LETTERS.text}px ${FONT}`,
      align: "center" as const,
      verticalAlign: "middle" as const,
    },
  };
}
