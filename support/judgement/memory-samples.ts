import type { Measurement } from "../model/measurement";
import type { InstanceMemory, MemorySamples, TimedValue } from "../model/readings/canary-metrics";
import { windowOf } from "../model/slices";
import { listed, measured } from "./judged";
import { moment } from "./figures";

/** The five minutes over which a level is taken, and by which an instance may come later than the canary. */
export const LEVEL_SECONDS = 300;

/** An instance's samples that are sizes of memory: finite and above zero. */
export function sizes({ samples }: InstanceMemory): readonly TimedValue[] {
  return samples.filter(({ value }) => Number.isFinite(value) && value > 0);
}

/** Bytes in gigabytes of 10^9 bytes, to the byte. */
export function gigabytes(bytes: number): number {
  return Math.round(bytes) / 1e9;
}

/** Bytes as people read them: "1.3 GB"; below a gigabyte in MB. */
export function spokenSize(bytes: number): string {
  return Math.abs(bytes) < 0.95e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * When the instance's process began anew after `from` (Unix seconds): each change of the start time that it states, unless
 * the new one still lies before `from`; and a first one that is later than `settledAt` although memory was seen before it.
 */
export function restartsOf({ starts, samples }: InstanceMemory, step: number, from: number, settledAt: number) {
  const firstSeenAt = samples[0]?.at ?? Number.POSITIVE_INFINITY;
  return starts.filter(({ at, value }, index) =>
    index === 0 ? value > settledAt && firstSeenAt < value - step : value > from || at > settledAt,
  );
}

/** The times of restarts, as a sentence's list; where a process states none before it was seen, when it was seen. */
export function spokenRestarts(restarts: readonly TimedValue[]): string {
  return listed(restarts.map(({ at, value }) => moment(value > 0 && value <= at ? value : at)));
}

/** The newest memory of the largest instance, as the runbook's table shows it: one figure for the canary. */
export function largestMemory(reading: MemorySamples): Measurement {
  const newest = reading.instances.flatMap((instance) => sizes(instance).at(-1)?.value ?? []);
  return measured({
    signal: "memory",
    value: newest.length === 0 ? null : gigabytes(Math.max(...newest)),
    unit: "GB",
    samples: reading.instances.reduce((sum, instance) => sum + sizes(instance).length, 0),
    window: windowOf(reading.slices),
    source: reading.source,
    query: reading.query,
  });
}

/** How often processes began anew: shown with its limit of none. */
export function restartCount(reading: MemorySamples, count: number): Measurement {
  return measured({
    signal: "restarts",
    value: reading.instances.some(({ starts }) => starts.length === 0) || reading.instances.length === 0 ? null : count,
    unit: "restarts",
    limit: 0,
    comparison: "equal",
    window: windowOf(reading.slices),
    source: reading.source,
    query: reading.startQuery,
  });
}
