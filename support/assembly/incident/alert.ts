import type { Alertmanager } from "../../clients/alertmanager";
import type { IncidentMetrics } from "../../clients/prometheus/incident";
import type { AlertMessage, AlertSearch } from "../../clients/slack/alert-search";
import type { Environment } from "../../environment/schema";
import { InconclusiveError } from "../../errors";
import type { AlertArrival, AwaitedAlert } from "../../model/readings/incident";
import type { IncidentWindow } from "./window";

/** The stations of an alert, from the rule to the channel. */
export interface AlertWay {
  readonly metrics: Pick<IncidentMetrics, "findFirstBadAnswer" | "readRuleState">;
  readonly alertmanager: Pick<Alertmanager, "readNotification">;
  readonly channel: { awaitAlert(search: AlertSearch): Promise<AlertMessage> };
  readonly settings: NonNullable<Environment["incident"]>["alert"];
}

/** A first bad answer lies up to so long before the window. */
const LOOK_BACK_MS = 15 * 60_000;
/** For one look at the channel. */
const LOOK_MS = 5_000;

/** Errors that come at every other scrape are one run of errors. */
const QUIET_SCRAPES = 2;
/** Of the past, neither the rule nor Alertmanager tells. */
const LONG_OVER = [{ state: "unknown", activeAt: null }, null] as const;

/**
 * Looks for the alert at each of its stations. Where it is due it is waited for, until its time is over; otherwise one look
 * says whether it stands there all the same. Of the past only its message tells, if one was posted then.
 */
export async function awaitIncidentAlert(
  { metrics, alertmanager, channel, settings }: AlertWay,
  window: IncidentWindow,
  isDue: boolean,
): Promise<AwaitedAlert> {
  const { name: alertName, quietSeconds, withinSeconds } = settings;
  const from = new Date(Date.parse(window.end) - LOOK_BACK_MS).toISOString();
  const quiet = Math.max(quietSeconds, QUIET_SCRAPES * window.scrapeSeconds);
  const firstBadAt = await metrics.findFirstBadAnswer({ start: from, end: window.end }, quiet);
  const since = firstBadAt ?? window.start;
  const left = Date.parse(since) + 1_000 * withinSeconds - Date.now();
  const limitMs = isDue && window.isLive ? Math.max(LOOK_MS, left) : LOOK_MS;
  const found = await channel.awaitAlert({ alertName, since, limitMs });
  const { isLive } = window;
  const [rule, notified] = isLive
    ? await Promise.all([
        metrics.readRuleState(alertName).catch(unknownRule),
        alertmanager.readNotification(alertName).catch(nobodyKnows),
      ])
    : LONG_OVER;
  const message = isLive ? found.message : ofThen(found.message, Date.parse(window.end) + 1_000 * withinSeconds);
  return { arrival: { ...found, message, firstBadAt, rule, notified }, limitMs: 1_000 * withinSeconds, isLive };
}

/** A message that came later is another incident's. */
function ofThen(message: AlertMessage["message"], latestMs: number): AlertMessage["message"] {
  return message !== null && Date.parse(message.postedAt) <= latestMs ? message : null;
}

function unknownRule(error: unknown): AlertArrival["rule"] {
  if (error instanceof InconclusiveError) return { state: "unknown", activeAt: null };
  throw error;
}

function nobodyKnows(error: unknown): null {
  if (error instanceof InconclusiveError) return null;
  throw error;
}
