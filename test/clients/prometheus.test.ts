import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createPrometheus } from "../../support/clients/prometheus";
import type { QueryAnswer } from "../../support/clients/prometheus/query-answer";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../support/errors";
import { eventually, startAlertmanager, startPrometheus, type RealServer } from "./real-prometheus";
import { createTestContext } from "./test-context";
import { closedPort, connectionTo } from "./transport/local-servers";

/** It parses, and fails when it is evaluated: both sides have several series without labels to tell them apart. */
const BROKEN_RULE = { alert: "CanaryBroken", expr: "up / on () up" };
const HEALTHY_RULE = { alert: "CanaryDown", expr: 'up{job="phase4"} == 0', labels: { track: "canary" } };

describe("a real Prometheus", () => {
  let prometheus: RealServer;
  let alertmanager: RealServer;
  let deadTarget: string;
  const client = (context = createTestContext().context) =>
    createPrometheus({ connection: connectionTo(prometheus.url), refusesPartialResponse: false }, context);

  before(async () => {
    alertmanager = await startAlertmanager();
    deadTarget = `127.0.0.1:${await closedPort()}`;
    prometheus = await startPrometheus({
      jobs: { phase4: [alertmanager.instance, deadTarget] },
      rules: [HEALTHY_RULE, BROKEN_RULE],
      alertmanagers: [alertmanager.instance],
    });
    await eventually("both targets were scraped", async () => {
      const targets = await client().readTargets();
      return targets.length === 3 && targets.every(({ health }) => health !== "unknown");
    });
    await eventually("the rules were evaluated after the first scrape", async () => {
      const rules = await client().readAlertRules();
      return rules.every(({ health }) => health !== "unknown") && rules.some(({ health }) => health === "err");
    });
  });
  after(async () => {
    closeTransports();
    await Promise.all([prometheus.stop(), alertmanager.stop()]);
  });

  test("tells its version and its own time", async () => {
    const { version, ownTime } = await client().readIdentity();
    assert.match(version, /^\d+\.\d+\.\d+/);
    assert.ok(Math.abs(Date.parse(ownTime) - Date.now()) < 5_000, ownTime);
  });

  test("a target that answers is up, one whose port is closed is down with its error; a missing one is not there", async () => {
    const targets = await client().readTargets();
    const alive = targets.find(({ instance }) => instance === alertmanager.instance);
    const dead = targets.find(({ instance }) => instance === deadTarget);
    assert.equal(alive?.health, "up");
    assert.equal(alive.job, "phase4");
    assert.equal(alive.scrapeIntervalSeconds, 1);
    assert.ok(Date.now() - Date.parse(alive.lastScrape ?? "") < 5_000, alive.lastScrape ?? "never");
    assert.equal(dead?.health, "down");
    assert.match(dead.lastError, /connection refused/);
    assert.equal(
      targets.find(({ instance }) => instance === "127.0.0.1:1"),
      undefined,
    );
  });

  test("a healthy rule is ok and carries its labels; a broken one is in error, though its alert is inactive", async () => {
    const rules = await client().readAlertRules();
    assert.deepEqual(
      rules.map(({ group, name, health, labels, intervalSeconds }) => ({
        group,
        name,
        health,
        labels,
        intervalSeconds,
      })),
      [
        { group: "canary", name: "CanaryDown", health: "ok", labels: { track: "canary" }, intervalSeconds: 1 },
        { group: "canary", name: "CanaryBroken", health: "err", labels: {}, intervalSeconds: 1 },
      ],
    );
    assert.match(rules[1]?.lastError ?? "", /many-to-many|duplicate|multiple matches/);
  });

  test("names the Alertmanager that it sends to", async () => {
    await eventually("the Alertmanager is attached", async () => (await client().readAlertmanagers()).length === 1);
    assert.deepEqual(await client().readAlertmanagers(), [`http://${alertmanager.instance}/api/v2/alerts`]);
  });

  test("no such metric is an empty vector, not zero", async () => {
    const answer = await client().query("nobody_exports_this", null);
    assert.deepEqual(answer, { kind: "vector", series: [], infos: [] });
  });

  test("every series of a vector is kept, with its labels", async () => {
    const answer = await client().query('up{job="phase4"}', null);
    assert.equal(answer.kind, "vector");
    const values = new Map(answer.series.map(({ labels, value }) => [labels["instance"], value]));
    assert.equal(values.size, 2);
    assert.equal(values.get(alertmanager.instance), 1);
    assert.equal(values.get(deadTarget), 0);
  });

  test("infinities and NaN are themselves, at the moment that was asked", async () => {
    for (const [promql, value] of [
      ["scalar(vector(1)) / 0", Infinity],
      ["-1 / scalar(vector(0))", -Infinity],
      ["scalar(nobody_exports_this)", NaN],
    ] as const) {
      const answer = await client().query(promql, "2025-10-21T09:00:00Z");
      assert.equal(answer.kind, "scalar", promql);
      assert.equal(answer.value, value, promql);
      assert.equal(answer.atSeconds, Date.parse("2025-10-21T09:00:00Z") / 1_000);
    }
  });

  test("a range gives each series with its samples", async () => {
    const ask = () => client().query('up{job="prometheus"}[1m]', null);
    const samplesOf = (answer: QueryAnswer) => (answer.kind === "matrix" ? (answer.series[0]?.samples ?? []) : []);
    await eventually("it was scraped twice", async () => samplesOf(await ask()).length > 1);
    const answer = await ask();
    assert.equal(answer.kind, "matrix");
    assert.deepEqual(
      answer.series.map(({ labels }) => labels["instance"]),
      [prometheus.instance],
    );
    assert.ok(samplesOf(answer).every(({ value }) => value === 1));
  });

  test("a query that does not parse is not executed: the error has Prometheus's own words", async () => {
    await assert.rejects(client().query("sum(", null), (error: unknown) => {
      assert.ok(error instanceof InconclusiveError);
      assert.equal(error.reason, "not-executed");
      assert.match(error.problems[0].what, /^The question for query sum\( was answered with the error bad_data: /);
      assert.equal(error.problems[0].where, `Prometheus, ${prometheus.url}, environment test`);
      return true;
    });
  });

  test("what was asked is kept as evidence", async () => {
    const check = createTestContext();
    await client(check.context).query("vector(42)", null);
    assert.match(check.evidenceText("query vector(42)"), /resultType/);
  });
});
