import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { ProportionRule } from "../model/proportion-rule";
import type { ErrorCounts } from "../model/readings/canary-metrics";
import { sliceWindow, windowOf } from "../model/slices";
import { busiestSeries } from "./counter-totals";
import { countErrors, placeOf, secondsOf, type ErrorTotals } from "./error-counts";
import { intervalInPercent } from "./error-rate";
import { confidenceText, counted, duration, percentage, span } from "./figures";
import { listed, measured } from "./judged";
import { decide, type Fault } from "./precedence";
import { holdShare, isProvenAbove } from "./proportion";
import { rounded } from "./statistics/rounded";

/** One slice of the window with what was counted in it. */
interface SliceCounts {
  readonly index: number;
  readonly errors: number;
  readonly requests: number;
  readonly share: number;
  readonly when: string;
}

/**
 * Judges that in no slice of the window the error rate is proven to be above the limit: at the level
 * (1 − confidence) ÷ the number of slices (or of looks, where those are more), so that a healthy canary is not failed by
 * being cut into many slices. A slice with few requests does not fail; one without samples, or without any request, is
 * no success either. That the whole window is below the limit is `judgeErrorRate`'s part.
 */
export function judgeErrorRateSlices(counts: ErrorCounts, limitPercent: number, rule: ProportionRule): Judgement {
  const { totals, obstacles } = countErrors(counts);
  const slices = totals === null ? [] : slicesOf(counts, totals);
  const sliceRule = { ...rule, looks: Math.max(rule.looks, slices.length, 1) };
  const limitShare = limitPercent / 100;
  const broken = slices.filter(({ errors, requests }) =>
    isProvenAbove({ events: errors, total: requests, limitShare, rule: sliceRule }),
  );
  const worst = slices.reduce<SliceCounts | null>(
    (most, slice) => (slice.share > (most?.share ?? -1) ? slice : most),
    null,
  );
  const findings = {
    ...obstacles,
    "a limit that is proven to be broken": broken.length > 0 ? [tooMany(counts, broken, limitPercent, sliceRule)] : [],
    "counts that are absent or zero": obstacles["counts that are absent or zero"] ?? idleFault(counts, slices),
    "a limit that is not proven to be kept": null,
  };
  const summary = worst === null ? null : keptText(counts, slices, worst, limitPercent, sliceRule);
  return decide(findings, summary, [worstSlice(counts, worst, limitPercent, sliceRule)]);
}

function slicesOf(counts: ErrorCounts, { requestsBySlice, errorsBySlice }: ErrorTotals): SliceCounts[] {
  const { edges } = counts.slices;
  return requestsBySlice.flatMap((requests, index) => {
    if (requests === null) return [];
    const errors = errorsBySlice[index] ?? 0;
    const when = span(edges[index] ?? 0, edges[index + 1] ?? 0);
    return [{ index, errors, requests, share: requests === 0 ? 0 : errors / requests, when }];
  });
}

function keptText(
  counts: ErrorCounts,
  slices: readonly SliceCounts[],
  worst: SliceCounts,
  limitPercent: number,
  rule: ProportionRule,
): string {
  const length = duration(secondsOf(counts) / slices.length);
  return `In none of ${counted(slices.length, "slice")} of ${length} the error rate is above ${limitPercent} % (${proofOf(rule)}); the worst is ${said(worst, limitPercent)}.`;
}

function said({ share, errors, requests, when }: SliceCounts, limitPercent: number): string {
  return `${percentage(100 * share, limitPercent)} (${counted(errors, "error")} in ${counted(requests, "request")}) at ${when}`;
}

function proofOf({ method, confidence, looks }: ProportionRule): string {
  if (method === "plain") return "by the plain comparison";
  return `each slice at ${confidenceText(1 - (1 - confidence) / looks)} confidence`;
}

function tooMany(
  counts: ErrorCounts,
  broken: readonly SliceCounts[],
  limitPercent: number,
  rule: ProportionRule,
): Explanation {
  const worstFirst = broken.toSorted((a, b) => b.share - a.share);
  const many = `${counted(broken.length, "slice")} of ${counts.slices.edges.length - 1}`;
  return {
    what: `In ${many} the error rate is not below ${limitPercent} % (${proofOf(rule)}): ${listed(worstFirst.map((slice) => said(slice, limitPercent)))}.`,
    where: placeOf(counts),
    why: `Something went wrong at these times. Most errors of the whole window: ${busiestSeries(counts.errors)}. Query: ${counts.errors.query}`,
    fix: `Read ${counts.track}'s log of these times; roll back unless the cause is known and gone.`,
  };
}

function idleFault(counts: ErrorCounts, slices: readonly SliceCounts[]): Fault | null {
  const idle = slices.filter(({ requests }) => requests === 0);
  if (idle.length === 0) return null;
  const problem = {
    what: `${counts.track} was given no request in ${counted(idle.length, "slice")} of ${slices.length}: ${listed(idle.map(({ when }) => when))}.`,
    where: placeOf(counts),
    why: `It was not receiving traffic at that time, so nothing is known of it. Query: ${counts.requests.query}`,
    fix: "Look at its weight and state in the load balancer at that time. The check can hold only once each slice has requests.",
  };
  return { cause: "zero-traffic", problem };
}

function worstSlice(
  counts: ErrorCounts,
  worst: SliceCounts | null,
  limitPercent: number,
  rule: ProportionRule,
): Measurement {
  const signal = "error rate in the worst slice";
  const query = `${counts.errors.query} ÷ ${counts.requests.query}`;
  const common = {
    signal,
    unit: "percent",
    limit: limitPercent,
    comparison: "below",
    source: counts.source,
    query,
  } as const;
  if (worst === null) return measured({ ...common, value: null, window: windowOf(counts.slices) });
  const held = holdShare({ events: worst.errors, total: worst.requests, limitShare: limitPercent / 100, rule });
  return measured({
    ...common,
    value: rounded(100 * worst.share),
    window: sliceWindow(counts.slices, worst.index),
    samples: worst.requests,
    interval: intervalInPercent(held),
  });
}
