import type { BalancedServer, CounterReading, Track } from "../../../model/readings/canary-metrics";
import type { Slices } from "../../../model/slices";
import { seriesKey, type Labels } from "../series-key";
import type { Asker, Grid, GridSeries } from "./asker";
import { readCounter } from "./counter";
import { sumOfKnown } from "./counter-pieces";
import type { BalancerSetting } from "./options";
import type { Source } from "./source";

/** A source of series as they were scraped. */
const series = (promql: string): Source => ({ kind: "series", promql });

/** What each server was given in the window, and the weights that it had; servers that are not named count as "other". */
export async function readBalancer(
  asker: Asker,
  balancer: BalancerSetting,
  slices: Slices,
  grid: Grid,
): Promise<readonly BalancedServer[]> {
  const weight = (name: string) =>
    asker.atSteps(series(balancer.weight), grid, (range) => `${name}_over_time(${range})`);
  const [requests, last, least, most] = await Promise.all([
    readCounter(asker, series(balancer.requests), slices),
    weight("last"),
    weight("min"),
    weight("max"),
  ]);
  const nameOf = (labels: Labels) => labels[balancer.serverLabel] ?? `no label ${balancer.serverLabel}`;
  const named = [...balancer.servers.canary, ...balancer.servers.legacy];
  const found = [...requests.series, ...last].map(({ labels }) => nameOf(labels));
  return [...new Set([...named, ...found])].map((server): BalancedServer => {
    const ofServer = <One extends { readonly labels: Labels }>(all: readonly One[]) =>
      all.filter(({ labels }) => nameOf(labels) === server);
    const counted = ofServer(requests.series);
    return {
      server,
      track: trackOf(server, balancer),
      requests: sumOfKnown(counted.flatMap(({ increases }) => increases)),
      resets: counted.reduce((sum, { resets }) => sum + resets, 0),
      weight: weightOf(ofServer(last), ofServer(least), ofServer(most)),
      seriesCount: Math.max(distinct(counted, balancer.sumOver), distinct(ofServer(last), balancer.sumOver)),
    };
  });
}

/** The least weight of each step, for the servers of the canary: no moment at which it was led to 0 is passed over. */
export async function readCanaryWeights(asker: Asker, balancer: BalancerSetting, grid: Grid) {
  const least = await asker.atSteps(series(balancer.weight), grid, (range) => `min_over_time(${range})`);
  return least.filter(({ labels }) => balancer.servers.canary.includes(labels[balancer.serverLabel] ?? ""));
}

/** How many series there are beyond those that only the labels to sum over tell apart. */
function distinct(found: CounterReading["series"] | readonly GridSeries[], sumOver: readonly string[]): number {
  const rest = (labels: Labels) =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => name !== "__name__" && !sumOver.includes(name)));
  return new Set(found.map(({ labels }) => seriesKey(rest(labels)))).size;
}

/** Null where no series has a weight at the window's end. Several series: the largest at the end, the least and most of all. */
function weightOf(
  last: readonly GridSeries[],
  least: readonly GridSeries[],
  most: readonly GridSeries[],
): BalancedServer["weight"] {
  const known = (all: readonly GridSeries[]) => all.flatMap(({ values }) => values).filter((one) => one !== undefined);
  const atEnd = last.map(({ values }) => values.at(-1)).filter((one) => one !== undefined);
  if (atEnd.length === 0) return null;
  return { atEnd: Math.max(...atEnd), least: Math.min(...known(least)), most: Math.max(...known(most)) };
}

function trackOf(server: string, { servers }: BalancerSetting): Track | "other" {
  if (servers.canary.includes(server)) return "canary";
  return servers.legacy.includes(server) ? "legacy" : "other";
}
