import { setTimeout as sleep } from "node:timers/promises";
import type { LoadBalancer } from "../../clients/load-balancer";
import type { CanaryMetrics } from "../../clients/prometheus/canary-metrics";
import { InconclusiveError } from "../../errors";
import { errorsAfter, type ErrorLimit } from "../../judgement/incident/errors-after";
import type { ErrorCounts } from "../../model/readings/canary-metrics";
import type { BackendTraffic, TrafficShares } from "../../model/readings/traffic-shares";
import type { RollbackSteps } from "./rollback-steps";

/** Where a rollback shows. */
export interface RollbackSigns {
  readonly balancer: Pick<LoadBalancer, "readShares">;
  readonly metrics: Pick<CanaryMetrics, "countErrors">;
  readonly scrapeSeconds: number;
  readonly limit: ErrorLimit;
  /** How long it may take. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

const PAUSE_MS = 250;
/** Errors are counted when so many scrapes have come in since the canary was out. */
const LEAST_SCRAPES = 3;

/**
 * Looks until the canary is out of the traffic: configured with no weight, applied none, and not one of a sample of real
 * requests answered by it. What is not there in time is noted as not done; what could not be read is not noted at all.
 * @returns when the canary was seen out; null: it was not.
 */
export async function awaitCanaryOut(signs: RollbackSigns, steps: RollbackSteps): Promise<string | null> {
  const until = Date.now() + signs.withinMs;
  let last: TrafficShares | null = null;
  while (!signs.signal.aborted) {
    last = (await readOrNull(() => signs.balancer.readShares())) ?? last;
    if (last !== null && (await noteEffects(last, steps))) return last.sample.start;
    if (Date.now() >= until) break;
    await sleep(PAUSE_MS, undefined, { signal: signs.signal }).catch(() => undefined);
  }
  if (last !== null && !signs.signal.aborted) await noteMissing(last, steps);
  return null;
}

/** Whether the canary is seen out of the traffic now; false also where that could not be seen. Notes nothing. */
export async function isCanaryOut({ balancer }: Pick<RollbackSigns, "balancer">): Promise<boolean> {
  const shares = await readOrNull(() => balancer.readShares());
  const effects = shares === null ? null : effectsIn(shares);
  return effects !== null && Object.values(effects).every(Boolean);
}

/**
 * Counts the errors of the track that took the traffic over, from when the canary was out, until they are under the limit.
 * @returns the last count; null: there is none.
 */
export async function awaitErrorsBelow(
  signs: RollbackSigns,
  steps: RollbackSteps,
  outAt: string,
): Promise<ErrorCounts | null> {
  const until = Date.now() + signs.withinMs;
  const intervalMs = 1_000 * signs.scrapeSeconds;
  // The scrape in which the canary was still asked is left out.
  const startMs = Math.ceil(Date.parse(outAt) / intervalMs) * intervalMs;
  let last: ErrorCounts | null = null;
  while (!signs.signal.aborted) {
    const endMs = Date.now();
    if (endMs - startMs >= LEAST_SCRAPES * intervalMs) {
      last = (await readOrNull(() => countSince(signs, startMs, endMs))) ?? last;
      if (last !== null && isSettled(last, signs.limit)) {
        await steps.note("errors-below-limit", true, `not above ${signs.limit.abovePercent} %`);
        return last;
      }
    }
    if (endMs >= until) return last;
    await sleep(PAUSE_MS, undefined, { signal: signs.signal }).catch(() => undefined);
  }
  return last;
}

function countSince({ metrics }: RollbackSigns, startMs: number, endMs: number): Promise<ErrorCounts> {
  const window = { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() };
  return metrics.countErrors("legacy", window, (endMs - startMs) / 1_000);
}

function isSettled(counts: ErrorCounts, { abovePercent, rule }: ErrorLimit): boolean {
  const { problems, doubts } = errorsAfter(counts.where, { counts, abovePercent, rule });
  return problems.length === 0 && doubts.length === 0;
}

/** Told 0 at runtime, or by its file; a server that is down is told nothing. */
function isTold({ configuredWeight, appliedWeight, state }: BackendTraffic): boolean {
  return configuredWeight === 0 || (appliedWeight === 0 && state.startsWith("UP"));
}

function toldText(canary: readonly BackendTraffic[]): string {
  const byFile = canary.map(({ configuredWeight }) => configuredWeight).filter((weight) => weight > 0);
  return byFile.length === 0
    ? "the load balancer is configured with 0 for the canary"
    : `the load balancer is told 0 for the canary; its file still says ${byFile.join(", ")}: change it before the next restart`;
}

/** null: the load balancer knows no canary, so nothing tells that it is out. */
function effectsIn({ backends, sample }: TrafficShares) {
  const canary = backends.filter(({ track }) => track === "canary");
  if (canary.length === 0) return null;
  return {
    "configured-zero": canary.every(isTold),
    "applied-zero": canary.every(({ appliedWeight }) => appliedWeight === 0),
    "last-canary-answer": sample.answeredByCanary === 0 && sample.answeredByLegacy > 0,
  } as const;
}

async function noteEffects(shares: TrafficShares, steps: RollbackSteps): Promise<boolean> {
  const { backends, sample } = shares;
  const canary = backends.filter(({ track }) => track === "canary");
  const effects = effectsIn(shares);
  if (effects === null) return false;
  if (effects["configured-zero"] && !steps.isDone("configured-zero"))
    await steps.note("configured-zero", true, toldText(canary), sample.end);
  if (effects["applied-zero"] && !steps.isDone("applied-zero"))
    await steps.note("applied-zero", true, "the load balancer gives the canary nothing", sample.end);
  if (!Object.values(effects).every(Boolean)) return false;
  const detail = `${sample.sent} requests through the load balancer, none answered by the canary`;
  await steps.note("last-canary-answer", true, detail, sample.start);
  return true;
}

async function noteMissing({ backends, sample }: TrafficShares, steps: RollbackSteps): Promise<void> {
  const canary = backends.filter(({ track }) => track === "canary");
  const weights = (of: "configuredWeight" | "appliedWeight") => canary.map((one) => one[of]).join(", ");
  if (!steps.isDone("configured-zero"))
    await steps.note(
      "configured-zero",
      false,
      `it is configured with ${weights("configuredWeight") || "no weight at all"}`,
    );
  if (!steps.isDone("applied-zero"))
    await steps.note("applied-zero", false, `it applies ${weights("appliedWeight") || "none"}`);
  const detail = `${sample.answeredByCanary} of ${sample.sent} requests were answered by the canary`;
  await steps.note("last-canary-answer", false, detail);
}

async function readOrNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InconclusiveError) return null;
    throw error;
  }
}
