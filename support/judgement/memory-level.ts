import type { InstanceMemory, MemorySamples, TimedValue } from "../model/readings/canary-metrics";
import { LEVEL_SECONDS, restartsOf, sizes } from "./memory-samples";
import { median } from "./statistics/theil-sen";

/** What "memory stable" means: numbers of the feature, and the release's time. */
export interface MemoryLevelLimit {
  /** ISO 8601. */
  readonly rolledOutAt: string;
  /** An instance's level is taken so many minutes after the roll-out, or after it appeared. */
  readonly settleMinutes: number;
  readonly tolerancePercent: number;
}

/** One instance, held against its level. */
export interface HeldMemory {
  readonly memory: InstanceMemory;
  readonly levelAt: number;
  /** Bytes; null: it has none yet. */
  readonly level: number | null;
  /** The window ends where the level is taken: it holds from now on. */
  readonly isLevelNew: boolean;
  readonly outside: readonly TimedValue[];
  readonly heldCount: number;
  readonly restarts: readonly TimedValue[];
}

/** Holds an instance against its level; `rolledOutAt` in Unix seconds. */
export function hold(
  reading: MemorySamples,
  memory: InstanceMemory,
  rolledOutAt: number,
  limit: MemoryLevelLimit,
): HeldMemory {
  const settleSeconds = limit.settleMinutes * 60;
  const [begin = Number.NaN, end = Number.NaN] = [reading.slices.edges[0], reading.slices.edges.at(-1)];
  const samples = sizes(memory).filter(({ at }) => at >= rolledOutAt);
  const first = samples[0]?.at ?? Number.NaN;
  const isFromTheStart = first <= Math.max(rolledOutAt, begin) + LEVEL_SECONDS;
  const levelAt = (isFromTheStart ? rolledOutAt : first) + settleSeconds;
  const isLevelNew = end < levelAt + LEVEL_SECONDS / 2;
  const levelFrom = isLevelNew ? end - LEVEL_SECONDS : levelAt - LEVEL_SECONDS / 2;
  const isSettled = end >= levelAt - reading.stepSeconds && begin <= levelFrom;
  const around = samples.filter(({ at }) => at >= levelFrom && at <= levelFrom + LEVEL_SECONDS);
  const level = isSettled && around.length > 0 ? median(around.map(({ value }) => value)) : null;
  const kept = level === null || memory.seriesCount > 1 ? [] : samples.filter(({ at }) => at >= levelAt);
  return {
    memory,
    levelAt,
    level,
    isLevelNew,
    outside: kept.filter(({ value }) => !isWithin(value, level ?? Number.NaN, limit.tolerancePercent)),
    heldCount: kept.length,
    restarts: restartsOf(memory, reading.stepSeconds, rolledOutAt, rolledOutAt + settleSeconds),
  };
}

/** Compared after rounding to 1e-9 of the level. */
function isWithin(value: number, level: number, tolerancePercent: number): boolean {
  return Math.abs(value - level) / level <= tolerancePercent / 100 + 1e-9;
}
