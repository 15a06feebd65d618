/** How a share of requests is held against its limit. */
export interface ProportionRule {
  /**
   * `exact`: by Clopper–Pearson bounds, so that few requests prove nothing.
   * `plain`: the observed share alone, from so many requests on; the report says that this decided.
   */
  readonly method: "exact" | "plain";
  /** For each side on its own: 0.95. */
  readonly confidence: number;
  /** `plain` only: fewer requests than this are inconclusive. */
  readonly minimumRequests: number;
  /**
   * How often the same canary is looked at by this check in the whole window, at least 1. Proof that it is above the
   * limit is asked at the level (1 − confidence) ÷ looks, so that a healthy canary is not failed by being looked at often.
   */
  readonly looks: number;
}
