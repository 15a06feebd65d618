import { failuresOf, numberBelow, refusalsOf } from "./failures";
import type { TrackPlan, WeekPlans } from "./plans";
import { atEachScrape, constantly, seriesOf, type Series } from "./series";
import { scrapeAt, secondOf, type Span } from "./timeline";
import { countedBy, trafficOf } from "./traffic";

/** The balancer's backend and its two servers' names are those of the rehearsal's HAProxy. */
const PROXY = "phase4";
const BALANCER = { instance: "balancer-1:8405", job: "haproxy", proxy: PROXY };
const PROBED = { instance: "https://phase4.example/health", job: "blackbox", track: "canary" };

/** Classes of answers that the balancer counts; those that never occur stay 0. */
const SILENT_CLASSES = ["1xx", "3xx", "4xx"];

/** A probe from outside comes at every second scrape: every 30 seconds. */
const PROBE_EVERY = 2;

/** What the load balancer and the prober from outside told Prometheus. */
export function monitorSeries(plans: WeekPlans): Series[] {
  const { times } = plans.traffic;
  return [
    ...balancedSeries(plans, plans.tracks.canary),
    ...balancedSeries(plans, plans.tracks.legacy),
    seriesOf("up", { instance: BALANCER.instance, job: BALANCER.job }, constantly(1, times)),
    ...probeSeries(plans),
  ];
}

function balancedSeries({ traffic, weights }: WeekPlans, plan: TrackPlan): Series[] {
  const { times, canaryPauses, rolledOutAt } = { ...traffic, ...traffic.times };
  const server = { ...BALANCER, server: plan.track };
  const own = trafficOf(traffic)[plan.track];
  const [errors, refusals] = [failuresOf(plan, own, traffic), refusalsOf(plan, own, traffic)?.failures];
  const failing = errors.map((places, stretch) =>
    [...new Set([...places, ...(refusals?.[stretch] ?? [])])].sort(ascending),
  );
  const failed = (stretch: number, requests: number) => numberBelow(failing[stretch] ?? [], requests);
  const answers = (code: string, values: Float64Array) =>
    seriesOf("haproxy_server_http_responses_total", { ...server, code }, values, "counter");
  const weight = atEachScrape(times, (scrape) => {
    const second = secondOf(times, scrape);
    const isPaused = second < rolledOutAt || canaryPauses.some((pause) => isWithin(pause, second));
    if (isPaused) return plan.track === "canary" ? 0 : weights.canary + weights.legacy;
    return weights[plan.track];
  });
  return [
    answers(
      "2xx",
      countedBy(own, (stretch, requests) => requests - failed(stretch, requests)),
    ),
    answers("5xx", countedBy(own, failed)),
    ...SILENT_CLASSES.map((code) => answers(code, constantly(0, times))),
    seriesOf("haproxy_server_weight", server, weight),
  ];
}

function probeSeries({ traffic: { times }, probes }: WeekPlans): Series[] {
  const success = atEachScrape(times, (scrape) => {
    const second = secondOf(times, scrape);
    return probes.failedAt.includes(second) || probes.failedDuring.some((span) => isWithin(span, second)) ? 0 : 1;
  });
  const series = [seriesOf("probe_success", PROBED, success), seriesOf("up", PROBED, constantly(1, times))];
  return series.map((one) => ({ ...one, from: scrapeAt(times, times.canaryStartsAt), every: PROBE_EVERY }));
}

/** From the span's beginning to before its end. */
function isWithin({ from, until }: Span, second: number): boolean {
  return second >= from && second < until;
}

function ascending(one: number, other: number): number {
  return one - other;
}
