import assert from "node:assert/strict";
import { test } from "node:test";
import * as probe from "./probes";
import { withFaults } from "./with-faults";

withFaults(
  [
    "redis-loading",
    "third-backend-takes-traffic",
    "rule-broken",
    "target-down",
    "log-arrives-unparsed",
    "one-server-hangs",
    "unit-test-fails",
    "integration-test-fails",
    "migration-second-head",
    "swagger-endpoint-missing",
    "app-without-banner",
    "alert-silenced",
    "slack-token-revoked",
    "pagerduty-accepts-but-drops",
  ],
  (rehearsal) => {
    test("Redis is loading: it lets clients in, and answers no PING", async () => {
      const [answer] = await probe.askRedis(rehearsal(), "PING");
      assert.match(answer ?? "", /^-LOADING /);
    });
    test("a third server takes 3 of 100 requests, the canary still 5", async () => {
      const { canary = 0, legacy = 0, other = 0 } = await probe.shareOfRequests(rehearsal(), 100);
      assert.ok(
        Math.abs(canary - 5) <= 1 && Math.abs(legacy - 92) <= 1 && Math.abs(other - 3) <= 1,
        `${canary} ${legacy} ${other}`,
      );
    });
    test("one rule cannot be evaluated; the others are sound", async () => {
      const states = await probe.ruleStates(rehearsal());
      assert.deepEqual(
        states.filter((state) => !/ ok inactive$/.test(state)),
        ["Phase4CanaryUnreachable err inactive"],
      );
    });
    test("Prometheus does not reach the legacy server's metrics; the server serves, the dashboard has data", async () => {
      assert.deepEqual(
        await probe.eventually(
          () => probe.emptyPanels(rehearsal()),
          (panels) => panels.length === 0,
        ),
        [],
      );
      const health = await probe.targetHealth(rehearsal());
      assert.deepEqual(
        Object.keys(health).filter((name) => health[name] !== "up"),
        ["phase4 legacy"],
      );
      assert.equal((await probe.request(`${probe.variable(rehearsal(), "REHEARSAL_LEGACY_URL")}/livez`)).status, 200);
    });
    test("a log line arrives as text, without its fields", async () => {
      const documents = await probe.markedLine(rehearsal());
      assert.equal(documents.length, 1);
      assert.equal(documents[0]?.["http.request.id"], undefined);
      assert.match(String(documents[0]?.["message"]), /"http\.request\.id":"marked"/);
    });
    test("the legacy server's health endpoint hangs, and only it", async () => {
      const url = probe.variable(rehearsal(), "REHEARSAL_LEGACY_URL");
      await assert.rejects(probe.request(`${url}/health`, {}, 700), { name: "TimeoutError" });
      assert.equal((await probe.healthOf(rehearsal(), "CANARY")).status, 200);
    });
    test("one unit test and one integration test fail", async () => {
      const [unit, integration] = await Promise.all([
        probe.pytest(rehearsal(), "phase4_development/"),
        probe.pytest(rehearsal(), "tests/integration/test_phase4_integration.py"),
      ]);
      assert.match(unit.output, /\b1 failed, 61 passed\b/);
      assert.match(integration.output, /\b1 failed, 29 passed\b/);
    });
    test("the migrations have two heads", async () => {
      assert.equal((await probe.runInCheckout(rehearsal(), ["alembic", "heads"])).output.match(/\(head\)/g)?.length, 2);
    });
    test("ten of eleven endpoints are described", async () =>
      assert.equal(await probe.phase4Operations(rehearsal()), 10));
    test("the fault of the main app's start is for the check to pass on; the running servers do not have it", () => {
      assert.equal(probe.variable(rehearsal(), "REHEARSAL_APP_FAULTS"), "app-without-banner");
    });
    test("a silence hides the canary's alerts", async () => {
      const { body } = await probe.request(
        `${probe.variable(rehearsal(), "REHEARSAL_ALERTMANAGER_URL")}/api/v2/silences`,
      );
      assert.match(body, /"state":"active"/);
    });
    test("Slack refuses the token with 200", async () => {
      const { status, json } = await probe.postToSlack(rehearsal());
      assert.deepEqual({ status, json }, { status: 200, json: { ok: false, error: "token_revoked" } });
    });
  },
);

withFaults(
  [
    "redis-read-only",
    "backend-down",
    "target-missing-from-config",
    "log-arrives-late",
    "wrong-version-deployed",
    "database-unreachable",
    "swagger-page-broken",
    "dashboard-missing",
    "slack-not-in-channel",
    "pagerduty-rate-limited",
    "log-store-partial-failure",
  ],
  (rehearsal) => {
    test("Redis answers PONG and takes no writes", async () => {
      const [pong, refusal] = await probe.askRedis(rehearsal(), "PING", "SET probe 1");
      assert.equal(pong, "+PONG");
      assert.match(refusal ?? "", /^-READONLY /);
    });
    test("the balancer sends everything to the canary, though the legacy server is healthy", async () => {
      assert.deepEqual(await probe.shareOfRequests(rehearsal(), 40), { canary: 40 });
      assert.equal((await probe.healthOf(rehearsal(), "LEGACY")).status, 200);
    });
    test("Prometheus does not know the legacy server; all it knows is up", async () => {
      const health = await probe.targetHealth(rehearsal());
      assert.deepEqual(Object.keys(health).sort(), [
        "alertmanager",
        "haproxy",
        "phase4 canary",
        "prometheus",
        "stand-ins",
      ]);
      assert.ok(Object.values(health).every((state) => state === "up"));
    });
    test("the legacy server says another version", async () => {
      assert.equal((await probe.healthOf(rehearsal(), "CANARY")).version, "2.0.0");
      assert.notEqual((await probe.healthOf(rehearsal(), "LEGACY")).version, "1.9.4");
    });
    test("the database cannot be opened", async () =>
      assert.notEqual((await probe.upgrade(rehearsal(), "head")).exitCode, 0));
    test("the Swagger page answers, and all endpoints are described", async () => {
      assert.equal((await probe.request(`${probe.variable(rehearsal(), "REHEARSAL_CANARY_URL")}/docs`)).status, 200);
      assert.equal(await probe.phase4Operations(rehearsal()), 11);
    });
    test("Grafana has no canary dashboard", async () => {
      assert.equal((await probe.grafana(rehearsal(), "/api/dashboards/uid/phase4-canary")).status, 404);
    });
    test("the Slack bot is not in the channel", async () => {
      assert.deepEqual((await probe.postToSlack(rehearsal())).json, { ok: false, error: "not_in_channel" });
    });
    test("PagerDuty refuses events", async () => {
      assert.equal((await probe.triggerPagerDuty(rehearsal())).status, 429);
    });
    test("Elasticsearch answers with a failed shard, and no line within five seconds", async () => {
      assert.deepEqual(await probe.markedLine(rehearsal()), []);
      assert.ok((await probe.searchLogs(rehearsal(), { exists: { field: "message" } })).failedShards > 0);
    });
  },
);
