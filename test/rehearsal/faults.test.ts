import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ConflictingFaultsError, UnknownFaultError } from "../../rehearsal/errors";
import { findFault, listFaults, planWith } from "../../rehearsal/faults";
import { HEALTHY_PLAN } from "../../rehearsal/plan";
import { PYTHON } from "../../rehearsal/programs";

const SERVICE = join(__dirname, "../../rehearsal/phase4");

/** The runbook's table of Day 3: what each fault turns which item into. */
const DAY_3 = `
D3-T1 unit-test-fails failed
D3-T1 unit-test-skipped failed
D3-T1 unit-tests-missing failed
D3-T1 unit-test-command-hangs inconclusive
D3-T2 integration-test-fails failed
D3-T3 app-crashes-after-banner failed
D3-T3 app-without-banner failed
D3-T3 app-never-ready failed
D3-T4 swagger-endpoint-missing failed
D3-T4 swagger-page-broken failed
D3-T5 migration-behind failed
D3-T5 migration-second-head failed
D3-T5 database-unreachable inconclusive
D3-T6 redis-down failed
D3-T6 redis-loading failed
D3-T6 redis-read-only failed
D3-I1 one-server-unhealthy failed
D3-I1 one-server-hangs failed
D3-I1 health-says-200-but-degraded failed
D3-I1 wrong-version-deployed failed
D3-I2a weights-swapped failed
D3-I2b weights-swapped failed
D3-I2a weight-drifted-at-runtime failed
D3-I2b weight-drifted-at-runtime failed
D3-I2a sticky-sessions-skew failed
D3-I2b sticky-sessions-skew failed
D3-I2b third-backend-takes-traffic failed
D3-I2a backend-down failed
D3-I2b backend-down failed
D3-I3 target-down failed
D3-I3 target-missing-from-config failed
D3-I3 rule-broken failed
D3-I3 alert-silenced failed
D3-I3 prometheus-down inconclusive
D3-I4 prometheus-down inconclusive
D3-I4 dashboard-missing failed
D3-I4 panel-error failed
D3-I4 panel-no-data failed
D3-I4 grafana-login-wall inconclusive
D3-I5 log-shipper-down failed
D3-I5 log-arrives-unparsed failed
D3-I5 log-arrives-late failed
D3-I5 log-store-partial-failure inconclusive
D3-I6 slack-token-revoked inconclusive
D3-I6 slack-not-in-channel failed
D3-I6 slack-slow passed or inconclusive
D3-I7 pagerduty-accepts-but-drops failed
D3-I7 pagerduty-rate-limited inconclusive`
  .trim()
  .split("\n");

/** The faults of Day 4 to 7; which items each turns is held against real runs (test/window). */
const DAYS_4_TO_7 = `
availability-99-94 bucket-boundary-missing counter-resets data-gap error-burst-between-checkpoints
error-rate-above-limit error-rate-high-in-one-slice error-rate-of-an-incident errors-in-a-new-series feedback-negative feedback-silent
latency-drifts-up memory-leak memory-leak-with-restarts metric-renamed nan-everywhere no-canary-traffic open-issue
p95-above-last-bucket p95-above-limit probe-fails-twice-in-a-row prometheus-warns rollback-happened stale-target
sticky-traffic thanos-partial too-few-requests tracker-label-misspelt traffic-share-20-percent
two-series-for-one-question`
  .trim()
  .split(/\s+/);

test("the faults of Day 3 are exactly those of the runbook's items, with their outcomes", () => {
  const rows = listFaults()
    .filter(({ name }) => DAY_3.some((row) => row.split(" ")[1] === name))
    .flatMap(({ name, changes }) => Object.entries(changes).map(([item, outcome]) => `${item} ${name} ${outcome}`))
    .filter((row) => row.startsWith("D3-"));
  assert.deepEqual(rows.sort(), [...DAY_3].sort());
});

test("every fault of Day 4 to 7 is there, and turns items of these days only, unless Day 3 asks the same system", () => {
  const names = listFaults().map(({ name }) => name);
  assert.deepEqual(
    DAYS_4_TO_7.filter((name) => !names.includes(name)),
    [],
  );
  const ofDay3 = listFaults().filter(
    ({ name, changes }) =>
      !DAY_3.some((row) => row.split(" ")[1] === name) && Object.keys(changes).some((item) => item.startsWith("D3-")),
  );
  assert.deepEqual(ofDay3.map(({ name }) => name).sort(), ["prometheus-warns", "thanos-partial"]);
});

test("each fault has a name of its own and a sentence, and does something", () => {
  const names = listFaults().map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, sentence, plan, overlay, service, afterBoot, afterScrapes } of listFaults()) {
    assert.match(sentence, /^[A-Z].+\.$/, name);
    assert.equal([plan, overlay, service, afterBoot, afterScrapes].filter((how) => how !== undefined).length, 1, name);
  }
});

test("the service knows each fault that is handed to it, and has files for each overlay", () => {
  const known = execFileSync(PYTHON, ["-c", "from app.faults import FAULTS; print('\\n'.join(FAULTS))"], {
    cwd: SERVICE,
    encoding: "utf8",
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  }).split("\n");
  for (const { service, overlay } of listFaults()) {
    if (service !== undefined) assert.ok(known.includes(service.fault), service.fault);
    if (overlay !== undefined) assert.ok(existsSync(join(SERVICE, "faults", overlay.files)), overlay.files);
  }
});

test("without faults the plan is the healthy one; a fault changes its own part only", () => {
  assert.deepEqual(planWith([]), HEALTHY_PLAN);
  assert.deepEqual(planWith([findFault("redis-down"), findFault("rule-broken"), findFault("panel-error")]), {
    ...HEALTHY_PLAN,
    cache: "absent",
    alertRules: "failing",
  });
});

const CONFLICTS: Record<string, readonly [string, string, string]> = {
  "two states of the cache": ["redis-down", "redis-loading", "cache"],
  "two sets of weights": ["weights-swapped", "third-backend-takes-traffic", "weights"],
  "two versions of the same tests": ["unit-test-fails", "unit-tests-missing", "the checkout for D3-T1"],
};
for (const [sentence, [one, other, part]] of Object.entries(CONFLICTS))
  test(`${sentence} cannot be had at once`, () => {
    assert.throws(
      () => planWith([findFault(one), findFault(other)]),
      (error: unknown) => {
        assert.ok(error instanceof ConflictingFaultsError);
        assert.deepEqual([...error.faults, error.part], [one, other, part]);
        return true;
      },
    );
  });

const NEAR: Record<string, readonly string[]> = {
  "redis-dwon": ["redis-down", "redis-loading", "redis-read-only"],
  "weight-swapped": ["weights-swapped"],
  prometheus: ["prometheus-down"],
  qqqqqqqqqq: [],
};
for (const [wanted, near] of Object.entries(NEAR))
  test(`"${wanted}" is no fault; like it: ${near.join(", ") || "none"}`, () => {
    assert.throws(
      () => findFault(wanted),
      (error: unknown) => {
        assert.ok(error instanceof UnknownFaultError);
        assert.deepEqual(error.near.slice(0, near.length), near);
        assert.equal(error.near.length === 0, near.length === 0);
        return true;
      },
    );
  });
