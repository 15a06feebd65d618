import type { Chart, ChartLimit } from "../../model/chart";
import type { TrafficCounts } from "../../model/readings/canary-metrics";
import { windowOf } from "../../model/slices";
import { framed, type ChartFrame } from "./frame";
import { gapsOf, increaseIn, isUnanswered, joinedGaps, perSlice, pointsOf, type SliceValue } from "./slice-values";
import { thinned } from "./thin";

interface Given {
  readonly counts: TrafficCounts;
  readonly expectedPercent: number;
  readonly tolerancePoints: number;
}

/** The canary's share of the requests that the service counted in each slice, in percent, between its two limits. */
export function trafficShareChart({ counts, expectedPercent, tolerancePoints }: Given, frame: ChartFrame): Chart {
  const { words } = frame;
  const values = perSlice(counts.slices, (index) => sharePercent(counts, index));
  const bounds = [expectedPercent + tolerancePoints, expectedPercent - tolerancePoints];
  const limits: ChartLimit[] = [...new Set(bounds.map(rounded))].map((value) => ({ name: words.limit, value }));
  return framed(windowOf(counts.slices), frame, {
    title: words.trafficShare,
    unit: "%",
    series: [thinned({ name: words.canary, points: pointsOf(counts.slices, values) })],
    limits: limits.filter(({ value }) => value >= 0),
    gaps: joinedGaps([gapsOf(counts.slices, values, words.canary)]),
  });
}

/** Known only where both tracks' counters are: a missing counter is not a counter at rest. */
function sharePercent({ service, coverage }: TrafficCounts, index: number): SliceValue {
  const canary = increaseIn(service.canary, index);
  const legacy = increaseIn(service.legacy, index);
  const isUnscraped = isUnanswered(coverage.canary, index) || isUnanswered(coverage.legacy, index);
  if (canary === null || legacy === null || isUnscraped) return "no-data";
  const both = canary + legacy;
  if (!Number.isFinite(both)) return "no-data";
  return both === 0 ? "no-traffic" : (100 * canary) / both;
}

function rounded(percent: number): number {
  return Number(percent.toFixed(9));
}
