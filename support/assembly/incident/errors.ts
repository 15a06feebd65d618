import { setTimeout as sleep } from "node:timers/promises";
import type { CanaryMetrics } from "../../clients/prometheus/canary-metrics";
import { InconclusiveError } from "../../errors";
import type { ErrorLimit } from "../../judgement/incident/errors-after";
import { judgeIncident } from "../../judgement/incident/high-error-rate";
import { MOST_LOOKS } from "../../judgement/incident/looks";
import type { ErrorCounts } from "../../model/readings/canary-metrics";
import type { IncidentErrors } from "../../model/readings/incident";
import type { IncidentWindow } from "./window";

/** Between two looks so many scrapes come in. */
const PAUSE_SCRAPES = 2;

/**
 * Counts both tracks' errors. Where the canary's share is above the limit and too few requests prove it, it is looked again:
 * an incident that has just begun is proven seconds later.
 */
export async function countIncidentErrors(
  metrics: CanaryMetrics,
  windowNow: () => IncidentWindow,
  { abovePercent, rule }: ErrorLimit,
  signal: AbortSignal,
): Promise<IncidentErrors> {
  for (let looks = 1; ; looks += 1) {
    const window = windowNow();
    const found = await lookOnce(metrics, window, looks);
    const isOpen = isUnproven(found, { abovePercent, rule }) && window.isLive;
    if (!isOpen || looks === MOST_LOOKS) return found;
    await sleep(1_000 * PAUSE_SCRAPES * window.scrapeSeconds, undefined, { signal });
  }
}

async function lookOnce(metrics: CanaryMetrics, window: IncidentWindow, looks: number): Promise<IncidentErrors> {
  const seconds = (Date.parse(window.end) - Date.parse(window.start)) / 1_000;
  const [canary, legacy] = await Promise.all([
    metrics.countErrors("canary", window, seconds),
    metrics.countErrors("legacy", window, seconds).catch(unknownLegacy),
  ]);
  return typeof legacy === "string"
    ? { canary, legacy: null, legacyUnknown: legacy, looks }
    : { canary, legacy, legacyUnknown: null, looks };
}

function unknownLegacy(error: unknown): string {
  if (error instanceof InconclusiveError) return error.problems[0].what;
  throw error;
}

/** Whether the share that was seen is above the limit, and not proven to be. */
function isUnproven({ canary, legacy }: IncidentErrors, { abovePercent, rule }: ErrorLimit): boolean {
  const { judgement } = judgeIncident(canary, legacy, abovePercent, rule);
  if (judgement.outcome !== "inconclusive" || judgement.cause !== "too-few-samples") return false;
  return shareOf(canary) > abovePercent / 100;
}

function shareOf({ requests, errors }: ErrorCounts): number {
  const sum = ({ series }: ErrorCounts["requests"]) =>
    series.flatMap(({ increases }) => increases).reduce<number>((all, one) => all + (one ?? 0), 0);
  return sum(errors) / sum(requests);
}
