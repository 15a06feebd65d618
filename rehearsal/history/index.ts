import { cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { CACHE_FOLDER } from "./block-cache";
import { prepareBlocks } from "./blocks";
import { loadWeek } from "./load-week";
import { plansOf } from "./plans";

export { listWeeks } from "./load-week";

/** The phases of the window that look at the canary's metrics. */
export type HistoryPhase = "day4" | "day5-6" | "day7";

/** What is known of a week without its data; times as ISO 8601 in UTC. */
export interface HistoryFacts {
  readonly week: string;
  readonly sentence: string;
  readonly startsAt: string;
  readonly rolledOutAt: string;
  readonly endsAt: string;
  /** In their order. */
  readonly checkpoints: readonly { readonly phase: HistoryPhase; readonly at: string }[];
}

/** A week as data for Prometheus. */
export interface History extends HistoryFacts {
  /** Folders with Prometheus's block folders in them: see `installHistory`. */
  readonly blockFolders: readonly string[];
  /** How many parts had to be made; 0: all were kept. */
  readonly partsMade: number;
}

/**
 * What a week's description says of it.
 * @throws UnknownWeekError · WeekDescriptionError
 */
export function historyFacts(week: string): HistoryFacts {
  const { sentence, times, checkpoints } = loadWeek(week);
  const at = (phase: HistoryPhase) => checkpoints[phase].map((second) => ({ phase, at: iso(second) }));
  return {
    week,
    sentence,
    startsAt: iso(times.startsAt),
    rolledOutAt: iso(times.rolledOutAt),
    endsAt: iso(times.endsAt),
    checkpoints: [...at("day4"), ...at("day5-6"), ...at("day7")],
  };
}

/**
 * Makes a week's data for Prometheus; what was made before is kept, and shared with other weeks.
 * @throws UnknownWeekError · WeekDescriptionError · HistoryNotBuiltError · what `signal` was aborted with
 */
export async function prepareHistory(week: string, signal?: AbortSignal, cacheFolder = CACHE_FOLDER): Promise<History> {
  const facts = historyFacts(week);
  const { folders, made } = await prepareBlocks(week, plansOf(loadWeek(week)), cacheFolder, signal);
  return { ...facts, blockFolders: folders, partsMade: made };
}

/** Copies the blocks to where a Prometheus that has not been started yet keeps its data (`--storage.tsdb.path`). */
export async function installHistory(blockFolders: readonly string[], storageFolder: string): Promise<void> {
  await mkdir(storageFolder, { recursive: true });
  for (const folder of blockFolders)
    for (const entry of await readdir(folder, { withFileTypes: true }))
      if (entry.isDirectory()) await cp(join(folder, entry.name), join(storageFolder, entry.name), { recursive: true });
}

function iso(second: number): string {
  return new Date(second * 1000).toISOString();
}
