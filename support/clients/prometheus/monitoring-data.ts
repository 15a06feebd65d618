import { z } from "zod";
import type { AlertRule, AlertState, ScrapeTarget } from "../../model/readings/scrape-state";

const DURATION_UNITS_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** "1m30s" in seconds; the units of Prometheus's own durations. */
const durationSeconds = z
  .string()
  .regex(/^(\d+(ms|[smhdwy]))+$/)
  .transform((text) =>
    [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
      (seconds, [, count, unit]) => seconds + Number(count) * (DURATION_UNITS_SECONDS[unit ?? ""] ?? NaN),
      0,
    ),
  );

/** Prometheus writes "never" as the zero time of its language. */
const moment = z.string().transform((text) => (text.startsWith("0001-01-01") ? null : text));

const ALERT_STATES = ["inactive", "pending", "firing"] as const;

const target = z.object({
  labels: z.record(z.string(), z.string()),
  lastError: z.string(),
  lastScrape: moment,
  health: z.enum(["up", "down", "unknown"]),
  /** Since Prometheus 2.28. */
  scrapeInterval: durationSeconds,
});

/** `data` of `/api/v1/targets`. */
export const targetsData = z.object({ activeTargets: z.array(target) });

/** The active targets in our words. */
export function scrapeTargets({ activeTargets }: z.infer<typeof targetsData>): readonly ScrapeTarget[] {
  return activeTargets.map(({ labels, health, lastError, lastScrape, scrapeInterval }) => ({
    job: labels["job"] ?? "",
    instance: labels["instance"] ?? "",
    health,
    lastError,
    lastScrape,
    scrapeIntervalSeconds: scrapeInterval,
  }));
}

/** A word that is not known says nothing of the rule. */
const alertState = z
  .string()
  .transform((word): AlertState => ALERT_STATES.find((known) => known === word) ?? "unknown");

const activeAlert = z.object({
  state: alertState,
  activeAt: moment.nullish(),
  labels: z.record(z.string(), z.string()),
});

const rule = z.object({
  type: z.string(),
  name: z.string(),
  health: z.enum(["ok", "err", "unknown"]),
  lastError: z.string().optional(),
  lastEvaluation: moment.optional(),
  labels: z.record(z.string(), z.string()).nullish(),
  state: alertState.optional(),
  alerts: z.array(activeAlert).nullish(),
});

const group = z.object({ name: z.string(), interval: z.number(), rules: z.array(rule) });

/** `data` of `/api/v1/rules`; a token says that there are more groups. */
export const rulesData = z.object({ groups: z.array(group), groupNextToken: z.string().optional() });

/** The alert rules of some groups in our words. */
export function alertRules({ groups }: z.infer<typeof rulesData>): readonly AlertRule[] {
  return groups.flatMap(({ name, interval, rules }) =>
    rules
      .filter(({ type }) => type === "alerting")
      .map((one) => ({
        group: name,
        name: one.name,
        health: one.health,
        lastError: one.lastError ?? "",
        lastEvaluation: one.lastEvaluation ?? null,
        intervalSeconds: interval,
        labels: one.labels ?? {},
        state: one.state ?? "unknown",
        alerts: (one.alerts ?? []).map(({ state, activeAt, labels }) => ({
          state,
          activeAt: activeAt ?? null,
          labels,
        })),
      })),
  );
}

/** `data` of `/api/v1/alertmanagers`. */
export const alertmanagersData = z.object({ activeAlertmanagers: z.array(z.object({ url: z.string() })) });

/** `data` of `/api/v1/status/buildinfo`. */
export const buildData = z.object({ version: z.string() });
