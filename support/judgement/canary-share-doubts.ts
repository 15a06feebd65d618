import type { Explanation } from "../model/explanation";
import type { CounterReading, TrafficCounts } from "../model/readings/canary-metrics";
import type { ShareLimits, ShareWord } from "./canary-share-sources";
import { counterHoles, sliceText } from "./counter-holes";
import { faultOfCoverage } from "./coverage";
import { counted, duration, figure } from "./figures";
import { listed } from "./judged";
import type { Fault } from "./precedence";

/** Metrics of a track that were not there all the time, counters with holes: a share that one track's gap bends. */
export function unusableService(counts: TrafficCounts): readonly Fault[] {
  const { where, slices, coverage, service } = counts;
  return (["canary", "legacy"] as const).flatMap((track) => {
    const hole = faultOfCoverage({ where, track, slices, coverage: coverage[track] });
    return hole === null ? counterHole(counts, track, service[track]) : [hole];
  });
}

/** Several series for one server. */
export function unusableBalancer(counts: TrafficCounts): readonly Fault[] {
  const { where, servers } = counts;
  const several = servers.filter(({ seriesCount }) => seriesCount > 1);
  if (several.length === 0) return [];
  const names = several.map(({ server, seriesCount }) => `${server} (${seriesCount} series)`);
  const problem = {
    what: `More than one series claims to be one server of the load balancer: ${listed(names)}.`,
    where,
    why: "Two balancers, proxies or scrape jobs export a server of the same name.",
    fix: `Narrow the selectors of metrics.balancer in the environment file to one proxy of one balancer. Queries: ${counts.balancerQuery} and ${counts.weightQuery}`,
  };
  return [{ cause: "disagreeing-sources", problem }];
}

function counterHole(counts: TrafficCounts, track: string, counter: CounterReading): readonly Fault[] {
  const holes = counterHoles(counter, counts.slices);
  if (holes.length === 0 || holes.length === counts.slices.edges.length - 1) return [];
  const problem = {
    what: `The requests of ${track} have no samples in ${counted(holes.length, "slice")} of the window: ${listed(holes.map((slice) => sliceText(counts.slices, slice)))}.`,
    where: counts.where,
    why: `Its targets were scraped, but gave no such counter. Query: ${counter.query}`,
    fix: "Find out why the counter went; judge a window in which it is always there.",
  };
  return [{ cause: "partial-coverage", problem }];
}

/** Sources that give no share: they could not be read, or there was no traffic. */
export function unspoken(said: readonly ShareWord[], counts: TrafficCounts): readonly Fault[] {
  return said.flatMap((word): readonly Fault[] => {
    if (word.percent !== null) return [];
    if (word.name === "configured") return [{ cause: "unreachable", problem: notConfigured(word) }];
    if (word.observed?.total === 0) return [{ cause: "zero-traffic", problem: noTraffic(word, counts) }];
    return [{ cause: "no-data", problem: word.name === "applied" ? noWeights(counts) : noCounters(word, counts) }];
  });
}

/** Fewer requests than a share to within the tolerance needs. */
export function tooFew(word: ShareWord, counts: TrafficCounts, limits: ShareLimits): readonly Fault[] {
  const { observed, name, where } = word;
  if (observed === null || observed.total === 0 || observed.total >= limits.neededRequests) return [];
  const seconds = (Date.parse(counts.window.end) - Date.parse(counts.window.start)) / 1000;
  const missing = limits.neededRequests - observed.total;
  const problem = {
    what: `The share ${name} rests on ${counted(observed.total, "request")}; ${figure(limits.neededRequests)} are needed to tell ${limits.expectedPercent} % to within ±${counted(limits.tolerancePoints, "percentage point")}.`,
    where,
    why: `The traffic is low: ${figure(observed.canary)} of them reached the canary.`,
    fix: `Judge a longer window: the present rate gives the missing ${counted(missing, "request")} in ${duration((missing * seconds) / observed.total)}.`,
  };
  return [{ cause: "too-few-samples", problem }];
}

function notConfigured({ where }: ShareWord): Explanation {
  return {
    what: "Which share the load balancer is configured to give the canary could not be read.",
    where,
    why: "The balancer did not answer, or its answer names no share between 0 and 100 %.",
    fix: "Check the section loadBalancer of the environment file, and that the balancer may be asked from this machine.",
  };
}

function noTraffic({ name, where }: ShareWord, counts: TrafficCounts): Explanation {
  const query = name === "observed by the service" ? counts.service.canary.query : counts.balancerQuery;
  return {
    what: `There was no traffic at all in the window, so the canary's share ${name} is unknown.`,
    where,
    why: `Neither canary nor legacy counted a request. Query: ${query}`,
    fix: "See whether users reach the service, and that the selectors match its traffic.",
  };
}

function noWeights({ where, servers, weightQuery }: TrafficCounts): Explanation {
  const unknown = servers.filter(({ weight }) => !Number.isFinite(weight?.atEnd)).map(({ server }) => server);
  return {
    what: `The weights that the load balancer applies are not known${unknown.length > 0 ? ` for ${listed(unknown)}` : ""}.`,
    where,
    why: `The weights' metric has no series of ${unknown.length > 0 ? "these servers" : "canary and legacy both"}, or its values are no weights.`,
    fix: `Check metrics.balancer.weight and its servers in the environment file. Query: ${weightQuery}`,
  };
}

function noCounters({ name, where }: ShareWord, counts: TrafficCounts): Explanation {
  const isService = name === "observed by the service";
  const query = isService ? `${counts.service.canary.query} and ${counts.service.legacy.query}` : counts.balancerQuery;
  return {
    what: `The requests that were ${name} are not known for every ${isService ? "track" : "server"}.`,
    where,
    why: "A counter is missing, or its values are no counts.",
    fix: `Check the ${isService ? "requests' selector and the tracks' labels" : "section metrics.balancer"} in the environment file. Query: ${query}`,
  };
}
