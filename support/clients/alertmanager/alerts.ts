import { z } from "zod";
import type { AlertArrival } from "../../model/readings/incident";
import type { KnownLabels } from "./silence";

/** One alert as the API gives it, as far as it is read. Source: Alertmanager API v2, `gettableAlert`. */
export const alert = z.object({
  startsAt: z.string(),
  status: z.object({ state: z.enum(["unprocessed", "active", "suppressed"]) }),
});

/** Conditions of `GET /api/v2/alerts`, in the words of its parameter `filter`: the alerts of one rule about the canary. */
export function filtersFor(alertName: string, labels: KnownLabels): readonly string[] {
  return Object.entries({ ...labels, alertname: alertName }).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
}

/**
 * What the alerts of one rule come to: known since the first of them, and hidden only where every one is. An alert that
 * another one inhibits is hidden as by a silence: nobody is told of it. Null where there is none.
 */
export function notificationOf(alerts: readonly z.infer<typeof alert>[]): AlertArrival["notified"] {
  const [first] = alerts
    .map(({ startsAt }) => new Date(startsAt))
    .sort((one, other) => one.getTime() - other.getTime());
  if (first === undefined || Number.isNaN(first.getTime())) return null;
  return { startsAt: first.toISOString(), isSilenced: alerts.every(({ status }) => status.state === "suppressed") };
}
