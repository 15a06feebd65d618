import { Pool, type Dispatcher } from "undici";
import { TrafficLog } from "./traffic-log";

/** Which traffic, and whom it goes to. */
export interface TrafficOptions {
  /** The load balancer's address. */
  readonly url: string;
  readonly requestsPerSecond: number;
  /** Paths with query, asked by GET, each as often as the others. */
  readonly endpoints: readonly string[];
  /** The answer's header that says which track it comes from. */
  readonly trackHeader: string;
  /** Ends the traffic. */
  readonly signal: AbortSignal;
}

/** Traffic that is under way. */
export interface Traffic {
  /** What came back until now. */
  readonly log: TrafficLog;
  /** Resolves when the traffic was ended and every request has its answer, or none. */
  readonly ended: Promise<void>;
}

/** The traffic that the drills are made for: the canary, at 5 %, gets eight requests in a second. */
export const DRILL_TRAFFIC = {
  requestsPerSecond: 160,
  endpoints: [
    "/api/v2/items/1/recommendations",
    "/api/v2/releases",
    "/api/v2/feedback/summary?version=2.0.0",
    "/api/v2/ab-test/readiness",
  ],
  trackHeader: "x-deployment-track",
} as const satisfies Omit<TrafficOptions, "url" | "signal">;

/** How often it is looked at which requests are due. */
const TICK_MS = 10;
/** A request that takes longer has no answer. */
const ANSWER_DEADLINE_MS = 5_000;
/** A server that does not keep up gets no more than this at a time; what is due beyond it is counted as skipped. */
const MOST_UNDER_WAY = 100;

/**
 * Steps of this length through the endpoints, modulo one, reach all of them equally often, and so does every twentieth step: in
 * turn, each twentieth request, which is the canary's, would ask the same endpoint again and again.
 */
const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

/** Sends steady traffic, as users would, until the signal ends it. */
export function runTraffic({ url, requestsPerSecond, endpoints, trackHeader, signal }: TrafficOptions): Traffic {
  if (!(requestsPerSecond > 0)) throw new RangeError(`Traffic needs requests: ${requestsPerSecond} a second are none.`);
  if (endpoints.length === 0) throw new RangeError("Traffic needs at least one endpoint.");
  const timeouts = { headersTimeout: ANSWER_DEADLINE_MS, bodyTimeout: ANSWER_DEADLINE_MS };
  const pool = new Pool(url, { connections: MOST_UNDER_WAY, ...timeouts });
  const log = new TrafficLog();
  const underWay = new Set<Promise<void>>();
  const beganAt = performance.now();
  let due = 0;
  const send = (): void => {
    const untilNow = Math.floor(((performance.now() - beganAt) * requestsPerSecond) / 1000);
    for (; due < untilNow; due += 1) {
      const endpoint = endpoints[Math.floor(((due * GOLDEN_SECTION) % 1) * endpoints.length)];
      if (endpoint === undefined) continue;
      if (underWay.size >= MOST_UNDER_WAY) log.skip();
      else {
        const one = ask(pool, endpoint, trackHeader, log).finally(() => underWay.delete(one));
        underWay.add(one);
      }
    }
  };
  const ended = untilAborted(signal, send).then(async () => {
    await Promise.all(underWay);
    await pool.destroy();
  });
  return { log, ended };
}

/** Calls again and again until the signal aborts. */
function untilAborted(signal: AbortSignal, call: () => void): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setInterval(call, TICK_MS);
    const end = (): void => {
      clearInterval(timer);
      resolve();
    };
    signal.addEventListener("abort", end, { once: true });
  });
}

async function ask(pool: Dispatcher, endpoint: string, trackHeader: string, log: TrafficLog): Promise<void> {
  try {
    const { statusCode, headers, body } = await pool.request({ path: endpoint, method: "GET" });
    await body.dump();
    const track = headers[trackHeader];
    log.add({ at: Date.now(), track: typeof track === "string" ? track : null, endpoint, status: statusCode });
  } catch {
    log.add({ at: Date.now(), track: null, endpoint, status: 0 });
  }
}
