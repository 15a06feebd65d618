import type { Fault } from "../../rehearsal/faults";

/** Faults that one run is carried out with; no two of them change the same item. */
export type Play = readonly Fault[];

/**
 * Each line is a run. The first three have only faults that leave something not found out, for their exit code is 2. A
 * fault that no line names has a run of its own.
 */
export const SHARED_RUNS: readonly (readonly string[])[] = `
prometheus-down unit-test-command-hangs database-unreachable log-store-partial-failure slack-token-revoked pagerduty-rate-limited
prometheus-warns grafana-login-wall
thanos-partial slack-slow
weights-swapped one-server-hangs app-crashes-after-banner swagger-endpoint-missing slack-not-in-channel integration-test-fails target-missing-from-config
weight-drifted-at-runtime health-says-200-but-degraded app-never-ready unit-test-fails migration-behind redis-down log-shipper-down rule-broken
sticky-sessions-skew wrong-version-deployed unit-tests-missing redis-read-only log-arrives-unparsed target-down panel-error pagerduty-accepts-but-drops
backend-down one-server-unhealthy app-without-banner swagger-page-broken migration-second-head redis-loading panel-no-data
third-backend-takes-traffic unit-test-skipped alert-silenced dashboard-missing log-arrives-late
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));

/** The runs of all faults: the shared ones, then one for each fault that is in none. */
export function playsOf(faults: readonly Fault[], shared: readonly (readonly string[])[]): readonly Play[] {
  const named = shared.map((names) => names.map((name) => faultNamed(name, faults)));
  return [...named, ...faults.filter((fault) => !named.flat().includes(fault)).map((fault) => [fault])];
}

function faultNamed(name: string, faults: readonly Fault[]): Fault {
  const found = faults.find((fault) => fault.name === name);
  if (found === undefined) throw new Error(`The shared runs name ${name}, which is no fault of the preflight.`);
  return found;
}

/** What a run turns, item by item. */
export function changesOf(play: Play): Fault["changes"] {
  return Object.assign({}, ...play.map(({ changes }) => changes)) as Fault["changes"];
}

/**
 * What a run cannot tell of its faults: which of two turned an item, and the exit code of a fault that leaves something
 * not found out beside one that fails an item.
 */
export function notTold(play: Play, items: readonly string[]): readonly string[] {
  const doubtful = items.filter((item) => play.filter(({ changes }) => item in changes).length > 1);
  const isMixed = new Set(play.map((fault) => fails(fault, items))).size > 1;
  return [...doubtful.map((item) => `what turned ${item}`), ...(isMixed ? ["the exit code"] : [])];
}

function fails({ changes }: Fault, items: readonly string[]): boolean {
  return items.some((item) => changes[item] === "failed");
}
