import type { Chart, ChartMark, ChartWords } from "../../model/chart";
import type { InstanceMemory, MemorySamples } from "../../model/readings/canary-metrics";
import { windowOf } from "../../model/slices";
import { framed, namedTracks, span, type ByTrack, type ChartFrame } from "./frame";
import { thinned } from "./thin";
import { timedGaps, timedPoints } from "./timed-values";

const BYTES_IN_GB = 1e9;

/** The memory of each instance, in GB (10⁹ bytes); its restarts are marked. */
export function memoryChart(given: ByTrack<MemorySamples>, frame: ChartFrame): Chart {
  const window = windowOf(given.canary.slices);
  const tracks = namedTracks(given, frame.words);
  const lines = tracks.flatMap(([track, { instances, stepSeconds }]) =>
    instances.map((instance) => ({
      name: tracks.length > 1 ? `${track}: ${instance.instance}` : instance.instance,
      points: timedPoints(samplesOf(instance), stepSeconds, gigabytes),
    })),
  );
  const stepSeconds = Math.max(...tracks.map(([, samples]) => samples.stepSeconds));
  return framed(window, frame, {
    title: frame.words.memory,
    unit: "GB",
    series: lines.map(thinned),
    marks: tracks.flatMap(([, { instances }]) => instances.flatMap((instance) => restarts(instance, frame.words))),
    gaps: timedGaps(lines, span(window), stepSeconds),
  });
}

/** Where several series claim to be an instance's memory, none of them is drawn. */
function samplesOf({ samples, seriesCount }: InstanceMemory) {
  return seriesCount > 1 ? [] : samples;
}

function gigabytes(bytes: number): number | null {
  return Number.isFinite(bytes) && bytes > 0 ? bytes / BYTES_IN_GB : null;
}

function restarts({ instance, starts }: InstanceMemory, words: ChartWords): ChartMark[] {
  return starts.slice(1).map(({ at, value }) => ({
    at: 1000 * (Number.isFinite(value) && value > 0 && value <= at ? value : at),
    name: words.restart(instance),
    kind: "finding",
  }));
}
