import { z } from "zod";
import { SCRAPE_SECONDS } from "./timeline";

/** A percentile above the histogram's last bound: 10 % of the requests took longer than that. */
export const ABOVE_LAST_BUCKET = "above the last bucket";

const moment = z.string().transform((text, context) => {
  const second = Date.parse(text) / 1000;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) && second % SCRAPE_SECONDS === 0) return second;
  context.addIssue(`"${text}" is no time in UTC on a whole scrape: write 2025-10-22T14:15Z or 2025-10-22T14:15:30Z`);
  return z.NEVER;
});

const span = z
  .strictObject({ from: moment, until: moment })
  .refine(({ from, until }) => from < until, "from must come before until");

const count = z.int().min(0);
const percent = z.number().min(0).max(100);
const gigabytes = z.number().positive();

const stretch = z.strictObject({
  /** Users' requests to both versions together. */
  requests: count,
  /** How many of the canary's requests fail, evenly spread. */
  errors: count,
  /** The canary's P95 over the stretch, as Prometheus interpolates it. */
  p95Ms: z.union([z.int().min(1).max(10_000), z.literal(ABOVE_LAST_BUCKET)]),
  /** Share of the requests in the bucket that P95 lies in; without it as large as leaves most requests under its bound. */
  atP95Percent: percent.optional(),
  /** The canary's memory; reached in the stretch's first ten minutes. */
  memoryGb: gigabytes,
  /** How far the memory waves up and down. */
  wavingGb: z.number().min(0).optional(),
});

const canary = z.strictObject({
  memoryGrowthMbPerHour: z.number().default(0),
  /** The process begins anew: its memory, its counters, its start time. */
  restartsAt: z.array(moment).default([]),
  /** Its counters begin anew, and nothing else does. */
  countersResetAt: z.array(moment).default([]),
  /** Not scraped, the end excluded. */
  missing: z.array(span).default([]),
  /** Requests and durations are NaN from the roll-out on. */
  requestsAreNaN: z.boolean().default(false),
  withoutBuckets: z.array(z.string()).default([]),
  /** A second series of the memory, of a container beside it. */
  hasSidecar: z.boolean().default(false),
  rollbacksAt: z.array(moment).default([]),
});

const legacy = z.strictObject({
  errorPercent: percent,
  p95Ms: z.int().min(1).max(10_000),
  memoryGb: gigabytes,
  missing: z.array(span).default([]),
});

const noise = z.strictObject({
  seed: z.int().positive(),
  /** Half-hours have up to so much more or less traffic. */
  trafficPercent: percent,
  /** Each request's chance to fail. */
  errorPercent: percent,
  p95Ms: z.strictObject({ least: z.int().min(1), most: z.int().max(10_000) }),
  memoryPercent: percent,
});

/** What a week's file says once it is laid over the week that it extends. */
export const weekSchema = z.strictObject({
  sentence: z.string().regex(/^[A-Z].+\.$/, "a whole sentence"),
  times: z.strictObject({ startsAt: moment, canaryStartsAt: moment, rolledOutAt: moment, endsAt: moment }),
  checkpoints: z.strictObject({
    day4: z.array(moment).min(1),
    "day5-6": z.array(moment).min(1),
    day7: z.array(moment).min(1),
  }),
  /** What happens until each of these times, from the one before it on. */
  stretches: z.record(moment, stretch),
  /** Changes each stretch from the roll-out on. */
  everyStretch: stretch.partial().optional(),
  /** Share of the users' requests that really goes to the canary. */
  canaryPercent: z.int().min(0).max(100),
  /** The balancer's weights from the roll-out on; before it all is legacy's. */
  weights: z.strictObject({ canary: count, legacy: count }),
  /** The canary's weight is 0, and it gets nothing. */
  canaryPauses: z.array(span).default([]),
  /** So many percent of the canary's requests fail in these times. */
  outbursts: z.array(z.intersection(span, z.object({ errorPercent: percent }))).default([]),
  /** Requests of the canary between two scrapes, all refused with a status that no other answer has. */
  refusals: z.strictObject({ at: moment, requests: count, status: z.string() }).optional(),
  requestsMetric: z.string().default("http_requests_total"),
  canary: canary.prefault({}),
  legacy,
  probes: z
    .strictObject({ failedAt: z.array(moment).default([]), failedDuring: z.array(span).default([]) })
    .prefault({}),
  noise: noise.optional(),
});

/** A described week, checked; times in Unix seconds. */
export type WeekDescription = z.output<typeof weekSchema>;

/** What happens in a stretch of time, and when it ends. */
export type TimedStretch = WeekDescription["stretches"][number] & { readonly until: number };
