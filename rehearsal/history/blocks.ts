import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram } from "../programs";
import { cacheKey, findCached, hashOfSources, makeCached, removeStale } from "./block-cache";
import { HistoryNotBuiltError } from "./errors";
import { monitorSeries } from "./monitor-series";
import { writeOpenMetrics } from "./open-metrics";
import type { WeekPlans } from "./plans";
import type { Series } from "./series";
import { serviceSeries } from "./service-series";
import { isoMinute, SCRAPE_SECONDS, type Span, type Timeline } from "./timeline";

/** One of Prometheus's block ranges (2 h · 3ⁿ) that is longer than any week: each file becomes one block. */
const BLOCK_RANGE = "486h";

/** Longer than this takes promtool too much memory: it holds the whole text. */
const LONGEST_PIECE_SECONDS = 40 * 3600;

/** A part of a week's data that is made and kept on its own, so that weeks share what they have in common. */
interface Part {
  readonly name: string;
  readonly key: string;
  readonly span: Span;
  readonly series: () => readonly Series[];
}

/**
 * The folders with the week's blocks, a block in each; made where they are not kept yet.
 * @throws HistoryNotBuiltError · what `signal` was aborted with
 */
export async function prepareBlocks(
  week: string,
  plans: WeekPlans,
  cacheFolder: string,
  signal?: AbortSignal,
): Promise<{ readonly folders: readonly string[]; readonly made: number }> {
  const promtool = findProgram("promtool");
  if (promtool === undefined) throw new HistoryNotBuiltError(week, "promtool is not installed");
  const parts = partsOf(plans, promtool);
  const folders = await Promise.all(parts.map(({ key }) => findCached(cacheFolder, key)));
  const jobs = parts.flatMap((part, index) => {
    if (folders[index] !== undefined) return [];
    return [
      async () =>
        void (folders[index] = await makePart(week, part, plans.traffic.times, promtool, cacheFolder, signal)),
    ];
  });
  if (jobs.length > 0) await removeStale(cacheFolder);
  await inLanes(jobs, Math.min(availableParallelism(), 4));
  return { folders: folders.flatMap((folder) => folder ?? []), made: jobs.length };
}

function partsOf(plans: WeekPlans, promtool: string): Part[] {
  const { size, mtimeMs } = statSync(promtool);
  const maker = { sources: hashOfSources(__dirname), promtool: { size, mtimeMs }, scrape: SCRAPE_SECONDS };
  const { traffic, tracks } = plans;
  const part = (name: string, span: Span, content: unknown, series: () => readonly Series[]): Part => ({
    name: `${name} from ${isoMinute(span.from)}`,
    key: cacheKey({ maker, name, span, content }),
    span,
    series,
  });
  const ofTracks = Object.values(tracks).flatMap((plan) => {
    const series = once(() => serviceSeries(traffic, plan));
    const spans = pieces(plan.scrapedFrom, traffic.times);
    return spans.map((span) => part(plan.track, span, { traffic, plan }, series));
  });
  const { startsAt, endsAt } = traffic.times;
  const whole = { from: startsAt, until: endsAt + SCRAPE_SECONDS };
  return [...ofTracks, part("monitors", whole, plans, () => monitorSeries(plans))];
}

/** Spans of equal length, in whole scrapes, without a gap. */
function pieces(from: number, { endsAt }: Timeline): Span[] {
  const end = endsAt + SCRAPE_SECONDS;
  const number = Math.ceil((end - from) / LONGEST_PIECE_SECONDS);
  const edge = (index: number) =>
    Math.min(from + Math.ceil((end - from) / SCRAPE_SECONDS / number) * SCRAPE_SECONDS * index, end);
  return Array.from({ length: number }, (_, index) => ({ from: edge(index), until: edge(index + 1) }));
}

async function makePart(
  week: string,
  { name, key, span, series }: Part,
  times: Timeline,
  promtool: string,
  cacheFolder: string,
  signal?: AbortSignal,
): Promise<string> {
  return await makeCached(cacheFolder, key, async (folder) => {
    const text = join(folder, "samples.txt");
    await writeOpenMetrics(text, series(), times, span, signal);
    const create = ["tsdb", "create-blocks-from", "openmetrics", "--quiet", `--max-block-duration=${BLOCK_RANGE}`];
    await promisify(execFile)(promtool, [...create, text, folder], { signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      const reason = error instanceof Error ? error.message.trim().replaceAll("\n", " ") : String(error);
      throw new HistoryNotBuiltError(week, `promtool refused ${name}: ${reason}`);
    });
    await rm(text);
  });
}

/** Does all jobs, so many at a time. When one fails, no further one is begun, and those at work are awaited. */
async function inLanes(jobs: readonly (() => Promise<void>)[], lanes: number): Promise<void> {
  const queue = [...jobs];
  const lane = async () => {
    try {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
    } catch (error) {
      queue.length = 0;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
