import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import * as probe from "./probes";
import { withFaults } from "./with-faults";

withFaults(
  [
    "weights-swapped",
    "health-says-200-but-degraded",
    "panel-no-data",
    "unit-test-skipped",
    "app-never-ready",
    "pagerduty-accepts-but-drops",
  ],
  (rehearsal) => {
    test("the canary gets 95 of 100 requests", async () => {
      const { canary = 0, legacy = 0 } = await probe.shareOfRequests(rehearsal(), 100);
      assert.ok(Math.abs(canary - 95) <= 1 && Math.abs(legacy - 5) <= 1, `${canary} ${legacy}`);
    });
    test("the legacy server answers 200 and says that it is degraded", async () => {
      assert.deepEqual(await probe.healthOf(rehearsal(), "LEGACY"), {
        status: 200,
        health: "degraded",
        version: "1.9.4",
      });
    });
    test("the dashboard is there, its last panel asks for something unknown", async () => {
      const panels = await probe.eventually(
        () => probe.emptyPanels(rehearsal()),
        (empty) => empty.length <= 1,
      );
      assert.deepEqual(panels, ["Alerts firing"]);
    });
    test("one of the unit tests is skipped", async () => {
      const { output } = await probe.pytest(rehearsal(), "phase4_development/");
      assert.match(output, /\b61 passed, 1 skipped\b/);
    });
    test("PagerDuty accepts an event and opens no incident", async () => {
      assert.equal((await probe.triggerPagerDuty(rehearsal())).status, 202);
      await sleep(300);
      const authorization = `Token token=${probe.secret(rehearsal(), "REHEARSAL_PAGERDUTY_API_TOKEN")}`;
      const url = `${probe.variable(rehearsal(), "REHEARSAL_PAGERDUTY_API_URL")}/incidents`;
      const { status, body } = await probe.request(url, { headers: { authorization } });
      assert.equal(status, 200);
      assert.match(body, /"incidents":\[\]/);
    });
  },
);

withFaults(
  [
    "redis-down",
    "sticky-sessions-skew",
    "weight-drifted-at-runtime",
    "log-shipper-down",
    "prometheus-down",
    "grafana-login-wall",
    "one-server-unhealthy",
    "migration-behind",
    "unit-tests-missing",
    "slack-slow",
  ],
  (rehearsal) => {
    test("Redis does not run", () => assert.rejects(probe.askRedis(rehearsal(), "PING"), { code: "ECONNREFUSED" }));
    test("one server gets all requests of one address", async () => {
      assert.deepEqual(Object.values(await probe.shareOfRequests(rehearsal(), 40)), [40]);
    });
    test("the canary's weight has drifted from the configured one", async () => {
      assert.match(await probe.askHaproxy(rehearsal(), "get weight phase4/canary"), /^25 \(initial 5\)/);
    });
    test("no log line arrives within five seconds", async () => {
      assert.deepEqual(await probe.markedLine(rehearsal()), []);
    });
    test("Prometheus does not answer", async () => {
      await assert.rejects(
        probe.request(`${probe.variable(rehearsal(), "REHEARSAL_PROMETHEUS_URL")}/-/ready`),
        TypeError,
      );
    });
    test("Grafana sends to its login page", async () => {
      assert.equal((await probe.grafana(rehearsal(), "/api/dashboards/uid/phase4-canary")).status, 302);
    });
    test("the legacy server says that it is unhealthy", async () => {
      assert.equal((await probe.healthOf(rehearsal(), "LEGACY")).status, 503);
    });
    test("the last migration breaks off", async () =>
      assert.notEqual((await probe.upgrade(rehearsal(), "head")).exitCode, 0));
    test("pytest collects nothing", async () => {
      const { exitCode } = await probe.pytest(rehearsal(), "phase4_development/");
      assert.equal(exitCode, 5);
    });
  },
);
