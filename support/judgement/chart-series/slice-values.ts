import type { ChartGap, ChartPoint } from "../../model/chart";
import type { CounterReading, Coverage } from "../../model/readings/canary-metrics";
import type { Slices } from "../../model/slices";

/** The value of one slice; without traffic there is none to have, without data it is unknown. */
export type SliceValue = number | "no-traffic" | "no-data";

/** How many slices there are. */
export function sliceCount({ edges }: Slices): number {
  return Math.max(edges.length - 1, 0);
}

/** A value for each slice. */
export function perSlice(slices: Slices, valueOf: (index: number) => SliceValue): SliceValue[] {
  return Array.from({ length: sliceCount(slices) }, (_, index) => valueOf(index));
}

/** What a counter's series grew by in a slice, together; null: none had a sample; NaN: one of them is no count. */
export function increaseIn({ series }: CounterReading, index: number): number | null {
  const increases = series.map(({ increases }) => increases[index] ?? null).filter((increase) => increase !== null);
  if (increases.length === 0) return null;
  if (!increases.every(isCount)) return Number.NaN;
  return increases.reduce((sum, increase) => sum + increase, 0);
}

/** Whether a number can be a counter's increase. */
export function isCount(increase: number): boolean {
  return Number.isFinite(increase) && increase >= 0;
}

/** Whether no instance answered a scrape in the slice. */
export function isUnanswered({ instances }: Coverage, index: number): boolean {
  return !instances.some(({ answered }) => (answered[index] ?? 0) > 0);
}

/** The values as points, each in the middle of its slice. */
export function pointsOf({ edges }: Slices, values: readonly SliceValue[]): ChartPoint[] {
  return values.map((value, index) => [middle(edges, index), typeof value === "number" ? value : null]);
}

/** The middle of a slice, Unix milliseconds. */
export function middle(edges: readonly number[], index: number): number {
  return 500 * ((edges[index] ?? Number.NaN) + (edges[index + 1] ?? Number.NaN));
}

/** Slices without data that follow each other, as gaps of the named line. */
export function gapsOf({ edges }: Slices, values: readonly SliceValue[], series: string): ChartGap[] {
  const gaps: ChartGap[] = [];
  values.forEach((value, index) => {
    if (value !== "no-data") return;
    const from = 1000 * (edges[index] ?? Number.NaN);
    const to = 1000 * (edges[index + 1] ?? Number.NaN);
    const last = gaps.at(-1);
    if (last?.to === from) gaps[gaps.length - 1] = { ...last, to };
    else gaps.push({ from, to, series });
  });
  return gaps;
}

/** The gaps of all lines: what all of them lack belongs to none by name. */
export function joinedGaps(ofEach: readonly (readonly ChartGap[])[]): ChartGap[] {
  const [first = [], ...others] = ofEach;
  const isCommon = ({ from, to }: ChartGap) =>
    others.every((gaps) => gaps.some((gap) => gap.from === from && gap.to === to));
  const common = first.filter(isCommon).map((gap) => ({ ...gap, series: null }));
  const own = ofEach.flat().filter((gap) => !common.some(({ from, to }) => gap.from === from && gap.to === to));
  return [...common, ...own].sort((one, other) => one.from - other.from);
}
