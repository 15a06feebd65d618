import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { TrafficCounts } from "../model/readings/canary-metrics";
import * as doubts from "./canary-share-doubts";
import { shareMeasurement, shareWords, type ShareLimits, type ShareWord } from "./canary-share-sources";
import * as words from "./canary-share-words";
import { counted, figure, percentage } from "./figures";
import type { Fault } from "./precedence";
import { lowerBound, upperBound } from "./statistics/clopper-pearson";
import { normalQuantile } from "./statistics/theil-sen";
import { weighed } from "./weighed";

/** Weights are whole numbers: so far a configured or applied share may be from the expected one by rounding. */
const ROUNDING_POINTS = 0.05;

/**
 * Judges the canary's share of the traffic by four sources that must agree: what the balancer is configured with, the
 * weights that it applies, and what the balancer's and the service's own counters observed. Configured and applied equal
 * the expected share and do not change in the window; an observed share lies within the tolerance, held plainly from
 * the needed number of requests on. With fewer requests only what the exact bounds exclude fails; the rest is unknown.
 */
export function judgeCanaryShare(
  counts: TrafficCounts,
  expectedPercent: number,
  tolerancePoints: number,
  confidence = 0.95,
): Judgement {
  const limits = {
    expectedPercent,
    tolerancePoints,
    confidence,
    neededRequests: requestsForShare(expectedPercent, tolerancePoints, confidence),
  };
  const said = shareWords(counts);
  const unusable = { service: doubts.unusableService(counts), balancer: doubts.unusableBalancer(counts) };
  // What was counted in a part of the window only, or twice, proves nothing, neither way.
  const sound = said.filter(({ name }) => !isBent(name, unusable));
  const usable = sound.filter(({ observed }) => observed === null || observed.total >= limits.neededRequests);
  const apart = farthestApart(usable, tolerancePoints);
  const wrong = sound.flatMap((word) => wrongShare(word, counts, limits));
  const problems = [...words.changedWeights(counts), ...words.takenElsewhere(counts), ...wrong];
  const differing = apart === null ? [] : [words.sourcesDiffer(apart, counts, tolerancePoints)];
  return weighed({
    summary: `The canary gets ${expectedPercent} % of the traffic: ${summaryOf(said)}.${words.resetsText(counts)}`,
    measurements: said.map((word) => shareMeasurement(word, counts, expectedPercent, confidence)),
    problems: problems.length === 0 ? [] : [...problems, ...differing],
    doubts: [
      ...unusable.balancer,
      ...unusable.service,
      ...doubts.unspoken(said, counts),
      ...said.flatMap((word) => doubts.tooFew(word, counts, limits)),
      ...differing.map((problem) => ({ cause: "disagreeing-sources", problem }) as const),
    ],
  });
}

function isBent(
  name: ShareWord["name"],
  unusable: { readonly service: readonly Fault[]; readonly balancer: readonly Fault[] },
): boolean {
  if (name === "observed by the service") return unusable.service.length > 0;
  return name === "observed by the load balancer" && unusable.balancer.length > 0;
}

function requestsForShare(percent: number, tolerancePoints: number, confidence: number): number {
  const [share, tolerance] = [percent / 100, tolerancePoints / 100];
  return Math.ceil((normalQuantile((1 + confidence) / 2) ** 2 * share * (1 - share)) / tolerance ** 2);
}

function wrongShare(word: ShareWord, counts: TrafficCounts, limits: ShareLimits): readonly Explanation[] {
  const { percent, observed } = word;
  if (percent === null) return words.withoutWeight(word, counts);
  if (observed === null) {
    const isRight = Math.abs(percent - limits.expectedPercent) <= ROUNDING_POINTS + 1e-9;
    return isRight ? [] : [words.wrongWeight(word, counts, limits)];
  }
  const isWrong =
    observed.total >= limits.neededRequests
      ? !(Math.abs(percent - limits.expectedPercent) <= limits.tolerancePoints + 1e-9)
      : isExcluded(observed, limits);
  if (!isWrong) return [];
  return [observed.canary === 0 ? words.noCanaryTraffic(word, counts) : words.wrongObserved(word, counts, limits)];
}

function isExcluded({ canary, total }: { canary: number; total: number }, limits: ShareLimits): boolean {
  const [low, high] = [lowerBound, upperBound].map((bound) => 100 * bound(canary, total, limits.confidence));
  const { expectedPercent, tolerancePoints } = limits;
  return (low ?? 0) > expectedPercent + tolerancePoints || (high ?? 100) < expectedPercent - tolerancePoints;
}

/** The two sources that differ most; null: none differ by more than the tolerance. */
function farthestApart(said: readonly ShareWord[], tolerancePoints: number): readonly [ShareWord, ShareWord] | null {
  const spoken = said.filter(({ percent }) => percent !== null).toSorted((a, b) => (a.percent ?? 0) - (b.percent ?? 0));
  const [least, most] = [spoken[0], spoken.at(-1)];
  if (least === undefined || most === undefined) return null;
  return (most.percent ?? 0) - (least.percent ?? 0) > tolerancePoints + 1e-9 ? [least, most] : null;
}

function summaryOf(said: readonly ShareWord[]): string {
  return said
    .map(({ name, percent, observed }) => {
      const of = observed === null ? "" : ` (${figure(observed.canary)} of ${counted(observed.total, "request")})`;
      return `${name} ${percent === null ? "unknown" : percentage(percent)}${of}`;
    })
    .join(", ");
}
