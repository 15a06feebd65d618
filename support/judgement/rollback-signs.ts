import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { RollbackSigns } from "../model/readings/canary-metrics";
import { sliceText } from "./counter-holes";
import { totalsOf, type CounterTotals } from "./counter-totals";
import { counted, moment } from "./figures";
import { listed, measured } from "./judged";
import { rollbackDoubts, slicesOf } from "./rollback-doubts";
import { weighed } from "./weighed";

/** The canary's weight, over all its servers, by Unix second. */
type WeightByTime = ReadonlyMap<number, number>;

/**
 * Judges that the canary was not rolled back: the service's counter of rollbacks did not move, and the load balancer never
 * routed nothing to the canary (the weights of its servers together were never 0). Where the counter or the weights are
 * not known, that is no sign of either. A sign that was seen stands, whatever else is unknown.
 */
export function judgeNoRollback(signs: RollbackSigns): Judgement {
  const totals = totalsOf(signs.rollbacks, slicesOf(signs).edges.length - 1);
  const weights = weightByTime(signs);
  const least = weights.size === 0 ? null : [...weights.values()].reduce((a, b) => Math.min(a, b));
  const resets = signs.rollbacks.series.reduce((sum, series) => sum + series.resets, 0);
  const anew = resets === 0 ? "" : ` The counter began anew (${counted(resets, "reset")}); the count allows for it.`;
  return weighed({
    summary: `Not rolled back: counter ${totals.whole ?? "unknown"}, least weight ${least ?? "unknown"}.${anew}`,
    measurements: measurementsOf(signs, totals, weights.size, least),
    problems: [...counterMoved(signs, totals), ...withdrawn(signs, weights)],
    doubts: rollbackDoubts(signs, totals, [...weights.keys()]),
  });
}

function weightByTime({ canaryWeights }: RollbackSigns): WeightByTime {
  const sums = new Map<number, number>();
  for (const { at, value } of canaryWeights.flatMap(({ samples }) => samples))
    if (Number.isFinite(value) && value >= 0) sums.set(at, (sums.get(at) ?? 0) + value);
  return sums;
}

function measurementsOf(
  signs: RollbackSigns,
  totals: CounterTotals,
  samples: number,
  least: number | null,
): readonly Measurement[] {
  const { window, source, rollbacks, weightQuery } = signs;
  return [
    measured({
      signal: "rollbacks",
      value: totals.unreadable.length === 0 ? totals.whole : null,
      unit: "rollbacks",
      limit: 0,
      comparison: "equal",
      window,
      source,
      query: rollbacks.query,
    }),
    measured({
      signal: "canary's least weight",
      value: least,
      unit: "weight",
      limit: 0,
      comparison: "above",
      window,
      samples,
      source,
      query: weightQuery,
    }),
  ];
}

function counterMoved(signs: RollbackSigns, { bySlice, whole }: CounterTotals): readonly Explanation[] {
  if (whole === null || whole === 0) return [];
  const slices = slicesOf(signs);
  const when = bySlice.flatMap((count, slice) => ((count ?? 0) > 0 ? [`${sliceText(slices, slice)} (${count})`] : []));
  return [
    {
      what: `The canary was rolled back ${whole === 1 ? "once" : `${whole} times`}, by the service's own counter: ${listed(when)}; expected is no rollback.`,
      where: signs.where,
      why: `An automatic rollback was triggered, or somebody asked for one. Query: ${signs.rollbacks.query}`,
      fix: "Find out what triggered it at that time; a canary that was rolled back begins its week again.",
    },
  ];
}

function withdrawn(signs: RollbackSigns, weights: WeightByTime): readonly Explanation[] {
  const times = [...weights].filter(([, weight]) => weight === 0).map(([at]) => at);
  const [first, last] = [times.toSorted((a, b) => a - b)[0], times.toSorted((a, b) => b - a)[0]];
  if (first === undefined || last === undefined) return [];
  const when = first === last ? `at ${moment(first)}` : `from ${moment(first)} to ${moment(last)}`;
  return [
    {
      what: `The canary's weight in the load balancer was 0 in ${counted(times.length, "sample")} of ${weights.size}, ${when}; expected is above 0 all the time.`,
      where: signs.where,
      why: `It was rolled back, drained, or taken out by a health check. Query: ${signs.weightQuery}`,
      fix: "Find out who or what took the canary out of the traffic; its week has a hole there.",
    },
  ];
}
