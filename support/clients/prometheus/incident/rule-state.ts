import type { AlertArrival } from "../../../model/readings/incident";
import type { AlertRule, AlertState } from "../../../model/readings/scrape-state";

/** Of several rules with one name the strongest speaks; one that cannot be worked out outweighs one that is quiet. */
const STRONGEST_FIRST: readonly AlertState[] = ["firing", "pending", "unknown", "inactive"];

/**
 * The state of the rules of a name for the alerts that carry the labels; "unknown": there is none, or it is in error.
 * @param labels what the canary's alerts carry: an alert of the same rule about legacy says nothing of the canary.
 */
export function ruleStateOf(
  rules: readonly AlertRule[],
  alertName: string,
  labels: Readonly<Record<string, string>>,
): AlertArrival["rule"] {
  const states = rules.filter(({ name }) => name === alertName).map((rule) => stateOf(rule, labels));
  const strongest = STRONGEST_FIRST.find((state) => states.some((one) => one.state === state)) ?? "unknown";
  const times = states.flatMap(({ state, activeAt }) => (state === strongest && activeAt !== null ? [activeAt] : []));
  const [first = null] = times.sort((one, other) => Date.parse(one) - Date.parse(other));
  return { state: strongest, activeAt: first };
}

function stateOf(
  { state, health, alerts = [] }: AlertRule,
  labels: Readonly<Record<string, string>>,
): AlertArrival["rule"] {
  const ofCanary = alerts.filter((alert) =>
    Object.entries(labels).every(([name, value]) => alert.labels[name] === value),
  );
  const active = STRONGEST_FIRST.find((word) => word !== "inactive" && ofCanary.some((alert) => alert.state === word));
  if (active !== undefined) {
    const times = ofCanary.flatMap((alert) => (alert.state === active ? [timeOf(alert.activeAt)] : []));
    const known = times.filter((at) => at !== null).sort();
    return { state: active, activeAt: known[0] ?? null };
  }
  // A rule that fires without saying for which alerts: it may be the canary's.
  const isQuiet = state === "inactive" || (state !== undefined && state !== "unknown" && alerts.length > 0);
  return { state: health === "ok" && isQuiet ? "inactive" : "unknown", activeAt: null };
}

/** In whole milliseconds and UTC; null where it is no time. */
function timeOf(written: string | null): string | null {
  const at = new Date(written ?? "");
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
