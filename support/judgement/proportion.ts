import type { Interval } from "../model/measurement";
import type { ProportionRule } from "../model/proportion-rule";
import { lowerBound, upperBound } from "./statistics/clopper-pearson";
import { requestsNeeded } from "./statistics/requests-needed";
import { isBelow } from "./statistics/rounded";

/** Events among requests, held against a limit; counts are whole, shares are parts of 1. */
export interface ShareQuestion {
  readonly events: number;
  readonly total: number;
  readonly limitShare: number;
  readonly rule: ProportionRule;
}

/** How a share of requests stands to its limit. */
export interface HeldShare {
  readonly events: number;
  readonly total: number;
  /** null: there were no requests. */
  readonly share: number | null;
  /** Exact bounds, each one-sided at the rule's confidence. */
  readonly interval: Interval;
  /** `above`: proven, or by the plain comparison not below; exactly at the limit is not below it. */
  readonly position: "below" | "above" | "undecided";
  /** How many more requests would prove "below" at this share; null: decided, or no number of them would. */
  readonly stillNeeded: number | null;
  /** What decides: exact bounds, or the plain comparison from so many requests on. */
  readonly decidedBy: ProportionRule["method"];
  /** The one-sided confidence that "above" asks for: higher than the rule's where the canary is looked at often. */
  readonly confidenceOfAbove: number;
  /** The lower bound at that confidence. */
  readonly lowOfAbove: number;
}

/**
 * Holds a share of requests against its limit. `exact`: the upper bound below the limit proves "below", the lower bound
 * at the level (1 − confidence) ÷ looks above it proves "above". `plain`: the observed share decides, from the rule's
 * minimum of requests on. Values are compared after rounding to 1e-9.
 * @throws RangeError where the counts are not whole, or not counts of a part and its whole.
 */
export function holdShare({ events, total, limitShare, rule }: ShareQuestion): HeldShare {
  const confidenceOfAbove = 1 - (1 - rule.confidence) / rule.looks;
  const held = {
    events,
    total,
    share: total === 0 ? null : events / total,
    interval: {
      low: lowerBound(events, total, rule.confidence),
      high: upperBound(events, total, rule.confidence),
      confidence: rule.confidence,
    },
    decidedBy: rule.method,
    confidenceOfAbove,
    lowOfAbove: lowerBound(events, total, confidenceOfAbove),
  };
  const position = rule.method === "plain" ? plainPosition(held, limitShare, rule) : exactPosition(held, limitShare);
  const stillNeeded = position === "undecided" ? needed(held, limitShare, rule) : null;
  return { ...held, position, stillNeeded };
}

/** Whether a share is above its limit for certain: `holdShare`'s "above" alone, at little cost where it is not. */
export function isProvenAbove({ events, total, limitShare, rule }: ShareQuestion): boolean {
  if (total === 0 || isBelow(events / total, limitShare)) return false;
  if (rule.method === "plain") return total >= rule.minimumRequests;
  return isBelow(limitShare, lowerBound(events, total, 1 - (1 - rule.confidence) / rule.looks));
}

type Bounds = Omit<HeldShare, "position" | "stillNeeded">;

function exactPosition({ interval, lowOfAbove }: Bounds, limitShare: number): HeldShare["position"] {
  if (isBelow(interval.high, limitShare)) return "below";
  return isBelow(limitShare, lowOfAbove) ? "above" : "undecided";
}

function plainPosition({ share, total }: Bounds, limitShare: number, rule: ProportionRule): HeldShare["position"] {
  if (share === null || total < rule.minimumRequests) return "undecided";
  return isBelow(share, limitShare) ? "below" : "above";
}

function needed({ share, total }: Bounds, limitShare: number, rule: ProportionRule): number | null {
  if (rule.method === "plain") return Math.max(1, rule.minimumRequests - total);
  const enough = requestsNeeded(share ?? 0, limitShare, rule.confidence, total);
  return enough === null ? null : enough - total;
}
