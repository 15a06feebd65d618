import type { Judgement } from "../model/judgement";
import type { ProportionRule } from "../model/proportion-rule";
import type { ErrorCounts } from "../model/readings/canary-metrics";
import { windowOf } from "../model/slices";
import { countErrors } from "./error-counts";
import { countsOf, countsText, decideShare, heldErrors, intervalInPercent } from "./error-rate";
import { measured } from "./judged";
import { rounded } from "./statistics/rounded";

/**
 * Judges that the share of requests without an error is above the limit over the whole window: that the share of errors is
 * proven to be below what the limit leaves, by the rule. Named for what it is: by requests, not by time.
 */
export function judgeAvailabilityByRequests(
  counts: ErrorCounts,
  limitPercent: number,
  rule: ProportionRule,
): Judgement {
  const found = countErrors(counts);
  const held = heldErrors(found, (100 - limitPercent) / 100, rule);
  const errors = held === null ? null : intervalInPercent(held);
  const availability = measured({
    signal: "availability by requests",
    value: held === null || held.share === null ? null : rounded(100 - 100 * held.share),
    unit: "percent",
    limit: limitPercent,
    comparison: "above",
    window: windowOf(counts.slices),
    samples: held?.total ?? null,
    interval:
      errors === null
        ? null
        : { low: rounded(100 - errors.high), high: rounded(100 - errors.low), confidence: errors.confidence },
    source: counts.source,
    query: `${counts.errors.query} ÷ ${counts.requests.query}`,
  });
  const words = { name: "Availability by requests", limitPercent, isTurned: true, counts: countsText(found) };
  return decideShare(counts, found, held, words, [availability, ...countsOf(counts, found)]);
}
