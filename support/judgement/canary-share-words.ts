import type { Explanation } from "../model/explanation";
import type { TrafficCounts } from "../model/readings/canary-metrics";
import type { ShareLimits, ShareWord } from "./canary-share-sources";
import { counted, figure, percentage } from "./figures";
import { listed } from "./judged";

const SAYS: Record<ShareWord["name"], string> = {
  configured: "The load balancer is configured to give the canary",
  applied: "By the weights that the load balancer applies, the canary gets",
  "observed by the load balancer": "By the load balancer's counters the canary got",
  "observed by the service": "By the service's own counters the canary got",
};

/** A configured or applied share is not the expected one. */
export function wrongWeight(word: ShareWord, counts: TrafficCounts, { expectedPercent }: ShareLimits): Explanation {
  return {
    what: `${SAYS[word.name]} ${percentage(word.percent ?? 0, expectedPercent)} of the traffic; expected is ${expectedPercent} %.`,
    where: word.where,
    why: `Weights at the window's end: ${weightsText(counts)}.`,
    fix:
      word.name === "configured"
        ? "Correct the weights in the load balancer's configuration and reload it."
        : "Set the weights at run time to the configured ones, and bring back servers that are down.",
  };
}

/** All applied weights are known, and all are 0. */
export function withoutWeight({ name, where }: ShareWord, { servers }: TrafficCounts): readonly Explanation[] {
  const isWithout = name === "applied" && servers.length > 0 && servers.every(({ weight }) => weight?.atEnd === 0);
  if (!isWithout) return [];
  return [
    {
      what: `The load balancer gives no server a weight: ${listed(servers.map(({ server }) => `${server} 0`))}.`,
      where,
      why: "All servers are drained, in maintenance or down.",
      fix: "Bring the servers back, then set the weights.",
    },
  ];
}

/** An observed share lies outside the tolerance. */
export function wrongObserved(word: ShareWord, counts: TrafficCounts, limits: ShareLimits): Explanation {
  const { expectedPercent, tolerancePoints } = limits;
  const { canary, total } = word.observed ?? { canary: 0, total: 0 };
  const isFew =
    total < limits.neededRequests ? " The requests are few, but the exact bounds exclude the tolerance." : "";
  return {
    what: `${SAYS[word.name]} ${percentage(word.percent ?? 0, expectedPercent)} of the traffic (${figure(canary)} of ${counted(total, "request")}); expected is ${expectedPercent} % ±${counted(tolerancePoints, "percentage point")}.`,
    where: word.where,
    why: `Weights at the window's end: ${weightsText(counts)}; requests: ${requestsText(counts)}.${isFew} Sticky sessions, hashing by source, retries or another way around the balancer bend a share away from its weights.`,
    fix: "Look for stickiness, hashing and traffic that reaches the service without the balancer, and correct it.",
  };
}

/** Not one request of many reached the canary. */
export function noCanaryTraffic({ name, where, observed }: ShareWord, counts: TrafficCounts): Explanation {
  const by = name === "observed by the service" ? "the service's own counters" : "the load balancer's counters";
  return {
    what: `The canary is not receiving traffic: by ${by} it got 0 of ${counted(observed?.total ?? 0, "request")}.`,
    where,
    why: `Weights at the window's end: ${weightsText(counts)}. The canary is down for the balancer, drained, or a rule in front of the weights sends everything to legacy.`,
    fix: "Look at the balancer's state of the canary's servers and its rules, then judge a window in which it gets traffic.",
  };
}

/** Weights that were not the same all the time. */
export function changedWeights({ servers, where }: TrafficCounts): readonly Explanation[] {
  const changed = servers.flatMap(({ server, weight }) =>
    weight !== null && weight.least < weight.most ? [`${server} between ${weight.least} and ${weight.most}`] : [],
  );
  if (changed.length === 0) return [];
  return [
    {
      what: `The applied weights changed in the window: ${listed(changed)}.`,
      where,
      why: "Somebody set them at run time, an automatic rollback or a health check took a server out, or the balancer was reloaded.",
      fix: "Find out who changed them and when; judge a window with steady weights.",
    },
  ];
}

/** Servers that are neither canary nor legacy and got requests. */
export function takenElsewhere({ servers, where }: TrafficCounts): readonly Explanation[] {
  const elsewhere = servers.filter(({ track, requests }) => track === "other" && (requests ?? 0) > 0);
  if (elsewhere.length === 0) return [];
  return [
    {
      what: `Traffic is routed elsewhere than to canary and legacy: ${listed(elsewhere.map(({ server, requests }) => `${server} (${counted(requests ?? 0, "request")})`))}.`,
      where,
      why: "A further server takes part in the balancing.",
      fix: "Take the server out of the balancer, or name it as canary or legacy in the environment file (metrics.balancer.servers).",
    },
  ];
}

/** Two sources that cannot both be right. */
export function sourcesDiffer(
  [least, most]: readonly [ShareWord, ShareWord],
  { where }: TrafficCounts,
  tolerancePoints: number,
): Explanation {
  return {
    what: `Two sources differ by more than ${counted(tolerancePoints, "percentage point")}: ${least.name} ${percentage(least.percent ?? 0)}, ${most.name} ${percentage(most.percent ?? 0)}.`,
    where: least.where === most.where ? where : `${least.where}; ${most.where}`,
    why: "They do not count the same requests: retries, probes, mirrored traffic, or a way around the balancer.",
    fix: "Find out which requests only one of them sees, and leave these out by the selectors in the environment file.",
  };
}

/** That the balancer's counters began anew, which the counts allow for. */
export function resetsText({ servers }: TrafficCounts): string {
  const resets = servers.reduce((sum, server) => sum + server.resets, 0);
  return resets === 0
    ? ""
    : ` The load balancer's counters began anew (${counted(resets, "reset")}); the counts allow for it.`;
}

function weightsText({ servers }: TrafficCounts): string {
  return (
    listed(servers.map(({ server, weight }) => `${server} ${weight === null ? "unknown" : weight.atEnd}`)) || "none"
  );
}

function requestsText({ servers }: TrafficCounts): string {
  return (
    listed(servers.map(({ server, requests }) => `${server} ${requests === null ? "unknown" : figure(requests)}`)) ||
    "none"
  );
}
