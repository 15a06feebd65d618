import type { CheckResult } from "../../model/check-result";
import { INCIDENT_LIMIT_PERCENT, INCIDENT_TAG, type IncidentWatch } from "../../model/incident-watch";
import type { Measurement } from "../../model/measurement";
import { percentage, span } from "../figures";

/** The signals of the canary's error rate, of a whole window and of a slice of it. */
const SIGNALS: ReadonlySet<string> = new Set(["error rate", "error rate in the worst slice"]);

/** The items of the canary's phases that ask for its error rate. */
export const ERROR_RATE_ITEMS: readonly string[] = ["D4-1", "D56-1", "D7-1"];

type Watched = Pick<CheckResult, "items" | "scenario" | "outcome" | "summary" | "measurements" | "tags">;

/**
 * Whether the checks of a scheduled run saw the error rate of an incident. What was seen counts as it was counted, proven or
 * not: looking closer changes nothing. A rate that is not known, or whose bounds leave room for an incident, is none, and
 * is not the absence of one either. The incident's own checks do not count.
 */
export function watchForIncident(checks: readonly Watched[]): Omit<IncidentWatch, "items"> {
  const scheduled = checks.filter(({ tags }) => !tags.includes(INCIDENT_TAG));
  const rates = scheduled.flatMap((check) => ratesOf(check).map((rate) => ({ check, rate })));
  const seen = rates.filter(({ rate: { value } }) => isAbove(value)).map(({ check, rate }) => seenText(check, rate));
  if (seen.length > 0) return found("begun", seen);
  const open = [
    ...rates.flatMap(({ check, rate }) => doubtText(check, rate) ?? []),
    ...scheduled.filter(isSilent).map(({ items, scenario, summary }) => `${named(items, scenario)}: ${summary}`),
    ...(rates.length === 0 && !scheduled.some(isSilent) ? ["No check has measured the canary's error rate."] : []),
  ];
  return open.length > 0 ? found("not-known", open) : found("not-needed", []);
}

function found(state: IncidentWatch["state"], because: readonly string[]): Omit<IncidentWatch, "items"> {
  return { state, limitPercent: INCIDENT_LIMIT_PERCENT, because: [...new Set(because)] };
}

function ratesOf({ measurements }: Watched): Measurement[] {
  return measurements.filter(({ signal, unit }) => SIGNALS.has(signal) && unit === "percent");
}

function isAbove(value: Measurement["value"]): value is number {
  return typeof value === "number" && value > INCIDENT_LIMIT_PERCENT;
}

/** A check that had to measure the error rate and has no measurement of it. */
function isSilent(check: Watched): boolean {
  return check.items.some((item) => ERROR_RATE_ITEMS.includes(item)) && ratesOf(check).length === 0;
}

function seenText({ items, scenario }: Watched, { value, signal, window }: Measurement): string {
  const rate = percentage(Number(value), INCIDENT_LIMIT_PERCENT);
  return `${named(items, scenario)}: the ${signal} is ${rate}${during(window)}, above ${INCIDENT_LIMIT_PERCENT} %.`;
}

/** Why a rate that was not seen above the limit is not known to be below it; null: it is. */
function doubtText({ items, scenario }: Watched, { value, signal, window, interval }: Measurement): string | null {
  const begin = `${named(items, scenario)}: the ${signal}${during(window)}`;
  if (typeof value !== "number" || !Number.isFinite(value)) return `${begin} is not known.`;
  if (signal !== "error rate" || interval === null || interval.high <= INCIDENT_LIMIT_PERCENT) return null;
  const most = percentage(interval.high, INCIDENT_LIMIT_PERCENT);
  return `${begin} is ${percentage(value)}, and may be up to ${most}: too few requests to know.`;
}

function named(items: readonly string[], scenario: string): string {
  return `${items.join("+")} (${scenario})`;
}

function during(window: Measurement["window"]): string {
  if (window === null) return "";
  return ` from ${span(Date.parse(window.start) / 1000, Date.parse(window.end) / 1000)}`;
}
