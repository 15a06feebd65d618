import type { BackendTraffic } from "../../../model/readings/traffic-shares";
import type { TrackServers } from "../load-balancer";
import type { InstanceReading } from "./instance";
import type { ServerStats } from "./tables";

/**
 * The servers of a proxy over all instances: weights as they are after the sample, and the requests that each was given
 * during it. Weights of several instances are added up, so that the shares of instances that agree stay what they are.
 */
export function backendTraffic(
  before: readonly InstanceReading[],
  after: readonly InstanceReading[],
  servers: TrackServers,
): readonly BackendTraffic[] {
  const parts = after.flatMap((instance, index) => ofInstance(before[index], instance, servers));
  const first = parts.filter(({ name }, index) => parts.findIndex((part) => part.name === name) === index);
  return first.map(({ name, track }) => {
    const same = parts.filter((part) => part.name === name);
    const sum = (weigh: (part: BackendTraffic) => number): number => same.reduce((all, part) => all + weigh(part), 0);
    return {
      name,
      track,
      configuredWeight: sum(({ configuredWeight }) => configuredWeight),
      appliedWeight: sum(({ appliedWeight }) => appliedWeight),
      state: [...new Set(same.map(({ state }) => state))].join(" / "),
      countedRequests: sum(({ countedRequests }) => countedRequests),
    };
  });
}

/** Whether the counters began anew between the readings: another process, other servers, or one that went backwards. */
export function hasCounterReset(before: readonly InstanceReading[], after: readonly InstanceReading[]): boolean {
  return after.some((instance, index) => {
    const earlier = before[index];
    if (earlier?.processId !== instance.processId || earlier.stats.length !== instance.stats.length) return true;
    return instance.stats.some(({ name, requests }) => requests < requestsOf(earlier, name, Infinity));
  });
}

function ofInstance(
  before: InstanceReading | undefined,
  after: InstanceReading,
  servers: TrackServers,
): readonly BackendTraffic[] {
  const isAnyActiveUp = after.stats.some((server) => !server.isBackup && isUp(server));
  return after.states.flatMap(({ name, configuredWeight, appliedWeight }) => {
    const server = after.stats.find((stats) => stats.name === name);
    if (server === undefined) return [];
    const takesTraffic = isUp(server) && (!server.isBackup || !isAnyActiveUp);
    const weightNow = server.isStartingSlowly ? server.effectiveWeight : appliedWeight;
    return {
      name,
      track: trackOf(name, servers),
      configuredWeight: server.isBackup ? 0 : configuredWeight,
      appliedWeight: takesTraffic ? weightNow : 0,
      state: server.status,
      countedRequests: server.requests - requestsOf(before, name, 0),
    };
  });
}

/** "UP", "UP 1/3" while it goes down, and "no check" where nobody looks after it: all of these are given requests. */
function isUp({ status }: ServerStats): boolean {
  return status === "UP" || status.startsWith("UP ") || status === "no check";
}

function requestsOf(instance: InstanceReading | undefined, name: string, otherwise: number): number {
  return instance?.stats.find((server) => server.name === name)?.requests ?? otherwise;
}

function trackOf(name: string, { canary, legacy }: TrackServers): BackendTraffic["track"] {
  if (canary.includes(name)) return "canary";
  return legacy.includes(name) ? "legacy" : "other";
}
