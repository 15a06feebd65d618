/** What came of one test message to a chat channel. */
export interface MessageDelivery {
  readonly where: string;
  readonly channel: string;
  readonly marker: string;
  /** What the post itself answered: "accepted", "no-answer" (it may or may not be there), or the service's refusal word. */
  readonly post:
    | { readonly kind: "accepted" }
    | { readonly kind: "no-answer"; readonly why: string }
    | { readonly kind: "refused"; readonly word: string };
  /** Messages with the marker that were read back; null: it could not be read. */
  readonly readBack: { readonly count: number } | null;
  readonly readBackProblem: string | null;
  readonly permalink: string | null;
  /** From the post to the first read-back, in ms. */
  readonly delayMs: number | null;
}

/** What came of one test alert to the paging service. */
export interface PageDelivery {
  readonly where: string;
  readonly expectedService: string;
  readonly dedupKey: string;
  readonly event:
    | { readonly kind: "accepted" }
    | { readonly kind: "rate-limited" }
    | { readonly kind: "refused"; readonly why: string };
  /** The incident that opened; null: none within the wait. */
  readonly incident: {
    readonly id: string;
    readonly url: string;
    readonly service: string;
    readonly status: string;
  } | null;
  readonly openedAfterMs: number | null;
  readonly waitedMs: number;
  /** Status after our resolve; null: not resolved, or never opened. */
  readonly statusAfterResolve: string | null;
}
