/** One backend (or server) of the load balancer, by the name that the environment gives it. */
export interface BackendTraffic {
  readonly name: string;
  /** "canary", "legacy", or "other": anything that is neither. */
  readonly track: "canary" | "legacy" | "other";
  /** Weight in the configuration. */
  readonly configuredWeight: number;
  /** Weight that is applied now; 0 for one that takes no traffic (down, drained). */
  readonly appliedWeight: number;
  /** The balancer's own word: "UP", "DOWN", "MAINT" … */
  readonly state: string;
  /** Requests that the balancer's counters gave it during the sample. */
  readonly countedRequests: number;
}

/** The split of the traffic by three sources over the same sample of real requests. */
export interface TrafficShares {
  readonly where: string;
  readonly backends: readonly BackendTraffic[];
  readonly sample: {
    readonly start: string;
    readonly end: string;
    /** Requests that we sent through the balancer. */
    readonly sent: number;
    /** By the application's own word in each answer. */
    readonly answeredByCanary: number;
    readonly answeredByLegacy: number;
    /** Answered, but by neither. */
    readonly answeredByOthers: number;
    /** No answer, or the balancer's own error page. */
    readonly unanswered: number;
    /** A few words on what the others and the unanswered were, for people. */
    readonly remarks: readonly string[];
  };
  /** Set where a counter went backwards during the sample (reload, restart). */
  readonly isCounterReset: boolean;
}
