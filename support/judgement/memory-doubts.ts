import type { Explanation } from "../model/explanation";
import type { Cause } from "../model/outcome";
import type { InstanceMemory, MemorySamples } from "../model/readings/canary-metrics";
import { faultOfCoverage } from "./coverage";
import { duration, moment } from "./figures";
import { listed } from "./judged";
import { LEVEL_SECONDS, sizes } from "./memory-samples";
import type { Fault } from "./precedence";

/** So much of an instance's samples may be missing: one, or one in a hundred. */
const MISSING_SHARE = 0.01;

/**
 * What takes away a pass on memory, whatever its limit: no samples, values that are no sizes, several series for one
 * instance, an unknown start time, metrics that were not there all the time, an instance that is scraped and gives no
 * memory, gaps, an instance that vanished. `from` is when the canary's time began, Unix seconds.
 */
export function memoryDoubts(reading: MemorySamples, from: number): readonly Fault[] {
  const covered = faultOfCoverage(reading);
  const hole = covered === null ? [] : [covered];
  if (reading.instances.every(({ samples }) => samples.length === 0)) return [...hole, noSamples(reading)];
  const ambiguous = reading.instances.filter(({ seriesCount }) => seriesCount > 1);
  const single = reading.instances.filter(({ seriesCount }) => seriesCount <= 1);
  const missing = [
    ...single.flatMap((instance) => [...gaps(reading, instance), ...vanished(reading, instance)]),
    ...silentInstances(reading),
    ...lateBeginning(reading, from),
  ];
  return [
    ...ambiguous.map((instance) => severalSeries(reading, instance)),
    ...hole,
    ...single.flatMap((instance) => [...noSizes(reading, instance), ...noStart(reading, instance)]),
    ...(covered === null ? missing : []),
  ];
}

function severalSeries(reading: MemorySamples, { instance, seriesCount }: InstanceMemory): Fault {
  return doubt(reading, "disagreeing-sources", {
    what: `${seriesCount} series claim to be the memory of ${instance}; expected is one.`,
    why: "A further label tells them apart, such as a side-car's container.",
    fix: `Narrow the memory selector in the environment file to the service's own process. Query: ${reading.query}`,
  });
}

function noStart(reading: MemorySamples, { instance, starts }: InstanceMemory): readonly Fault[] {
  if (starts.length > 0 && starts.every(({ value }) => Number.isFinite(value) && value > 0)) return [];
  return [
    doubt(reading, "no-data", {
      what: `When the process of ${instance} started is not known, so a restart would not be seen.`,
      why: `The metric of the process's start time is missing, or its value is no time. Query: ${reading.startQuery}`,
      fix: "Check the start-time selector in the environment file, and that the service exports it.",
    }),
  ];
}

function gaps(reading: MemorySamples, { instance, samples }: InstanceMemory): readonly Fault[] {
  const [first, last] = [samples[0]?.at ?? 0, samples.at(-1)?.at ?? 0];
  const expected = Math.floor((last - first) / reading.stepSeconds + 1e-6) + 1;
  if (expected - samples.length <= Math.max(1, MISSING_SHARE * expected)) return [];
  return [
    doubt(reading, "partial-coverage", {
      what: `The memory of ${instance} has ${samples.length} samples of ${expected} between ${moment(first)} and ${moment(last)}.`,
      why: "The instance did not answer every scrape, or left out the metric.",
      fix: "Look at the instance's scrapes in that time; judge again over a window without gaps.",
    }),
  ];
}

function vanished(reading: MemorySamples, { instance, samples }: InstanceMemory): readonly Fault[] {
  const end = reading.slices.edges.at(-1) ?? Number.NaN;
  const last = samples.at(-1)?.at;
  if (last === undefined || end - last <= 2 * reading.stepSeconds + 1) return [];
  return [
    doubt(reading, "partial-coverage", {
      what: `The memory of ${instance} is unknown since ${moment(last)}, ${duration(end - last)} before the window's end.`,
      why: "The instance was replaced, scaled away or killed: with it goes what its memory would have shown.",
      fix: "Find out why the instance went (look for out-of-memory kills), then judge a window that its successor fills.",
    }),
  ];
}

/** Instances that are scraped but give no memory; asked only where both use the same names. */
function silentInstances(reading: MemorySamples): readonly Fault[] {
  const named = new Set(reading.instances.filter(({ samples }) => samples.length > 0).map(({ instance }) => instance));
  const scraped = reading.coverage.instances.filter(({ answered }) => answered.some((count) => count > 0));
  const silent = scraped.map(({ instance }) => instance).filter((instance) => !named.has(instance));
  if (silent.length === 0 || silent.length === scraped.length) return [];
  return [
    doubt(reading, "no-data", {
      what: `${listed(silent)} answered scrapes but gave no memory.`,
      why: "The memory metric is missing there, or the selector leaves the instance out.",
      fix: "Check the memory selector in the environment file against the instance's metrics page.",
    }),
  ];
}

/** The samples must begin with the canary's time, or with the window where that is later. */
function lateBeginning(reading: MemorySamples, from: number): readonly Fault[] {
  const begin = Math.max(from, reading.slices.edges[0] ?? Number.NaN);
  const first = Math.min(...reading.instances.map(({ samples }) => samples[0]?.at ?? Number.POSITIVE_INFINITY));
  if (first <= begin + Math.max(LEVEL_SECONDS, 2 * reading.stepSeconds)) return [];
  return [
    doubt(reading, "partial-coverage", {
      what: `The ${reading.track}'s memory is known from ${moment(first)} on only; the window begins at ${moment(begin)}.`,
      why: "The metric came later than the canary, or its older samples are gone.",
      fix: "Check the memory selector and Prometheus's retention.",
    }),
  ];
}

function noSamples(reading: MemorySamples): Fault {
  return doubt(reading, "no-data", {
    what: `${reading.source} has no samples of the ${reading.track}'s memory.`,
    why: "The metric is named otherwise, or the track's labels do not match.",
    fix: `Check the memory selector and the track's labels in the environment file. Query: ${reading.query}`,
  });
}

function noSizes(reading: MemorySamples, memory: InstanceMemory): readonly Fault[] {
  const { instance, samples } = memory;
  const unreadable = samples.length - sizes(memory).length;
  if (samples.length > 0 && unreadable === 0) return [];
  return [
    doubt(reading, "no-data", {
      what:
        samples.length === 0
          ? `${instance} has no samples of its memory.`
          : `${unreadable} of ${samples.length} samples of the memory of ${instance} are no sizes (not a number, or not above zero).`,
      why: "The exporter does not state the process's memory.",
      fix: `Look at the metric at its source. Query: ${reading.query}`,
    }),
  ];
}

function doubt({ where }: MemorySamples, cause: Cause, says: Omit<Explanation, "where">): Fault {
  return { cause, problem: { ...says, where } };
}
