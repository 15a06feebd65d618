import type { Chart, ChartMark, ChartWords } from "../../model/chart";
import type { ProbedTarget, ProbeSamples } from "../../model/readings/canary-metrics";
import { framed, namedTracks, span, type ByTrack, type ChartFrame } from "./frame";
import { thinned } from "./thin";
import { timedGaps, timedPoints } from "./timed-values";

/** The probes of each target: 100 % where it answered as it should, 0 % where it failed; failures are marked. */
export function probesChart(given: ByTrack<ProbeSamples>, frame: ChartFrame): Chart {
  const { window } = given.canary;
  const tracks = namedTracks(given, frame.words);
  const lines = tracks.flatMap(([track, { targets, probeIntervalSeconds }]) =>
    targets.map((target) => ({
      name: tracks.length > 1 ? `${track}: ${target.target}` : target.target,
      points: timedPoints(samplesOf(target), probeIntervalSeconds, answeredPercent),
    })),
  );
  const intervalSeconds = Math.max(...tracks.map(([, probes]) => probes.probeIntervalSeconds));
  return framed(window, frame, {
    title: frame.words.probes,
    unit: "%",
    series: lines.map(thinned),
    marks: tracks.flatMap(([, { targets }]) => targets.flatMap((target) => failures(target, frame.words))),
    gaps: timedGaps(lines, span(window), intervalSeconds),
  });
}

/** Where several series claim to be a target's probes, none of them is drawn. */
function samplesOf({ samples, seriesCount }: ProbedTarget) {
  return seriesCount > 1 ? [] : samples;
}

function answeredPercent(value: number): number | null {
  if (value === 1) return 100;
  return value === 0 ? 0 : null;
}

/** One mark for failed probes that follow each other, at the first of them. */
function failures(target: ProbedTarget, words: ChartWords): ChartMark[] {
  const runs: { readonly at: number; readonly count: number }[] = [];
  let isFailing = false;
  for (const { at, value } of samplesOf(target)) {
    const last = runs.at(-1);
    if (value !== 0) isFailing = false;
    else if (isFailing && last !== undefined) runs[runs.length - 1] = { ...last, count: last.count + 1 };
    else {
      runs.push({ at, count: 1 });
      isFailing = true;
    }
  }
  return runs.map(({ at, count }) => ({
    at: 1000 * at,
    name: words.failedProbes(count, target.target),
    kind: "finding",
  }));
}
