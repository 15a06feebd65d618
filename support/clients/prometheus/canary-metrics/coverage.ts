import type { Coverage, InstanceCoverage } from "../../../model/readings/canary-metrics";
import type { Slices } from "../../../model/slices";
import { labelsText, withoutName } from "../series-key";
import type { Asker, GridSeries } from "./asker";
import { sliceMs } from "./cut-window";
import { overLast, type Source } from "./source";

/** How the scrapes of a track are read. */
export interface CoverageSetting {
  readonly up: Source;
  readonly scrapeSeconds: number;
  readonly instanceLabel: string;
}

/** A sample's own time is the value of `timestamp`, so a value that is carried on for minutes does not look new. */
function newestScrape(up: Source, rangeMs: number, scrapeSeconds: number): string {
  const inner = up.kind === "series" ? up.promql : `(${up.promql})`;
  const times: Source = { kind: "expression", promql: `timestamp(${inner})`, everySeconds: scrapeSeconds };
  return `max_over_time(${overLast(times, rangeMs)})`;
}

/**
 * How often each instance was scraped, by slice, and when last. An instance that has several `up` series is several
 * lines, each named by all of its labels: none of them hides another. Where `up` is an expression, the time of its
 * newest value stands for the newest scrape's.
 */
export async function readCoverage(asker: Asker, setting: CoverageSetting, slices: Slices): Promise<Coverage> {
  const { up, scrapeSeconds } = setting;
  const [stepMs, first = Number.NaN, last = Number.NaN] = [sliceMs(slices), slices.edges[0], slices.edges.at(-1)];
  const [startMs, endMs] = [Math.round(first * 1_000), Math.round(last * 1_000)];
  const grid = { startMs: startMs + stepMs, endMs, stepMs };
  const [scrapes, answered, newest] = await Promise.all([
    asker.atSteps(up, grid, (range) => `count_over_time(${range})`),
    asker.atSteps(up, grid, (range) => `sum_over_time(${range})`),
    asker.at(newestScrape(up, stepMs, scrapeSeconds), endMs),
  ]);
  const answeredOf = new Map(answered.map((one) => [one.key, one]));
  const newestOf = new Map(newest.map(({ key, value }) => [key, value]));
  const nameOf = instanceNames(scrapes, setting.instanceLabel);
  const instances = scrapes.map((series): InstanceCoverage => {
    const at = newestOf.get(series.key) ?? Number.NaN;
    return {
      instance: nameOf(series),
      scrapes: series.values.map((count) => count ?? 0),
      answered: (answeredOf.get(series.key)?.values ?? series.values.map(() => 0)).map((count) => count ?? 0),
      lastScrapeAt: at * 1_000 > endMs - stepMs && at * 1_000 <= endMs ? at : null,
    };
  });
  return { query: up.promql, scrapeIntervalSeconds: scrapeSeconds, instances };
}

/** Each series' instance; all of its labels where several claim to be the same one. */
function instanceNames(series: readonly GridSeries[], label: string): (one: GridSeries) => string {
  const times = new Map<string, number>();
  for (const one of series) times.set(instanceOf(one, label), (times.get(instanceOf(one, label)) ?? 0) + 1);
  return (one) => {
    const name = instanceOf(one, label);
    return times.get(name) === 1 ? name : labelsText(withoutName(one.labels));
  };
}

/** An instance's name by its label; a series without that label is called by what it has. */
export function instanceOf({ labels }: Pick<GridSeries, "labels">, label: string): string {
  return labels[label] ?? `no label ${label}: ${labelsText(withoutName(labels))}`;
}
