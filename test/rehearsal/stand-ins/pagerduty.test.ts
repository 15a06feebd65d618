import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { startPagerDuty, type PagerDutyStandIn } from "../../../rehearsal/stand-ins/pagerduty";
import { ask, at, eventually, listAt } from "./ask";

const KEY = "0123456789abcdef0123456789abcdef";
const PAYLOAD = { summary: "Canary preflight test", source: "canary-runbook", severity: "info" };

describe("PagerDuty stand-in", () => {
  let pagerduty: PagerDutyStandIn;
  beforeEach(async () => {
    pagerduty = await startPagerDuty({ routingKey: KEY, apiToken: "rest-token" }, () => undefined);
  });
  afterEach(() => pagerduty.stop());

  const enqueue = (event: Record<string, unknown>) =>
    ask(`${pagerduty.url}/v2/enqueue`, { json: { routing_key: KEY, ...event } });
  const trigger = (dedupKey: string) => enqueue({ event_action: "trigger", dedup_key: dedupKey, payload: PAYLOAD });
  const rest = (path: string) => ask(pagerduty.url + path, { headers: { authorization: "Token token=rest-token" } });
  const opened = (dedupKey: string) =>
    eventually(
      () => rest(`/incidents?incident_key=${dedupKey}`),
      ({ json }) => listAt(json, "incidents").length > 0,
    );

  it("opens an incident shortly after the 202, and resolves it", async () => {
    const accepted = await trigger("run-1");
    assert.deepEqual(
      [accepted.status, accepted.json],
      [202, { status: "success", message: "Event processed", dedup_key: "run-1" }],
    );
    assert.deepEqual(pagerduty.incidents(), []);
    const list = await opened("run-1");
    assert.deepEqual(
      ["status", "urgency", "incident_key", "title"].map((field) => at(list.json, `incidents.0.${field}`)),
      ["triggered", "low", "run-1", PAYLOAD.summary],
    );
    assert.equal(at(list.json, "incidents.0.service.id"), pagerduty.serviceId);
    const id = String(at(list.json, "incidents.0.id"));
    await enqueue({ event_action: "resolve", dedup_key: "run-1" });
    const resolved = await eventually(
      () => rest(`/incidents/${id}`),
      ({ json }) => at(json, "incident.status") === "resolved",
    );
    assert.deepEqual(at(resolved.json, "incident.alert_counts"), { all: 1, triggered: 0, resolved: 1 });
  });

  it("makes a key of its own for a trigger without one", async () => {
    const accepted = await enqueue({ event_action: "trigger", payload: PAYLOAD });
    await opened(String(at(accepted.json, "dedup_key")));
    assert.equal(pagerduty.incidents().length, 1);
  });

  it("adds a second trigger to the open incident, and opens a new one after the resolve", async () => {
    await trigger("same");
    await trigger("same");
    await eventually(
      () => rest("/incidents"),
      () => pagerduty.incidents()[0]?.furtherTriggers === 1,
    );
    await enqueue({ event_action: "resolve", dedup_key: "same" });
    await eventually(
      () => rest("/incidents"),
      () => pagerduty.incidents()[0]?.status === "resolved",
    );
    await trigger("same");
    await eventually(
      () => rest("/incidents"),
      () => pagerduty.incidents().length === 2,
    );
    assert.deepEqual(
      pagerduty.incidents().map(({ status }) => status),
      ["resolved", "triggered"],
    );
  });

  it("accepts a resolve of an unknown key and drops it", async () => {
    assert.equal((await enqueue({ event_action: "resolve", dedup_key: "never" })).status, 202);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(pagerduty.incidents(), []);
  });

  const invalid: readonly (readonly [string, Record<string, unknown>, string])[] = [
    [
      "a routing key of another length",
      { routing_key: "short", event_action: "trigger", payload: PAYLOAD },
      "Length of 'routing_key' is incorrect (should be 32 characters)",
    ],
    [
      "an unknown routing key",
      { routing_key: "f".repeat(32), event_action: "trigger", payload: PAYLOAD },
      "Invalid routing key",
    ],
    [
      "no summary",
      { event_action: "trigger", payload: { ...PAYLOAD, summary: "" } },
      "'payload.summary' is missing or blank",
    ],
    [
      "no source",
      { event_action: "trigger", payload: { summary: "x", severity: "info" } },
      "'payload.source' is missing or blank",
    ],
    [
      "a severity that does not exist",
      { event_action: "trigger", payload: { ...PAYLOAD, severity: "bad" } },
      "'payload.severity' is invalid",
    ],
    [
      "a summary of 1,025 characters",
      { event_action: "trigger", payload: { ...PAYLOAD, summary: "x".repeat(1025) } },
      "'payload.summary' is too long",
    ],
    ["no payload", { event_action: "trigger" }, "'payload' is missing or blank"],
    ["a resolve without a key", { event_action: "resolve" }, "'dedup_key' is missing or blank"],
    ["an action that does not exist", { event_action: "page" }, "'event_action' is invalid"],
  ];
  for (const [what, event, error] of invalid)
    it(`answers 400 to ${what}`, async () => {
      const answer = await enqueue(event);
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.json, { status: "invalid event", message: "Event object is invalid", errors: [error] });
    });

  it("answers 400 to what is no JSON, and to another content type", async () => {
    const url = `${pagerduty.url}/v2/enqueue`;
    const broken = await ask(url, { body: "{", headers: { "content-type": "application/json" } });
    const plain = await ask(url, { body: "{}", headers: { "content-type": "text/plain" } });
    assert.deepEqual([broken.status, plain.status], [400, 400]);
  });

  it("keeps change events apart: they notify nobody", async () => {
    const json = { routing_key: KEY, payload: { summary: "Canary released" } };
    assert.equal((await ask(`${pagerduty.url}/v2/change/enqueue`, { json })).status, 202);
    assert.equal(pagerduty.changeEvents()[0]?.payload.summary, "Canary released");
    assert.deepEqual(pagerduty.incidents(), []);
  });

  it("refuses the REST API without its token, with another scheme, and with another version", async () => {
    const url = `${pagerduty.url}/incidents`;
    const asked = [
      await ask(url),
      await ask(url, { headers: { authorization: "Bearer rest-token" } }),
      await ask(url, { headers: { authorization: "Token token=other" } }),
      await ask(url, {
        headers: { authorization: "Token token=rest-token", accept: "application/vnd.pagerduty+json;version=1" },
      }),
      await ask(url, {
        headers: { authorization: "Token token=rest-token", accept: "application/vnd.pagerduty+json;version=2" },
      }),
    ];
    assert.deepEqual(
      asked.map(({ status }) => status),
      [401, 401, 401, 406, 200],
    );
  });

  it("filters incidents by service, status and time, and pages them", async () => {
    for (const key of ["a", "b", "c"]) await trigger(key);
    await eventually(
      () => rest("/incidents"),
      ({ json }) => listAt(json, "incidents").length === 3,
    );
    const found = async (query: string) => listAt((await rest(`/incidents?${query}`)).json, "incidents").length;
    assert.equal(await found(`service_ids[]=${pagerduty.serviceId}&statuses[]=triggered&statuses[]=acknowledged`), 3);
    assert.equal(await found("service_ids[]=PELSEWHERE"), 0);
    assert.equal(await found("statuses[]=resolved"), 0);
    assert.equal(
      await found(
        `since=${new Date(Date.now() + 60_000).toISOString()}&until=${new Date(Date.now() + 120_000).toISOString()}`,
      ),
      0,
    );
    const page = await rest("/incidents?limit=2&total=true");
    assert.deepEqual(
      ["limit", "offset", "more", "total"].map((field) => at(page.json, field)),
      [2, 0, true, 3],
    );
    assert.equal(await found("limit=2&offset=2"), 1);
  });

  it("answers 400 to bad parameters and 404 to what does not exist", async () => {
    for (const query of ["limit=0", "limit=101", "statuses[]=open", "since=yesterday", "since=2020-01-01T00:00:00Z"]) {
      const answer = await rest(`/incidents?${query}`);
      assert.deepEqual([answer.status, at(answer.json, "error.code")], [400, 2001], query);
    }
    for (const path of ["/incidents/NONE", "/incidents/NONE/alerts", "/services/NONE", "/nowhere"]) {
      const answer = await rest(path);
      assert.deepEqual([answer.status, at(answer.json, "error.code")], [404, 2100], path);
    }
  });

  it("shows the alert, the service, and a page for a human", async () => {
    await trigger("<b>");
    const list = await opened("%3Cb%3E");
    const id = String(at(list.json, "incidents.0.id"));
    const alerts = await rest(`/incidents/${id}/alerts`);
    assert.deepEqual([at(alerts.json, "alerts.0.alert_key"), at(alerts.json, "alerts.0.suppressed")], ["<b>", false]);
    const service = await rest(`/services/${pagerduty.serviceId}`);
    assert.deepEqual(at(service.json, "service.incident_urgency_rule"), { type: "constant", urgency: "low" });
    const page = await ask(String(at(list.json, "incidents.0.html_url")));
    assert.equal(page.status, 200);
    assert.match(page.text, /Canary preflight test/);
    assert.match(page.text, /&lt;b&gt;/);
  });

  it("acceptButDrop: 202, and never an incident", async () => {
    pagerduty.acceptButDrop();
    assert.equal((await trigger("dropped")).status, 202);
    await new Promise((resolve) => setTimeout(resolve, 120));
    assert.deepEqual(pagerduty.incidents(), []);
  });

  it("rateLimit: enqueue answers 429 again and again, the REST API does not", async () => {
    pagerduty.rateLimit();
    assert.deepEqual([(await trigger("x")).status, (await trigger("x")).status], [429, 429]);
    assert.equal((await rest("/incidents")).status, 200);
  });

  it("does not start with a routing key that PagerDuty would refuse", async () => {
    await assert.rejects(
      startPagerDuty({ routingKey: "short", apiToken: "t" }, () => undefined),
      RangeError,
    );
  });
});
