import type { InstanceMemory, TimedValue } from "../../../model/readings/canary-metrics";
import type { Asker, Grid, GridSeries } from "./asker";
import { instanceOf } from "./coverage";
import { groupedBy } from "./grouped-by";
import type { Source } from "./source";

/** Where the memory of a track and its process starts are. */
export interface MemorySources {
  readonly memory: Source;
  readonly start: Source;
  readonly instanceLabel: string;
}

/** The newest value of each step, by instance. An instance that several series claim has none: no one knows which is right. */
export async function readMemory(asker: Asker, about: MemorySources, grid: Grid): Promise<readonly InstanceMemory[]> {
  const newest = (range: string) => `last_over_time(${range})`;
  const [memory, starts] = await Promise.all([
    asker.atSteps(about.memory, grid, newest),
    asker.atSteps(about.start, grid, newest),
  ]);
  const instance = (series: GridSeries) => instanceOf(series, about.instanceLabel);
  const startsOf = groupedBy(starts, instance);
  return [...groupedBy(memory, instance).entries()].map(([name, series]) => ({
    instance: name,
    samples: series.length === 1 ? series.flatMap((one) => timedValues(one, grid)) : [],
    starts: changesOf((startsOf.get(name) ?? []).flatMap((one) => timedValues(one, grid))),
    seriesCount: series.length,
  }));
}

/** A series' values with their times; steps without one are left out. */
export function timedValues({ values }: GridSeries, { startMs, stepMs }: Grid): readonly TimedValue[] {
  return values.flatMap((value, index) =>
    value === undefined ? [] : [{ at: (startMs + index * stepMs) / 1_000, value }],
  );
}

/** Each distinct value once, at the time at which it was first seen. */
function changesOf(values: readonly TimedValue[]): readonly TimedValue[] {
  const firsts = new Map<number, TimedValue>();
  for (const one of [...values].sort((a, b) => a.at - b.at)) {
    if (!firsts.has(one.value)) firsts.set(one.value, one);
  }
  return [...firsts.values()];
}
