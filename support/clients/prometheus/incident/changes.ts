import type { Window } from "../../../model/measurement";
import type { Track } from "../../../model/readings/canary-metrics";
import type { RecentChanges } from "../../../model/readings/incident";
import { atSecond } from "../../../model/slices";
import { instanceOf } from "../canary-metrics/coverage";
import { alignedWindow, stepsOf } from "../canary-metrics/cut-window";
import { equalTo, overLast, withMatchers, type Source } from "../canary-metrics/source";
import type { Asked } from "./asked";
import { TRACKS } from "./tracks";

/** The start of a process is looked for at so many moments of the window at most. */
const MOST_STEPS = 600;

/** A weight that was not scraped for longer is not known. */
const WEIGHT_SCRAPES = 3;

/** Starts of one instance that are no further apart are one start: some systems work it out anew at each scrape. */
const SAME_START_SECONDS = 2;

/** Versions, restarts and weights; see `IncidentMetrics.readChanges`. */
export async function readChanges(asked: Asked, window: Window): Promise<RecentChanges> {
  const { metrics, origin } = asked;
  const { startMs, endMs } = alignedWindow(window, metrics.scrapeSeconds);
  const [versions, restarts, atStart, atEnd] = await Promise.all([
    Promise.all(TRACKS.map((track) => versionsOf(asked, track, startMs, endMs))),
    Promise.all(TRACKS.map((track) => restartsOf(asked, track, window))),
    canaryShareAt(asked, startMs),
    canaryShareAt(asked, endMs),
  ]);
  return {
    where: origin.where,
    window: { start: atSecond(startMs / 1_000), end: atSecond(endMs / 1_000) },
    versions: versions.flat(),
    restarts: restarts.flat().sort((one, other) => one.at.localeCompare(other.at)),
    canaryShare: { atStart, atEnd },
  };
}

async function versionsOf({ asker, sources, metrics, incident }: Asked, track: Track, startMs: number, endMs: number) {
  const { versions, versionLabel } = incident;
  const source: Source =
    versions === undefined
      ? sources.of("requests", track)
      : { kind: "series", promql: withMatchers(versions, equalTo(metrics[track])) };
  const found = await asker.at(`last_over_time(${overLast(source, endMs - startMs)})`, endMs);
  const names = found.flatMap(({ labels }) => labels[versionLabel] ?? []);
  return [...new Set(names)].sort().map((version) => ({ track, version }));
}

async function restartsOf({ asker, sources, metrics }: Asked, track: Track, window: Window) {
  const grid = stepsOf(window, metrics.scrapeSeconds, MOST_STEPS);
  const [fromSeconds, toSeconds] = [(grid.startMs - grid.stepMs) / 1_000, grid.endMs / 1_000];
  const found = await asker.atSteps(sources.of("processStart", track), grid, (range) => `last_over_time(${range})`);
  return found.flatMap((series) => {
    const known = series.values.filter((at) => at !== undefined);
    const starts = known.filter((at) => at > fromSeconds && at <= toSeconds).sort((one, other) => one - other);
    const distinct = starts.filter((at, index) => at - (starts[index - 1] ?? -Infinity) > SAME_START_SECONDS);
    return distinct.map((at) => ({ instance: instanceOf(series, metrics.instanceLabel), at: atSecond(at) }));
  });
}

/** The canary's servers' part of all applied weights, in percent; null where no weight of theirs is known, or all are 0. */
async function canaryShareAt({ asker, metrics }: Asked, atMs: number): Promise<number | null> {
  const { balancer, scrapeSeconds } = metrics;
  if (balancer === undefined) return null;
  const range = overLast({ kind: "series", promql: balancer.weight }, WEIGHT_SCRAPES * 1_000 * scrapeSeconds);
  const weights = await asker.at(`last_over_time(${range})`, atMs);
  const isCanary = (labels: (typeof weights)[number]["labels"]) =>
    balancer.servers.canary.includes(labels[balancer.serverLabel] ?? "");
  const ofCanary = weights.filter(({ labels }) => isCanary(labels));
  const sum = (some: typeof weights) => some.reduce((total, { value }) => total + value, 0);
  const share = (100 * sum(ofCanary)) / sum(weights);
  return ofCanary.length === 0 || !Number.isFinite(share) ? null : share;
}
