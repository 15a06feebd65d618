import type { Explanation } from "../model/explanation";
import type { ProbeSamples, ProbedTarget } from "../model/readings/canary-metrics";
import { counted, duration, figure, moment, span } from "./figures";
import { listed } from "./judged";
import type { Fault, Findings } from "./precedence";

const NEEDED_SHARE = 0.99;
/** A window may begin and end between two probes: one fewer is no hole. */
const EDGE_PROBES = 1;
const FRESH_INTERVALS = 2;
const CLOCK_SECONDS = 1;

type Obstacles = Omit<Findings, "a limit that is proven to be broken" | "a limit that is not proven to be kept">;

/** What stands in the way of judging probes. */
export function probeObstacles(probes: ProbeSamples): Obstacles {
  const ambiguous = probes.targets.find(({ seriesCount }) => seriesCount > 1);
  return {
    "numbers that are no counts": null,
    "counts that contradict each other": ambiguous === undefined ? oddFault(probes) : severalFault(probes, ambiguous),
    "a hole in the coverage": holeFault(probes),
    "counts that are absent or zero": null,
  };
}

/** Where the probes come from, for an explanation. */
export function placeOfProbes(probes: ProbeSamples): string {
  const { start, end } = secondsOf(probes);
  return `${probes.where}, ${probes.track}, ${span(start, end)}`;
}

/** How long the window is. */
export function windowSecondsOf(probes: ProbeSamples): number {
  const { start, end } = secondsOf(probes);
  return end - start;
}

function secondsOf({ window }: ProbeSamples) {
  return { start: Date.parse(window.start) / 1000, end: Date.parse(window.end) / 1000 };
}

function severalFault(probes: ProbeSamples, { target, seriesCount }: ProbedTarget): Fault {
  const problem = {
    what: `${seriesCount} series claim to be the probes of ${target}; expected is one.`,
    where: placeOfProbes(probes),
    why: `A further label tells them apart, such as a second prober. Query: ${probes.query}`,
    fix: "Narrow the selector of the probes in the environment file to one series a target.",
  };
  return { cause: "disagreeing-sources", problem };
}

function oddFault(probes: ProbeSamples): Fault | null {
  const odd = probes.targets.flatMap(({ target, samples }) =>
    samples.filter(({ value }) => value !== 0 && value !== 1).map(({ value }) => ({ target, value })),
  );
  const [first] = odd;
  if (first === undefined) return null;
  const value = Number.isFinite(first.value) ? String(first.value) : "no number";
  const problem = {
    what: `${counted(odd.length, "probe")} of ${first.target} ${odd.length === 1 ? "is" : "are"} neither 0 nor 1: ${value}.`,
    where: placeOfProbes(probes),
    why: `The selector finds something else than whether a probe succeeded. Query: ${probes.query}`,
    fix: "Point the selector of the probes in the environment file at probe_success or its like.",
  };
  return { cause: "disagreeing-sources", problem };
}

function holeFault(probes: ProbeSamples): Fault | null {
  if (!(probes.probeIntervalSeconds > 0 && windowSecondsOf(probes) > 0))
    return { cause: "no-data", problem: noInterval(probes) };
  if (probes.targets.every(({ samples }) => samples.length === 0))
    return { cause: "no-data", problem: noProbes(probes) };
  const expected = windowSecondsOf(probes) / probes.probeIntervalSeconds;
  const stale = probes.targets.find((target) => ageOf(target, probes) > freshSeconds(probes));
  if (stale !== undefined) return { cause: "stale", problem: staleProbes(probes, stale) };
  const few = probes.targets.filter(({ samples }) => samples.length + EDGE_PROBES < NEEDED_SHARE * expected);
  return few.length === 0 ? null : { cause: "partial-coverage", problem: missingProbes(probes, few, expected) };
}

function ageOf({ samples }: ProbedTarget, probes: ProbeSamples): number {
  return secondsOf(probes).end - (samples.at(-1)?.at ?? -Infinity);
}

function freshSeconds({ probeIntervalSeconds }: ProbeSamples): number {
  return FRESH_INTERVALS * probeIntervalSeconds + CLOCK_SECONDS;
}

function noInterval(probes: ProbeSamples): Explanation {
  return {
    what: "Whether the probes are complete is unknown: it is not known how often they are made.",
    where: probes.where,
    why: `The window or the probes' interval has no length. Query: ${probes.query}`,
    fix: "Give the probes' interval in the environment file, and a window that has a beginning and an end.",
  };
}

function noProbes(probes: ProbeSamples): Explanation {
  return {
    what: `There are no probes of ${probes.track} in the window, so its availability by time is unknown.`,
    where: placeOfProbes(probes),
    why: `Nobody probes it from outside, or the selector finds nothing. Query: ${probes.query}`,
    fix: "See that the prober runs and is scraped, and correct the selector of the probes in the environment file.",
  };
}

function staleProbes(probes: ProbeSamples, target: ProbedTarget): Explanation {
  const { end } = secondsOf(probes);
  const newest = target.samples.at(-1);
  const age =
    newest === undefined
      ? "has no probe in the window"
      : `was probed last at ${moment(newest.at)}, ${duration(end - newest.at)} before the window's end`;
  return {
    what: `${target.target} ${age}; every ${figure(probes.probeIntervalSeconds)} s a probe is expected.`,
    where: placeOfProbes(probes),
    why: `The prober stood still, or the target was taken out of its list. Query: ${probes.query}`,
    fix: "See whether it is probed now, then run the check again.",
  };
}

function missingProbes(probes: ProbeSamples, few: readonly ProbedTarget[], expected: number): Explanation {
  const said = few.map(({ target, samples }) => `${target} ${figure(samples.length)}`);
  return {
    what: `Of ${figure(Math.round(expected))} expected probes there are fewer than 99 %: ${listed(said)}.`,
    where: placeOfProbes(probes),
    why: `The prober, or the monitoring that keeps its results, was away for a while. Query: ${probes.query}`,
    fix: "Find out when they are missing and why. The check can hold only for a window that is covered.",
  };
}
