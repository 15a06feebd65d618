import type { Fault } from "../../rehearsal/faults";

/** Faults that one run is carried out with; no two of them change the same item. */
export type Play = readonly Fault[];

/**
 * Each line is a run. The first three have only faults that leave something not found out, for their exit code is 2.
 * Found by simulated annealing over `notEstablished`, which says what a fault still lacks where this is changed. A fault
 * that no line names has a run of its own.
 */
export const SHARED_RUNS: readonly (readonly string[])[] = `
thanos-partial database-unreachable slack-slow grafana-login-wall log-store-partial-failure
prometheus-down unit-test-command-hangs pagerduty-rate-limited log-store-partial-failure
prometheus-warns slack-token-revoked unit-test-command-hangs grafana-login-wall
log-arrives-unparsed wrong-version-deployed target-down sticky-sessions-skew slack-slow
wrong-version-deployed grafana-login-wall unit-tests-missing app-never-ready pagerduty-accepts-but-drops redis-read-only integration-test-fails database-unreachable
target-missing-from-config backend-down dashboard-missing one-server-unhealthy pagerduty-accepts-but-drops swagger-page-broken slack-slow
alert-silenced unit-tests-missing log-arrives-unparsed one-server-unhealthy migration-behind swagger-page-broken integration-test-fails
target-missing-from-config log-arrives-late redis-loading unit-tests-missing app-never-ready
thanos-partial weight-drifted-at-runtime unit-test-fails health-says-200-but-degraded integration-test-fails
weight-drifted-at-runtime dashboard-missing log-shipper-down app-never-ready migration-behind slack-slow swagger-page-broken pagerduty-rate-limited
app-crashes-after-banner one-server-hangs weights-swapped unit-test-command-hangs pagerduty-rate-limited swagger-endpoint-missing slack-not-in-channel integration-test-fails
app-without-banner log-arrives-unparsed unit-test-skipped slack-not-in-channel panel-no-data redis-loading swagger-endpoint-missing pagerduty-rate-limited
one-server-hangs log-store-partial-failure unit-test-fails backend-down migration-second-head panel-no-data
alert-silenced redis-read-only panel-error sticky-sessions-skew slack-not-in-channel
rule-broken unit-test-skipped swagger-page-broken third-backend-takes-traffic app-without-banner pagerduty-accepts-but-drops integration-test-fails
log-shipper-down health-says-200-but-degraded unit-test-skipped rule-broken dashboard-missing redis-down
unit-test-fails target-down app-crashes-after-banner swagger-endpoint-missing migration-second-head panel-error redis-loading
panel-error one-server-unhealthy log-arrives-late slack-token-revoked third-backend-takes-traffic migration-second-head
app-without-banner backend-down prometheus-warns redis-down log-shipper-down migration-second-head
health-says-200-but-degraded panel-no-data sticky-sessions-skew swagger-endpoint-missing redis-down database-unreachable integration-test-fails
rule-broken one-server-hangs app-crashes-after-banner log-store-partial-failure redis-read-only slack-token-revoked database-unreachable
weights-swapped migration-behind prometheus-down redis-loading
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
 * What is not established that a run with the fault alone would establish: that every item which it does not change
 * passes, in some run where no other fault changes that item either; that nothing but it turned its own items; and the
 * exit code of faults that leave something not found out, beside no fault that fails an item.
 */
export function notEstablished(plays: readonly Play[], items: readonly string[]): readonly string[] {
  return [...new Set(plays.flat())].flatMap((fault) => {
    const own = plays.filter((play) => play.includes(fault));
    const passes = (item: string) => own.some((play) => !(item in changesOf(play)));
    const unseen = items.filter((item) => !(item in fault.changes) && !passes(item));
    const doubtful = items.filter((item) =>
      own.some((play) => play.filter(({ changes }) => item in changes).length > 1),
    );
    const hasExitCode = own.some((play) => fails(fault, items) === play.some((one) => fails(one, items)));
    return [
      ...unseen.map((item) => `${item} passes beside ${fault.name}`),
      ...doubtful.map((item) => `what turned ${item} beside ${fault.name}`),
      ...(hasExitCode ? [] : [`the exit code of ${fault.name}`]),
    ];
  });
}

function fails({ changes }: Fault, items: readonly string[]): boolean {
  return items.some((item) => changes[item] === "failed");
}
