import type { ChartGap, ChartPoint } from "../../model/chart";
import type { TimedValue } from "../../model/readings/canary-metrics";

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Samples further apart than so many steps have a hole between them. */
const STEPS_OF_A_HOLE = 1.5;

/** Samples as points; the line breaks where a sample is missing and where `valueOf` gives none. */
export function timedPoints(
  samples: readonly TimedValue[],
  stepSeconds: number,
  valueOf: (value: number) => number | null,
): ChartPoint[] {
  return samples.flatMap(({ at, value }, index): ChartPoint[] => {
    const before = samples[index - 1]?.at ?? at;
    const point: ChartPoint = [1000 * at, valueOf(value)];
    return at - before > STEPS_OF_A_HOLE * stepSeconds ? [[500 * (before + at), null], point] : [point];
  });
}

/** The gaps of lines of samples: where none has a value belongs to no line by name; a line's ends are no gaps of it. */
export function timedGaps(
  lines: readonly { readonly name: string; readonly points: readonly ChartPoint[] }[],
  window: Span,
  stepSeconds: number,
): ChartGap[] {
  const times = lines.map(({ points }) => points.filter(([, value]) => value !== null).map(([at]) => at));
  const all = times.flat().sort((one, other) => one - other);
  if (all.length === 0) return [{ ...window, series: null }];
  const common = holes([window.from, ...all, window.to], stepSeconds).map((hole) => ({ ...hole, series: null }));
  const own = lines.flatMap(({ name }, index) =>
    holes(times[index] ?? [], stepSeconds).map((hole) => ({ ...hole, series: name })),
  );
  const isNew = (gap: Span) => !common.some(({ from, to }) => gap.from >= from && gap.to <= to);
  return [...common, ...own.filter(isNew)].sort((one, other) => one.from - other.from);
}

function holes(times: readonly number[], stepSeconds: number): Span[] {
  return times.slice(1).flatMap((to, index) => {
    const from = times[index] ?? to;
    return to - from > 1000 * STEPS_OF_A_HOLE * stepSeconds ? [{ from, to }] : [];
  });
}
