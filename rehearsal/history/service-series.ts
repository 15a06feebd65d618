import { bucketCounts, BOUNDS, meanSeconds, quickCounts, type BucketCounts } from "./durations";
import { ERROR_STATUS, failuresOf, numberBelow, refusalsOf, type Failures } from "./failures";
import { bucketsAtScrapes } from "./histogram";
import { processStarts, residentBytes, restartScrapes } from "./memory";
import type { TrackPlan, TrafficPlan } from "./plans";
import { atEachScrape, beganAnewAt, constantly, scrapesIn, seriesOf, type Series } from "./series";
import { numberOfScrapes, scrapeAt } from "./timeline";
import { countedBy, trafficOf, type TrackTraffic } from "./traffic";

/** The users' routes, and how many of ten requests in a row go to each. */
const ROUTES = [
  { handler: "/api/v2/items/{item_id}/recommendations", isAsked: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0] },
  { handler: "/api/v2/experiments/{key}/assignment", isAsked: [0, 1, 0, 0, 0, 1, 0, 0, 0, 1] },
  { handler: "/api/v2/feedback/summary", isAsked: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0] },
] as const;

/** What asks for the service's health, and how often between two scrapes: the balancer and the outside probe. */
const PROBES = [
  { handler: "/livez", perScrape: 3 },
  { handler: "/health", perScrape: 0.5 },
] as const;

const EACH = [1];

/** How a handler's requests are counted. */
interface HandlerCounts {
  readonly handler: string;
  readonly traffic: TrackTraffic;
  /** Which of ten of the track's requests in a row are this handler's. */
  readonly isAsked: readonly number[];
  /** By status; the others are answered with 200. */
  readonly failures: readonly { readonly status: string; readonly bornAt: number; readonly of: Failures }[];
  readonly buckets: readonly BucketCounts[];
}

/** All series of one track's process, as Prometheus would have scraped them. */
export function serviceSeries(traffic: TrafficPlan, plan: TrackPlan): Series[] {
  const { times } = traffic;
  const target = { instance: plan.instance, job: "phase4", track: plan.track, version: plan.version };
  const handlers = [...userHandlers(traffic, plan), ...probeHandlers(traffic, plan)];
  const rollbacks = (scrape: number) => plan.rollbacksAt.filter((at) => scrapeAt(times, at) <= scrape).length;
  const memory = seriesOf("process_resident_memory_bytes", target, residentBytes(plan, traffic));
  const series = [
    seriesOf("up", target, constantly(1, times)),
    ...handlers.flatMap((counts) => requestSeries(plan, counts, target)),
    ...handlers.flatMap((counts) => durationSeries(plan, counts, target)),
    memory,
    ...(plan.hasSidecar ? [{ ...memory, labels: { ...target, container: "sidecar" } }] : []),
    seriesOf("process_start_time_seconds", target, processStarts(plan, traffic)),
    seriesOf("phase4_rollbacks_total", target, atEachScrape(times, rollbacks), "counter"),
    seriesOf("phase4_build_info", target, constantly(1, times)),
  ];
  return series.map((sound) => asScraped(sound, traffic, plan));
}

function userHandlers(traffic: TrafficPlan, plan: TrackPlan): HandlerCounts[] {
  const own = trafficOf(traffic)[plan.track];
  const errors = failuresOf(plan, own, traffic);
  const refusals = refusalsOf(plan, own, traffic);
  const refused = new Set(refusals?.failures.flat());
  const buckets = plan.stretches.map((stretch, index) => bucketCounts(own.requests[index] ?? 0, stretch));
  return ROUTES.map(({ handler, isAsked }) => {
    const ownOf = (failures: Failures) => failures.map((places) => places.filter((place) => isAsked[place % 10] === 1));
    const ordinary = refusals === null ? errors : errors.map((places) => places.filter((place) => !refused.has(place)));
    return {
      handler,
      traffic: own,
      isAsked,
      failures: [
        { status: ERROR_STATUS, bornAt: 0, of: ownOf(ordinary) },
        ...(refusals === null ? [] : [{ ...refusals, of: ownOf(refusals.failures) }]),
      ],
      buckets,
    };
  });
}

/** How many of the track's first so many requests of a stretch are a handler's. */
function shareOf({ isAsked }: HandlerCounts, requests: number): number {
  const sum = (ofThem: number) => isAsked.slice(0, ofThem).reduce((total, one) => total + one, 0);
  const { length } = isAsked;
  return Math.floor(requests / length) * sum(length) + sum(requests % length);
}

function probeHandlers({ times }: TrafficPlan, { scrapedFrom }: TrackPlan): HandlerCounts[] {
  const first = scrapeAt(times, scrapedFrom);
  return PROBES.map(({ handler, perScrape }) => {
    const within = atEachScrape(times, (scrape) => Math.max(Math.floor((scrape - first) * perScrape), 0));
    const all = within.at(-1) ?? 0;
    return {
      handler,
      traffic: { requests: [all], stretchOf: new Uint16Array(numberOfScrapes(times)), within },
      isAsked: EACH,
      failures: [{ status: ERROR_STATUS, bornAt: 0, of: [[]] }],
      buckets: [quickCounts(all)],
    };
  });
}

function requestSeries(plan: TrackPlan, counts: HandlerCounts, target: Series["labels"]): Series[] {
  const { traffic, failures, handler } = counts;
  const failed = (stretch: number, requests: number) =>
    failures.reduce((sum, { of }) => sum + numberBelow(of[stretch] ?? [], requests), 0);
  const of = (status: string, within: (stretch: number, requests: number) => number, from = 0): Series => ({
    ...seriesOf(
      plan.requestsMetric,
      { ...target, handler, method: "GET", status },
      countedBy(traffic, within),
      "counter",
    ),
    from,
  });
  return [
    of("200", (stretch, requests) => shareOf(counts, requests) - failed(stretch, requests)),
    ...failures.map(({ status, bornAt, of: places }) =>
      of(status, (stretch, requests) => numberBelow(places[stretch] ?? [], requests), bornAt),
    ),
  ];
}

function durationSeries(plan: TrackPlan, counts: HandlerCounts, target: Series["labels"]): Series[] {
  const { traffic, isAsked, buckets, handler } = counts;
  const means = buckets.map((bucket, stretch) => meanSeconds(traffic.requests[stretch] ?? 0, bucket));
  const of = (part: string, values: Float64Array, le: Record<string, string> = {}) =>
    seriesOf(`http_request_duration_seconds_${part}`, { ...target, handler, ...le }, values, "histogram");
  const upTo = bucketsAtScrapes(traffic, buckets, isAsked);
  const all = countedBy(traffic, (_stretch, requests) => shareOf(counts, requests));
  const sum = (stretch: number, requests: number) => shareOf(counts, requests) * (means[stretch] ?? 0);
  return [
    ...upTo.map((values, index) => of("bucket", values, { le: BOUNDS[index]?.le ?? "" })),
    of("bucket", all, { le: "+Inf" }),
    of("count", all),
    of("sum", countedBy(traffic, sum)),
  ].filter(({ labels }) => !plan.withoutBuckets.includes(labels["le"] ?? ""));
}

/** The series with everything that happened to the process and to its scrapes. */
function asScraped(series: Series, traffic: TrafficPlan, plan: TrackPlan): Series {
  const { times } = traffic;
  const isCounted = series.type !== "gauge" && series.name !== "phase4_rollbacks_total";
  const anew = [...plan.countersResetAt.map((at) => scrapeAt(times, at)), ...restartScrapes(plan, traffic)].sort(
    (one, other) => one - other,
  );
  const values = isCounted && anew.length > 0 ? beganAnewAt(Float64Array.from(series.values), anew) : series.values;
  const blind = isCounted && plan.requestsAreNaNFrom !== null ? scrapeAt(times, plan.requestsAreNaNFrom) : Infinity;
  return {
    ...series,
    values: blind === Infinity ? values : Float64Array.from(values, (value, at) => (at >= blind ? Number.NaN : value)),
    from: Math.max(series.from, scrapeAt(times, plan.scrapedFrom)),
    missing: plan.missing.map((span) => scrapesIn(times, span)),
  };
}
