import type { ProportionRule } from "../../model/proportion-rule";
import { probabilityOfAsManyByChance, type Counted } from "../statistics/fisher-exact";
import { isBelow } from "../statistics/rounded";
import { lowerBound, upperBound } from "../statistics/clopper-pearson";
import { holdAbove } from "./held-above";

/**
 * Whose errors they are. `canary`: legacy has not so many. `canary-worse`: legacy has too many as well, the canary more than
 * twice as many. `shared`: legacy has as many. `unknown`: legacy's numbers do not tell.
 */
export type Blame = "canary" | "canary-worse" | "shared" | "unknown";

/** Where both tracks are above the limit, only a canary that is proven to be so many times worse is rolled back for it. */
const WORSE_BY = 2;

/** The counts of both tracks; null: not known. */
interface BothCounted {
  readonly canary: Counted | null;
  readonly legacy: Counted | null;
  /** Whether legacy's window has a hole: then its counts prove that it is above the limit, and nothing else. */
  readonly hasHole: boolean;
}

/**
 * Tells whose errors they are, from both tracks' counts over the same time. Legacy proven above the limit: the errors are not the
 * canary's alone. Otherwise they are the canary's, if its share is higher by Fisher's exact test or only the canary's is proven
 * above. No significant difference alone proves nothing: legacy may have had a handful of requests.
 */
export function blameOf({ canary, legacy, hasHole }: BothCounted, limitShare: number, rule: ProportionRule): Blame {
  if (canary === null || legacy === null || canary.total === 0 || legacy.total === 0) return "unknown";
  const [ofCanary, ofLegacy] = [canary, legacy].map((counted) => holdAbove(counted, limitShare, rule).position);
  if (ofLegacy === "above") return isFarWorse(canary, legacy, rule.confidence) ? "canary-worse" : "shared";
  if (hasHole) return "unknown";
  const isHigher = isBelow(probabilityOfAsManyByChance(canary, legacy), 1 - rule.confidence);
  return isHigher || (ofCanary === "above" && ofLegacy === "below") ? "canary" : "unknown";
}

function isFarWorse(canary: Counted, legacy: Counted, confidence: number): boolean {
  const least = lowerBound(canary.events, canary.total, confidence);
  return isBelow(WORSE_BY * upperBound(legacy.events, legacy.total, confidence), least);
}

/** What is said of it, for reasons. */
export const BLAME_TEXTS: Readonly<Record<Blame, string>> = {
  canary: "Legacy does not have these errors over the same time: they are the canary's.",
  "canary-worse": "Legacy has too many errors as well, but the canary is proven to have more than twice its share.",
  shared: "Legacy has too many errors over the same time as well: they are not the canary's alone.",
  unknown: "Whether legacy has the same errors is not known.",
};
