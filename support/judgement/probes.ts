import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { ProbeSamples, ProbedTarget } from "../model/readings/canary-metrics";
import { counted, figure, percentage } from "./figures";
import { measured } from "./judged";
import { decide } from "./precedence";
import { longestRun, possibleRun, type Run } from "./probe-runs";
import { probeObstacles, placeOfProbes, windowSecondsOf } from "./probe-obstacles";
import { isBelow, rounded } from "./statistics/rounded";

/**
 * Judges that the share of successful probes, of all targets together, is above the limit. The comparison is exact: the
 * probes are all there are. At least 99 % of them must be there for each target. Where the failed ones alone break the
 * limit, even if all that are missing had succeeded, it is broken.
 */
export function judgeAvailabilityByTime(probes: ProbeSamples, limitPercent: number): Judgement {
  const samples = probes.targets.flatMap((target) => target.samples);
  const failed = samples.filter(({ value }) => value === 0).length;
  const expected = (windowSecondsOf(probes) / probes.probeIntervalSeconds) * probes.targets.length;
  const obstacles = probeObstacles(probes);
  const percent = samples.length === 0 ? null : 100 - (100 * failed) / samples.length;
  const atBest = expected > 0 ? 100 - (100 * failed) / Math.max(expected, samples.length) : 100;
  const isWhole = obstacles["a hole in the coverage"] === null;
  const isBroken = percent !== null && !isBelow(limitPercent, isWhole ? percent : atBest);
  const shown =
    percent === null
      ? ""
      : `${percentage(percent, limitPercent)} (${figure(failed)} of ${counted(samples.length, "probe")} failed)`;
  const findings = {
    ...obstacles,
    "a limit that is proven to be broken": isBroken ? [tooLow(probes, shown, limitPercent)] : [],
    "a limit that is not proven to be kept": null,
  };
  const availability = measured({
    signal: "availability by time",
    value: percent === null ? null : rounded(percent),
    unit: "percent",
    limit: limitPercent,
    comparison: "above",
    window: probes.window,
    samples: samples.length,
    source: probes.source,
    query: probes.query,
  });
  return decide(findings, percent === null ? null : `Availability by time ${shown}: above ${limitPercent} %.`, [
    availability,
  ]);
}

/**
 * Judges that of no target more than `allowed` probes failed in a row. One missing probe does not end a run: a gap is no
 * success. After a longer gap it is not known whether the run went on: if it might then be too long, that is inconclusive.
 */
export function judgeConsecutiveFailures(probes: ProbeSamples, allowed: number): Judgement {
  const seen = probes.targets.map((target) => longestRun(target, probes.probeIntervalSeconds));
  const longest = seen.reduce<Run | null>(
    (most, run) => (run !== null && run.length > (most?.length ?? 0) ? run : most),
    null,
  );
  const length = longest?.length ?? 0;
  const isBroken = longest !== null && longest.length > allowed;
  const doubtful = probes.targets.find((target) => possibleRun(target) > allowed);
  const findings = {
    ...probeObstacles(probes),
    "a limit that is proven to be broken": isBroken ? [tooLong(probes, longest, allowed)] : [],
    "a limit that is not proven to be kept":
      doubtful === undefined
        ? null
        : ({ cause: "partial-coverage", problem: brokenOff(probes, doubtful, allowed) } as const),
  };
  const samples = probes.targets.reduce((sum, target) => sum + target.samples.length, 0);
  const run = measured({
    signal: "longest run of failed probes",
    value: samples === 0 ? null : length,
    unit: "probes",
    limit: allowed,
    comparison: "at-most",
    window: probes.window,
    samples,
    source: probes.source,
    query: probes.query,
  });
  const said = length === 0 ? "none of" : `at most ${length} in a row of`;
  if (samples === 0) return decide(findings, null, [run]);
  return decide(findings, `Failed were ${said} ${counted(samples, "probe")}; allowed in a row are ${allowed}.`, [run]);
}

function tooLow(probes: ProbeSamples, shown: string, limitPercent: number): Explanation {
  const worst = probes.targets
    .map((target) => ({ target, run: longestRun(target, probes.probeIntervalSeconds) }))
    .toSorted((a, b) => (b.run?.length ?? 0) - (a.run?.length ?? 0))[0];
  const run = worst?.run ? ` Its longest run: ${worst.run.text}.` : "";
  return {
    what: `Availability by time ${shown} is not above ${limitPercent} %.`,
    where: placeOfProbes(probes),
    why: `The probe from outside got no right answer at these times.${run} Query: ${probes.query}`,
    fix: "Look at the log of the probe and of the service at these times.",
  };
}

function tooLong(probes: ProbeSamples, run: Run, allowed: number): Explanation {
  return {
    what: `${counted(run.length, "probe")} failed in a row; allowed ${allowed === 1 ? "is" : "are"} ${allowed}: ${run.text}.`,
    where: placeOfProbes(probes),
    why: `The probe from outside got no right answer at that time. Query: ${probes.query}`,
    fix: "Look at the log of the probe and of the service at that time.",
  };
}

function brokenOff(probes: ProbeSamples, target: ProbedTarget, allowed: number): Explanation {
  return {
    what: `${target.target} may have failed ${possibleRun(target)} probes in a row, with missing probes among them; allowed are ${allowed}.`,
    where: placeOfProbes(probes),
    why: `Between failed probes others are missing, so whether it answered there is unknown. Query: ${probes.query}`,
    fix: "See why probes are missing at that time, and in the service's log whether it answered.",
  };
}
