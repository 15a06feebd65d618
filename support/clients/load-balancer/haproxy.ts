import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import type { BackendTraffic, TrafficShares } from "../../model/readings/traffic-shares";
import { backendTraffic, hasCounterReset } from "./haproxy/traffic";
import { readInstance, type InstanceReading } from "./haproxy/instance";
import { socketName, type SocketAddress } from "./haproxy/runtime-api";
import type { ConfiguredShare, LoadBalancer, TrackServers } from "./load-balancer";
import { sampleUrl, takeSample, type SampleOptions } from "./sample";

/** HAProxy by its runtime API; reading needs the level `user` or `operator` only. */
export interface HaproxyOptions {
  readonly kind: "haproxy";
  /** One for each HAProxy instance that shares the traffic; weights and counters are added up. */
  readonly sockets: readonly SocketAddress[];
  /** Name of the backend that splits the traffic. */
  readonly proxy: string;
  readonly servers: TrackServers;
  /** For one command, in ms. */
  readonly timeoutMs: number;
  readonly sample: SampleOptions;
}

/** A client of HAProxy. Source: HAProxy management guide, `show servers state`, `show stat`, `show info`. */
export function createHaproxy(options: HaproxyOptions, context: CheckContext): LoadBalancer {
  const { sockets, proxy, sample } = options;
  const address = `HAProxy ${sockets.map(socketName).join(", ")}, proxy ${proxy}`;
  const where = `${address}; ${sampleUrl(sample)}`;
  const readAll = async (moment: string): Promise<readonly InstanceReading[]> => {
    const readings = await Promise.all(sockets.map((address) => readInstance(address, options, context)));
    await context.evidence.keep({
      title: `HAProxy runtime API ${moment}`,
      mediaType: "application/json",
      content: JSON.stringify(readings, null, 2),
    });
    return readings;
  };
  return {
    readShares: async (): Promise<TrafficShares> => {
      const before = await readAll("before the sample");
      const taken = await takeSample(sample, context);
      const after = await readAll("after the sample");
      const backends = backendTraffic(before, after, options.servers);
      if (backends.length === 0) throw noServers(where, options, context);
      return {
        where,
        backends: [...backends].sort(byTrack),
        sample: taken,
        isCounterReset: hasCounterReset(before, after),
      };
    },
    readConfiguredShare: async (): Promise<ConfiguredShare> => {
      const now = await readAll("now");
      const backends = backendTraffic(now, now, options.servers);
      if (backends.length === 0) throw noServers(address, options, context);
      return { where: address, canaryPercent: configuredCanaryPercent(backends) };
    },
  };
}

function configuredCanaryPercent(backends: readonly BackendTraffic[]): number | null {
  const weightOf = (of: readonly BackendTraffic[]) =>
    of.reduce((sum, { configuredWeight }) => sum + configuredWeight, 0);
  const all = weightOf(backends);
  return all > 0 ? (100 * weightOf(backends.filter(({ track }) => track === "canary"))) / all : null;
}

function byTrack(a: BackendTraffic, b: BackendTraffic): number {
  return a.track.localeCompare(b.track) || a.name.localeCompare(b.name);
}

function noServers(where: string, { proxy }: HaproxyOptions, { environment }: CheckContext): InconclusiveError {
  return new InconclusiveError("no-data", [
    {
      what: `HAProxy's proxy ${proxy} has no servers.`,
      where: `${where} (${environment})`,
      why: "Probably it is a frontend, or its servers are made from a template that found none.",
      fix: `Check loadBalancer.proxy in environments/${environment}.yaml: it must name the backend that splits the traffic.`,
    },
  ]);
}
