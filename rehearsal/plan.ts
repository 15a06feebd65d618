/** The two versions of the service that run side by side. */
export const TRACKS = ["canary", "legacy"] as const;

/** One of the two versions of the service. */
export type Track = (typeof TRACKS)[number];

/** The version that each track runs. */
export const VERSIONS: Readonly<Record<Track, string>> = { canary: "2.0.0", legacy: "1.9.4" };

/** The load balancer's configured weights; together 100. */
export interface Weights {
  readonly legacy: number;
  readonly canary: number;
  /** A third server, which the runbook does not know; 0: there is none. */
  readonly other: number;
}

/** What users are to have said of the canary since the roll-out; `none`: only testers answered, before it. */
export type FeedbackWish = "positive" | "lukewarm" | "negative" | "none";

/** How the rehearsal is to be built: everything in it that a fault can change before it boots. */
export interface RehearsalPlan {
  readonly weights: Weights;
  /** `by-source`: every request of one address goes to the same server. */
  readonly stickiness: "none" | "by-source";
  /** Whether the balancer's own health check reaches the legacy server. */
  readonly legacyCheck: "answered" | "refused";
  readonly cache: "ready" | "absent" | "loading" | "read-only";
  readonly logShipper: "running" | "absent" | "without-fields" | "late";
  readonly legacyMetrics: "served" | "closed";
  /** The tracks that Prometheus is told to scrape. */
  readonly scrapedTracks: readonly Track[];
  /** `failing`: one more alert rule, which cannot be evaluated. */
  readonly alertRules: "sound" | "failing";
  /** What stands between the checks and Prometheus, and how it answers; `none`: they ask Prometheus itself. */
  readonly prometheusFront: "none" | "warns" | "partial";
  readonly migrationDatabase: "behind-head" | "unreachable";
  /** The canary week in Prometheus, by the name of its description in history/weeks/. */
  readonly history: string;
  /** What the service's database holds of users' answers. */
  readonly feedback: FeedbackWish;
  /** State of the A/B test's experiment. */
  readonly experiment: "ready" | "draft";
}

/** The rehearsal without faults: what the runbook asks for. */
export const HEALTHY_PLAN: RehearsalPlan = {
  weights: { legacy: 95, canary: 5, other: 0 },
  stickiness: "none",
  legacyCheck: "answered",
  cache: "ready",
  logShipper: "running",
  legacyMetrics: "served",
  scrapedTracks: TRACKS,
  alertRules: "sound",
  prometheusFront: "none",
  migrationDatabase: "behind-head",
  history: "runbook",
  feedback: "positive",
  experiment: "ready",
};
