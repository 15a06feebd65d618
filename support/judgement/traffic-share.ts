import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { BackendTraffic, TrafficShares } from "../model/readings/traffic-shares";
import type { ShareLimit, ShareSource } from "../model/share-limit";
import { judged, listed, measured, undecided } from "./judged";

type Track = "canary" | "legacy";

const SAYS: Record<ShareSource, string> = {
  configuration: "is configured with",
  state: "has now",
  counters: "was given, by the balancer's counters,",
  answers: "answered, by the applications' own word,",
};

/** Judges one track's share of the traffic, in percent, by each source. Without traffic in the sample it is unknown. */
export function judgeTrafficShare(
  shares: TrafficShares,
  track: Track,
  expectedPercent: number,
  limits: readonly ShareLimit[],
): Judgement {
  const unusable = unusableSample(shares, limits);
  const measurements = limits.map((limit) => measurementOf(shares, track, expectedPercent, limit));
  if (unusable !== null) return undecided(unusable.cause, unusable.problem, measurements);
  const problems = limits.flatMap(({ source, tolerancePoints }) => {
    const percent = percentOf(shares, track, source);
    const isWithin = percent !== null && Math.abs(percent - expectedPercent) <= tolerancePoints + 1e-9;
    return isWithin ? [] : [wrongShare(shares, track, source, percent, expectedPercent, tolerancePoints)];
  });
  return judged({
    summary: `${track} gets ${expectedPercent} % by ${listed(limits.map(({ source }) => source))}.`,
    measurements,
    problems,
  });
}

/** Judges that every request is routed to the canary or to legacy, and that every backend that should take traffic is up. */
export function judgeNothingElsewhere(shares: TrafficShares): Judgement {
  const { sample } = shares;
  const elsewhere = shares.backends.filter(
    (backend) => backend.track === "other" && (backend.appliedWeight > 0 || backend.countedRequests > 0),
  );
  const down = shares.backends.filter((backend) => backend.configuredWeight > 0 && backend.appliedWeight === 0);
  const lost = sample.answeredByOthers + sample.unanswered;
  const problems: Explanation[] = [];
  if (elsewhere.length > 0) problems.push(takenElsewhere(shares, elsewhere));
  if (down.length > 0) problems.push(notTakingTraffic(shares, down));
  if (lost > 0 && elsewhere.length === 0) problems.push(lostAnswers(shares, lost));
  return judged({
    summary: `Of ${sample.sent} requests none was routed elsewhere.`,
    measurements: [
      measured({
        signal: "requests routed elsewhere or lost",
        value: lost,
        unit: "requests",
        limit: 0,
        comparison: "equal",
        samples: sample.sent,
        window: { start: sample.start, end: sample.end },
        source: "requests through the load balancer",
        query: shares.where,
      }),
    ],
    problems,
  });
}

function percentOf({ backends, sample }: TrafficShares, track: Track, source: ShareSource): number | null {
  switch (source) {
    case "configuration":
      return share(backends, track, (backend) => backend.configuredWeight);
    case "state":
      return share(backends, track, (backend) => backend.appliedWeight);
    case "counters":
      return share(backends, track, (backend) => backend.countedRequests);
    case "answers":
      return percent(track === "canary" ? sample.answeredByCanary : sample.answeredByLegacy, sample.sent);
  }
}

function share(
  backends: readonly BackendTraffic[],
  track: Track,
  value: (backend: BackendTraffic) => number,
): number | null {
  const sum = (of: readonly BackendTraffic[]) => of.reduce((total, backend) => total + value(backend), 0);
  return percent(sum(backends.filter((backend) => backend.track === track)), sum(backends));
}

function percent(part: number, whole: number): number | null {
  return whole > 0 ? (100 * part) / whole : null;
}

function unusableSample(shares: TrafficShares, limits: readonly ShareLimit[]) {
  const isObserved = limits.some(({ source }) => source === "counters" || source === "answers");
  if (!isObserved) return null;
  if (shares.isCounterReset) return { cause: "partial-coverage", problem: counterReset(shares) } as const;
  return shares.sample.sent === 0 ? ({ cause: "zero-traffic", problem: noTraffic(shares) } as const) : null;
}

function measurementOf(
  shares: TrafficShares,
  track: Track,
  expectedPercent: number,
  { source, tolerancePoints }: ShareLimit,
): Measurement {
  const isObserved = source === "counters" || source === "answers";
  return measured({
    signal: `${track}'s share of the traffic by ${source} (±${tolerancePoints} percentage points)`,
    value: percentOf(shares, track, source),
    unit: "percent",
    limit: expectedPercent,
    comparison: "within",
    window: isObserved ? { start: shares.sample.start, end: shares.sample.end } : null,
    samples: isObserved ? shares.sample.sent : null,
    source: source === "answers" ? "requests through the load balancer" : "the load balancer",
    query: shares.where,
  });
}

function wrongShare(
  shares: TrafficShares,
  track: Track,
  source: ShareSource,
  percentNow: number | null,
  expected: number,
  tolerancePoints: number,
): Explanation {
  const now = percentNow === null ? "nothing" : `${percentNow.toFixed(2)} %`;
  const within = tolerancePoints > 0 ? ` (±${tolerancePoints} percentage points)` : "";
  return {
    what: `${track} ${SAYS[source]} ${now} of the traffic; expected is ${expected} %${within}.`,
    where: shares.where,
    why: likelyReason(shares, source),
    fix: FIXES[source],
  };
}

const FIXES: Record<ShareSource, string> = {
  configuration: "Correct the weights in the load balancer's configuration and reload it.",
  state:
    "Set the weights at run time to the configured ones (or reload the balancer), and bring back servers that are down.",
  counters: "Look for stickiness, hashing by source, or a second balancer in front, then run the preflight again.",
  answers: "Look for stickiness, hashing by source, or a second balancer in front, then run the preflight again.",
};

function likelyReason({ backends, sample }: TrafficShares, source: ShareSource): string {
  const weights = backends.map(
    ({ name, configuredWeight, appliedWeight, state }) => `${name} ${configuredWeight}/${appliedWeight} ${state}`,
  );
  const observed = `Of ${sample.sent} requests the canary answered ${sample.answeredByCanary}, legacy ${sample.answeredByLegacy}, others ${sample.answeredByOthers}, nobody ${sample.unanswered}.`;
  const split = `Backends (configured/applied weight): ${listed(weights)}.`;
  return source === "counters" || source === "answers" ? `${split} ${observed}` : split;
}

function takenElsewhere({ where, sample }: TrafficShares, elsewhere: readonly BackendTraffic[]): Explanation {
  return {
    what: `Traffic is routed elsewhere than to canary and legacy: ${listed(elsewhere.map(({ name, appliedWeight, countedRequests }) => `${name} (weight ${appliedWeight}, ${countedRequests} requests)`))}.`,
    where,
    why: `A further server takes part in the balancing. ${listed(sample.remarks) || "Its answers name neither canary nor legacy."}`,
    fix: "Take the server out of the balancer, or name it as canary or legacy in the environment file (loadBalancer.servers).",
  };
}

function notTakingTraffic({ where }: TrafficShares, down: readonly BackendTraffic[]): Explanation {
  return {
    what: `The balancer gives no traffic to ${listed(down.map(({ name, state }) => `${name} (${state})`))}.`,
    where,
    why: "Its health check fails, or it was drained or put into maintenance.",
    fix: "Look at the balancer's check of that server, then bring it back.",
  };
}

function lostAnswers({ where, sample }: TrafficShares, lost: number): Explanation {
  return {
    what: `${lost} of ${sample.sent} requests through the balancer were answered by neither canary nor legacy.`,
    where,
    why: listed(sample.remarks) || "The answers do not say who gave them.",
    fix: "Look at the balancer's log for these requests; check loadBalancer.sample.trackHeader in the environment file.",
  };
}

function counterReset({ where }: TrafficShares): Explanation {
  return {
    what: "The balancer's counters went backwards during the sample, so its split is unknown.",
    where,
    why: "The balancer was reloaded or restarted meanwhile.",
    fix: "Run the check again when nobody reloads the balancer.",
  };
}

function noTraffic({ where, sample }: TrafficShares): Explanation {
  return {
    what: "Not one request could be sent through the load balancer, so its split is unknown.",
    where,
    why: listed(sample.remarks) || "The sample is empty.",
    fix: "Check loadBalancer.sample in the environment file, and that the balancer may be reached from this machine.",
  };
}
