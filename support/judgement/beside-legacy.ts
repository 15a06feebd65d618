import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { BothTracks, ErrorCounts, LatencyCounts } from "../model/readings/canary-metrics";
import { compareErrorRates, compareSlowRequests } from "./compare-tracks";
import { percentage } from "./figures";
import { judged, undecided } from "./judged";

/**
 * Judges that the canary's error rate is known beside legacy's.
 * @param confidence a share of 1: the canary fails where it is worse with this confidence (Fisher's exact test); null: the
 * comparison is shown and decides nothing.
 */
export function judgeErrorsBesideLegacy(both: BothTracks<ErrorCounts>, confidence: number | null): Judgement {
  const compared = compareErrorRates(both.canary, both.legacy);
  return besideLegacy("error rate", both.canary.where, compared, confidence);
}

/** The same for the share of requests above a limit. */
export function judgeSlownessBesideLegacy(
  both: BothTracks<LatencyCounts>,
  limitMs: number,
  confidence: number | null,
): Judgement {
  const compared = compareSlowRequests(both.canary, both.legacy, limitMs);
  return besideLegacy(`share of requests above ${limitMs} ms`, both.canary.where, compared, confidence);
}

function besideLegacy(
  signal: string,
  where: string,
  measurements: readonly Measurement[],
  confidence: number | null,
): Judgement {
  const [canary = null, legacy = null, chance = null] = measurements.map(({ value }) =>
    typeof value === "number" ? value : null,
  );
  if (canary === null || legacy === null || chance === null) return unknownTrack(signal, where, canary, measurements);
  const shares = `${percentage(canary)} of the canary, ${percentage(legacy)} of legacy`;
  const byChance = `by chance alone the canary's would be so high with a probability ${probability(chance)}`;
  const isWorse = confidence !== null && chance < 1 - confidence;
  const problem = {
    what: `The canary's ${signal} is worse than legacy's: ${shares}; ${byChance}.`,
    where,
    why: "Both had the same time and the same kind of traffic, so what differs is the version.",
    fix: "Compare the errors and slow requests of both versions by endpoint, and find what the canary does otherwise.",
  };
  return judged({
    summary: `Beside legacy's, the ${signal}: ${shares}; ${byChance}.`,
    measurements,
    problems: isWorse ? [problem] : [],
  });
}

function probability(chance: number): string {
  return chance < 1e-6 ? "below 0.000001" : `of ${Number(chance.toPrecision(2))}`;
}

function unknownTrack(
  signal: string,
  where: string,
  canary: number | null,
  measurements: readonly Measurement[],
): Judgement {
  const track = canary === null ? "the canary" : "legacy";
  const problem = {
    what: `The ${signal} of ${track} is not known, so the two versions cannot be compared.`,
    where,
    why: `There are no counts of ${track} in this window: no traffic, or labels that match no series.`,
    fix: "Check metrics.canary and metrics.legacy in the environment file, and that both versions get traffic.",
  };
  return undecided("no-data", problem, measurements);
}
