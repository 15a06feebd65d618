import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createIncidentMetrics } from "../../../support/clients/prometheus/incident";
import { ruleStateOf } from "../../../support/clients/prometheus/incident/rule-state";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import type { ActiveAlert, AlertRule } from "../../../support/model/readings/scrape-state";
import { SETTINGS } from "../prometheus/known-history";
import { eventually, startPrometheus, type RealServer } from "../real-prometheus";
import { createTestContext } from "../test-context";
import { connectionTo } from "../transport/local-servers";

describe("the rule's state, by a real Prometheus", () => {
  let server: RealServer;
  const read = (alertName: string) =>
    createIncidentMetrics(
      {
        connection: connectionTo(server.url),
        refusesPartialResponse: false,
        metrics: SETTINGS,
        incident: { endpointLabel: "handler", versionLabel: "version" },
        alertLabels: { track: "canary" },
      },
      createTestContext().context,
    ).readRuleState(alertName);
  const startedAt = Date.now();

  before(async () => {
    const labels = { track: "canary" };
    const rules = [
      { alert: "Fires", expr: "vector(1)", labels },
      { alert: "Waits", expr: "vector(1)", for: "1h", labels },
      { alert: "Quiet", expr: "vector(1) > 2", labels },
      { alert: "OfLegacy", expr: "vector(1)", labels: { track: "legacy" } },
    ]; // prettier-ignore
    server = await startPrometheus({ rules });
    await eventually("the rules were evaluated", async () => (await read("Waits")).state === "pending");
  });
  after(async () => {
    closeTransports();
    await server.stop();
  });

  for (const [name, state, isActive] of [
    ["Fires", "firing", true],
    ["Waits", "pending", true],
    ["Quiet", "inactive", false],
    ["OfLegacy", "inactive", false],
    ["Nobody", "unknown", false],
  ] as const)
    test(`${name} is ${state}${isActive ? ", since it began" : ""}`, async () => {
      const rule = await read(name);
      assert.equal(rule.state, state);
      if (!isActive) return assert.equal(rule.activeAt, null);
      const at = Date.parse(rule.activeAt ?? "");
      assert.ok(at >= startedAt && at <= Date.now(), rule.activeAt ?? "no time");
      assert.match(rule.activeAt ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });
});

describe("of what the rules say, for the canary:", () => {
  const rule = (about: Partial<AlertRule> = {}): AlertRule => ({
    group: "g",
    name: "High",
    health: "ok",
    lastError: "",
    lastEvaluation: null,
    intervalSeconds: 15,
    labels: {},
    state: "inactive",
    alerts: [],
    ...about,
  });
  const alert = (state: ActiveAlert["state"], activeAt: string | null, track = "canary"): ActiveAlert => ({ state, activeAt, labels: { track } }); // prettier-ignore
  const [early, late] = ["2025-10-22T14:00:00.000Z", "2025-10-22T14:05:00.000Z"];
  for (const [sentence, rules, state, activeAt] of [
    ["no rule is unknown", [], "unknown", null],
    ["a rule of another name is none", [rule({ name: "Higher", state: "firing" })], "unknown", null],
    ["a quiet rule is inactive", [rule()], "inactive", null],
    ["a rule in error is unknown, not quiet", [rule({ health: "err" })], "unknown", null],
    ["a rule that was never evaluated is unknown", [rule({ health: "unknown" })], "unknown", null],
    ["a state that is not said is unknown", [rule({ state: "unknown" })], "unknown", null],
    [
      "an alert that fires, since it began",
      [rule({ state: "firing", alerts: [alert("firing", late)] })],
      "firing",
      late,
    ],
    [
      "of several the first",
      [rule({ state: "firing", alerts: [alert("firing", late), alert("firing", early)] })],
      "firing",
      early,
    ],
    [
      "one that fires before one that waits for longer",
      [rule({ state: "firing", alerts: [alert("pending", early), alert("firing", late)] })],
      "firing",
      late,
    ],
    [
      "legacy's alert is not the canary's",
      [rule({ state: "firing", alerts: [alert("firing", early, "legacy")] })],
      "inactive",
      null,
    ],
    ["firing without saying for whom is unknown", [rule({ state: "firing" })], "unknown", null],
    [
      "a time in another zone, finer than milliseconds",
      [rule({ state: "pending", alerts: [alert("pending", "2025-10-22T23:00:00.000123456+09:00")] })],
      "pending",
      early,
    ],
    ["a time that is none", [rule({ state: "firing", alerts: [alert("firing", "soon")] })], "firing", null],
    [
      "of two rules of the name the one that fires",
      [rule(), rule({ state: "firing", alerts: [alert("firing", late)] })],
      "firing",
      late,
    ],
    ["a rule in error beside a quiet one is unknown", [rule(), rule({ health: "err" })], "unknown", null],
  ] as const)
    // prettier-ignore
    test(sentence, () => assert.deepEqual(ruleStateOf(rules, "High", { track: "canary" }), { state, activeAt }));
});
