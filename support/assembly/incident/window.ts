import { rollOutUnknown } from "../../errors";
import type { Window } from "../../model/measurement";
import { isPresent } from "../../model/present";
import type { Moment } from "../canary";

/** A window of the past holds at least so many scrapes. */
const LEAST_SCRAPES = 20;

/** How an incident's window is cut. */
export interface WindowSettings {
  readonly windowSeconds: number;
  /** Interval of the scrapes now. */
  readonly liveScrapeSeconds: number;
  /** Interval of the week's scrapes. */
  readonly scrapeSeconds: number;
}

/** An incident's window in time. */
export interface IncidentWindow extends Window {
  readonly scrapeSeconds: number;
  /** Whether it ends now: what is asked of the present belongs to it. */
  readonly isLive: boolean;
}

/**
 * The window in which errors are looked for: it ends at the judged time, or now where that is what is judged, and begins
 * no earlier than the roll-out.
 * @throws InconclusiveError where the environment does not say when the canary was rolled out.
 */
export function incidentWindow(
  { evaluatedAt, canary }: Moment,
  { windowSeconds, liveScrapeSeconds, scrapeSeconds }: WindowSettings,
  environment: string,
): IncidentWindow {
  if (canary === null) throw rollOutUnknown(environment);
  const [now, judged] = [Date.now(), Date.parse(evaluatedAt)];
  const isLive = isPresent(evaluatedAt, now);
  const end = isLive ? Math.max(now, judged) : judged;
  const interval = isLive ? liveScrapeSeconds : scrapeSeconds;
  const seconds = Math.max(windowSeconds, LEAST_SCRAPES * interval);
  const start = Math.min(Math.max(end - 1_000 * seconds, Date.parse(canary.rolledOutAt)), end - 1_000 * interval);
  const at = (ms: number): string => new Date(ms).toISOString();
  return { start: at(start), end: at(end), scrapeSeconds: interval, isLive };
}
