import type { Explanation } from "../../model/explanation";
import type { Judgement } from "../../model/judgement";
import type { Measurement } from "../../model/measurement";
import type { ProportionRule } from "../../model/proportion-rule";
import type { ErrorCounts } from "../../model/readings/canary-metrics";
import { windowOf } from "../../model/slices";
import { compareErrorRates } from "../compare-tracks";
import { busiestSeries } from "../counter-totals";
import { countErrors, placeOf, secondsOf, type CountedErrors } from "../error-counts";
import { countsOf, countsText, intervalInPercent } from "../error-rate";
import { confidenceText, counted, duration, percentage } from "../figures";
import { measured } from "../judged";
import { decide, type Fault } from "../precedence";
import type { HeldShare } from "../proportion";
import { subjectOf } from "../proportion-words";
import { rounded } from "../statistics/rounded";
import { blameOf, type Blame } from "./blame";
import { holdAbove } from "./held-above";

/** Whether there is an incident: a canary whose error rate is above the limit. */
export interface IncidentFinding {
  readonly isIncident: "yes" | "no" | "unknown";
  readonly blame: Blame;
  /** The canary's errors as the metrics count them; null: not known. */
  readonly errors: number | null;
  /** How many more requests would tell, at the share that was seen (none failing, where there was no request); null: it is told, or no number of them would. */
  readonly stillNeeded: number | null;
  /** failed: an incident. passed: none. inconclusive: not known. */
  readonly judgement: Judgement;
}

/**
 * Judges whether the canary's error rate is above the limit: yes where that is proven, no where the contrary is, otherwise
 * unknown. A proof on the data that is there stands also where other data is missing; a "no" needs all of it.
 */
export function judgeIncident(
  counts: ErrorCounts,
  legacy: ErrorCounts | null,
  abovePercent: number,
  rule: ProportionRule,
): IncidentFinding {
  const found = countErrors(counts);
  const held = heldOf(found, abovePercent, rule);
  const findings = {
    ...found.obstacles,
    "a limit that is proven to be broken":
      held?.position === "above" ? [tooMany(counts, found, held, abovePercent)] : [],
    "a limit that is not proven to be kept":
      held?.position === "undecided" ? unproven(counts, found, held, abovePercent) : null,
  };
  const measurements = [
    errorRate(counts, held, abovePercent),
    ...countsOf(counts, found),
    ...(legacy === null ? [] : compareErrorRates(counts, legacy).slice(1)),
  ];
  const judgement = decide(findings, held === null ? null : notAbove(found, held, abovePercent), measurements);
  return {
    isIncident: ANSWERS[judgement.outcome],
    blame: blameByTrack(found, legacy, abovePercent, rule),
    errors: found.totals?.errors ?? null,
    stillNeeded: judgement.outcome === "inconclusive" ? (held?.stillNeeded ?? null) : null,
    judgement,
  };
}

const ANSWERS = { failed: "yes", passed: "no", inconclusive: "unknown" } as const;

function heldOf({ totals }: CountedErrors, abovePercent: number, rule: ProportionRule): HeldShare | null {
  return totals === null
    ? null
    : holdAbove({ events: totals.errors, total: totals.requests }, abovePercent / 100, rule);
}

function blameByTrack(canary: CountedErrors, legacy: ErrorCounts | null, percent: number, rule: ProportionRule): Blame {
  if (legacy === null) return "unknown";
  const beside = countErrors(legacy);
  const [ofCanary, ofLegacy] = [canary, beside].map(
    ({ totals }) => totals && { events: totals.errors, total: totals.requests },
  );
  const { "a hole in the coverage": hole, "counts that are absent or zero": absence } = beside.obstacles;
  const hasHole = hole !== null || absence !== null;
  return blameOf({ canary: ofCanary ?? null, legacy: ofLegacy ?? null, hasHole }, percent / 100, rule);
}

function errorRate(counts: ErrorCounts, held: HeldShare | null, abovePercent: number): Measurement {
  return measured({
    signal: `${counts.track}'s error rate`,
    value: held === null || held.share === null ? null : rounded(100 * held.share),
    unit: "percent",
    limit: abovePercent,
    comparison: "at-most",
    window: windowOf(counts.slices),
    samples: held?.total ?? null,
    interval: held === null ? null : intervalInPercent(held),
    source: counts.source,
    query: `${counts.errors.query} ÷ ${counts.requests.query}`,
  });
}

function subject(found: CountedErrors, held: HeldShare, abovePercent: number): string {
  return subjectOf(held, {
    name: "Error rate",
    limitPercent: abovePercent,
    isTurned: false,
    counts: countsText(found),
  });
}

function notAbove(found: CountedErrors, held: HeldShare, abovePercent: number): string {
  const proof =
    held.decidedBy === "plain"
      ? "by the plain comparison"
      : `at most ${percentage(100 * held.interval.high, abovePercent)} with ${confidenceText(held.interval.confidence)} confidence`;
  return `No incident. ${subject(found, held, abovePercent)}: not above ${abovePercent} %, ${proof}.`;
}

function tooMany(counts: ErrorCounts, found: CountedErrors, held: HeldShare, abovePercent: number): Explanation {
  const busiest = busiestSeries(counts.errors);
  const proof =
    held.decidedBy === "plain"
      ? "by the plain comparison"
      : `at least ${percentage(100 * held.lowOfAbove, abovePercent)} with ${confidenceText(held.confidenceOfAbove)} confidence`;
  return {
    what: `An incident. ${subject(found, held, abovePercent)} is above ${abovePercent} %: ${proof}.`,
    where: placeOf(counts),
    why:
      busiest === ""
        ? "No series of errors has counted any."
        : `Most errors: ${busiest}. Query: ${counts.errors.query}`,
    fix: "Diagnose within five minutes: error logs, endpoints, dependencies. Roll back unless the cause is clear and a fix is signed.",
  };
}

function unproven(counts: ErrorCounts, found: CountedErrors, held: HeldShare, abovePercent: number): Fault {
  const [low, high] = [held.lowOfAbove, held.interval.high].map((share) => percentage(100 * share, abovePercent));
  const bounds = held.decidedBy === "plain" ? "" : `: it may be as low as ${low} and as high as ${high}`;
  const problem = {
    what: `${subject(found, held, abovePercent)} is neither proven to be above ${abovePercent} % nor proven not to be${bounds}.`,
    where: placeOf(counts),
    why: neededText(held, secondsOf(counts)),
    fix: "Look again when there were more requests, and read the errors by hand until then.",
  };
  return { cause: "too-few-samples", problem };
}

function neededText({ total, stillNeeded, share }: HeldShare, windowSeconds: number): string {
  const few = `${counted(total, "request")} ${total === 1 ? "is" : "are"} too few.`;
  if (stillNeeded === null)
    return `${few} The share that was seen is at the limit itself: no number of such requests tells.`;
  const time =
    total === 0 || share === null
      ? ""
      : `; at the present rate that takes ${duration((stillNeeded * windowSeconds) / total)}`;
  return `${few} ${counted(stillNeeded, "more request")} at the share that was seen would tell${time}.`;
}
