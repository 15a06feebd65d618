import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { ProportionRule } from "../model/proportion-rule";
import type { ErrorCounts } from "../model/readings/canary-metrics";
import { windowOf } from "../model/slices";
import { busiestSeries } from "./counter-totals";
import { countErrors, placeOf, secondsOf, type CountedErrors } from "./error-counts";
import { counted } from "./figures";
import { measured } from "./judged";
import { decide } from "./precedence";
import { holdShare, type HeldShare } from "./proportion";
import { brokenText, keptText, tooFewFault, type ShareWords } from "./proportion-words";
import { rounded } from "./statistics/rounded";

/**
 * Judges that the share of errors among the requests of the whole window is below the limit: both counted over the window,
 * by the rule. A failure that is proven stands also where metrics are missing; a pass needs all of them (see PRECEDENCE).
 */
export function judgeErrorRate(counts: ErrorCounts, limitPercent: number, rule: ProportionRule): Judgement {
  const found = countErrors(counts);
  const held = heldErrors(found, limitPercent / 100, rule);
  const measurements = [errorRate(counts, held, limitPercent), ...countsOf(counts, found)];
  const words = { name: "Error rate", limitPercent, isTurned: false, counts: countsText(found) };
  return decideShare(counts, found, held, words, measurements);
}

/** Decides over a share of errors that is held against its limit. */
export function decideShare(
  counts: ErrorCounts,
  { obstacles }: CountedErrors,
  held: HeldShare | null,
  words: ShareWords,
  measurements: readonly Measurement[],
): Judgement {
  const isOpen = held !== null && held.position === "undecided";
  const findings = {
    ...obstacles,
    "a limit that is proven to be broken": held?.position === "above" ? [tooMany(counts, held, words)] : [],
    "a limit that is not proven to be kept": isOpen
      ? tooFewFault(held, words, placeOf(counts), secondsOf(counts))
      : null,
  };
  return decide(findings, held === null ? null : keptText(held, words), measurements);
}

/** The errors held against a limit; null where there is nothing to hold. */
export function heldErrors({ totals }: CountedErrors, limitShare: number, rule: ProportionRule): HeldShare | null {
  if (totals === null) return null;
  return holdShare({ events: totals.errors, total: totals.requests, limitShare, rule });
}

/** "2 errors in 10,000 requests". */
export function countsText({ totals }: CountedErrors): string {
  return totals === null ? "" : `${counted(totals.errors, "error")} in ${counted(totals.requests, "request")}`;
}

/** The two counts, shown. */
export function countsOf(counts: ErrorCounts, { totals }: CountedErrors): Measurement[] {
  const common = { window: windowOf(counts.slices), source: counts.source };
  return [
    measured({
      ...common,
      signal: "errors",
      value: totals?.errors ?? null,
      unit: "errors",
      query: counts.errors.query,
    }),
    measured({
      ...common,
      signal: "requests",
      value: totals?.requests ?? null,
      unit: "requests",
      query: counts.requests.query,
    }),
  ];
}

/** An interval of shares in percent. */
export function intervalInPercent({ interval: { low, high, confidence } }: HeldShare) {
  return { low: rounded(100 * low), high: rounded(100 * high), confidence };
}

function errorRate(counts: ErrorCounts, held: HeldShare | null, limitPercent: number): Measurement {
  return measured({
    signal: "error rate",
    value: held === null || held.share === null ? null : rounded(100 * held.share),
    unit: "percent",
    limit: limitPercent,
    comparison: "below",
    window: windowOf(counts.slices),
    samples: held?.total ?? null,
    interval: held === null ? null : intervalInPercent(held),
    source: counts.source,
    query: `${counts.errors.query} ÷ ${counts.requests.query}`,
  });
}

function tooMany(counts: ErrorCounts, held: HeldShare, words: ShareWords): Explanation {
  const busiest = busiestSeries(counts.errors);
  return {
    what: brokenText(held, words),
    where: placeOf(counts),
    why:
      busiest === ""
        ? "No series of errors has counted any."
        : `Most errors: ${busiest}. Query: ${counts.errors.query}`,
    fix: `Read ${counts.track}'s log for these errors; roll back unless their cause is known and harmless.`,
  };
}
