import type { Measurement } from "../model/measurement";
import type { BalancedServer, TrafficCounts } from "../model/readings/canary-metrics";
import { windowOf } from "../model/slices";
import { totalsOf, wholeOf } from "./counter-totals";
import { measured } from "./judged";
import { lowerBound, upperBound } from "./statistics/clopper-pearson";

/** The canary's expected share of the traffic and how far an observed one may lie from it. */
export interface ShareLimits {
  readonly expectedPercent: number;
  readonly tolerancePoints: number;
  /** Two-sided, for the number of requests that are needed; one-sided, for the bounds that are shown. */
  readonly confidence: number;
  /** So many requests give a share to within the tolerance: z²·p(1 − p) ÷ tolerance²; 1,825 for 5 % ± 1 point at 95 %. */
  readonly neededRequests: number;
}

/** Requests that were counted, and the canary's among them. */
export interface ObservedShare {
  readonly canary: number;
  readonly total: number;
}

/** One source's word on the canary's share of the traffic. */
export interface ShareWord {
  readonly name: "configured" | "applied" | "observed by the load balancer" | "observed by the service";
  readonly where: string;
  /** null: it does not say. */
  readonly percent: number | null;
  /** null: the source counts no requests, or could not be read. */
  readonly observed: ObservedShare | null;
  readonly source: string;
  readonly query: string;
}

/** What all four sources say. */
export function shareWords(counts: TrafficCounts): readonly ShareWord[] {
  const { where, source, servers, configuredCanaryPercent: configured, configuredWhere } = counts;
  const isConfigured = configured !== null && configured >= 0 && configured <= 100;
  const weights = share(servers, ({ weight }) => weight?.atEnd ?? null);
  const balanced = share(servers, ({ requests }) => (requests === null ? null : wholeOf(requests)));
  const byService = serviceShare(counts);
  const queries = `${counts.service.canary.query} / ${counts.service.legacy.query}`;
  return [
    {
      name: "configured",
      where: configuredWhere,
      percent: isConfigured ? configured : null,
      observed: null,
      source: "the load balancer's configuration",
      query: configuredWhere,
    },
    { name: "applied", where, percent: percent(weights), observed: null, source, query: counts.weightQuery },
    {
      name: "observed by the load balancer",
      where,
      percent: percent(balanced),
      observed: balanced,
      source,
      query: counts.balancerQuery,
    },
    {
      name: "observed by the service",
      where,
      percent: percent(byService),
      observed: byService,
      source,
      query: queries,
    },
  ];
}

/** A source's word as a measurement, held against the expected share; what was counted with its exact bounds. */
export function shareMeasurement(
  { name, percent, observed, source, query }: ShareWord,
  counts: TrafficCounts,
  expectedPercent: number,
  confidence: number,
): Measurement {
  const isCounted = observed !== null && observed.total > 0;
  return measured({
    signal: `canary's share of the traffic, ${name}`,
    value: percent === null ? null : Math.round(percent * 1e9) / 1e9,
    unit: "percent",
    limit: expectedPercent,
    comparison: "within",
    window: name === "observed by the service" ? windowOf(counts.slices) : name === "configured" ? null : counts.window,
    samples: observed?.total ?? null,
    interval: isCounted
      ? {
          low: 100 * lowerBound(observed.canary, observed.total, confidence),
          high: 100 * upperBound(observed.canary, observed.total, confidence),
          confidence,
        }
      : null,
    source,
    query,
  });
}

function share(
  servers: readonly BalancedServer[],
  value: (server: BalancedServer) => number | null,
): ObservedShare | null {
  const values = servers.map((server) => ({ track: server.track, value: value(server) }));
  if (!(["canary", "legacy"] as const).every((track) => servers.some((server) => server.track === track))) return null;
  if (values.some((each) => each.value === null || !Number.isFinite(each.value) || each.value < 0)) return null;
  const sum = (of: typeof values) => of.reduce((total, each) => total + (each.value ?? 0), 0);
  return { canary: sum(values.filter(({ track }) => track === "canary")), total: sum(values) };
}

function serviceShare({ service, slices }: TrafficCounts): ObservedShare | null {
  const canary = totalsOf(service.canary, slices.edges.length - 1);
  const legacy = totalsOf(service.legacy, slices.edges.length - 1);
  if (canary.whole === null || legacy.whole === null) return null;
  if (canary.unreadable.length + legacy.unreadable.length > 0) return null;
  return { canary: canary.whole, total: canary.whole + legacy.whole };
}

function percent(share: ObservedShare | null): number | null {
  return share === null || share.total === 0 ? null : (100 * share.canary) / share.total;
}
