import assert from "node:assert/strict";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startPagerDuty, type PagerDutyStandIn } from "../../rehearsal/stand-ins/pagerduty";
import { createPagerDuty, type PagerDutyOptions } from "../../support/clients/pagerduty";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../support/errors";
import type { Cause } from "../../support/model/outcome";
import { createTestContext } from "./test-context";
import { closedPort, connectionTo, serve } from "./transport/local-servers";

const ROUTING_KEY = "0123456789abcdef0123456789abcdef";
const API_TOKEN = "u+read-only-token";

after(() => closeTransports());

function inconclusive(reason: Cause, what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.problems[0].what, what);
    assert.ok(!error.message.includes(ROUTING_KEY) && !error.message.includes(API_TOKEN), error.message);
    return true;
  };
}

function optionsFor(eventsUrl: string, apiUrl: string, serviceId: string, token = API_TOKEN): PagerDutyOptions {
  const about = { deadlineMs: 600, pollMs: 20 };
  const auth = { kind: "header", name: "Authorization", prefix: "Token token=", value: token } as const;
  return {
    events: connectionTo(eventsUrl, { system: "PagerDuty Events", ...about }),
    api: connectionTo(apiUrl, { system: "PagerDuty", auth, ...about }),
    routingKey: ROUTING_KEY,
    serviceId,
  };
}

describe("the test alert", () => {
  let server: PagerDutyStandIn;
  let onAnswered: (operation: string) => void;
  const options = (about: Partial<PagerDutyOptions> = {}) => ({
    ...optionsFor(server.url, server.url, server.serviceId),
    ...about,
  });

  beforeEach(async () => {
    onAnswered = () => undefined;
    const secrets = { routingKey: ROUTING_KEY, apiToken: API_TOKEN };
    server = await startPagerDuty(secrets, (_system, operation) => onAnswered(operation));
  });
  afterEach(() => server.stop());

  test("opens an incident on the expected service and is resolved", async () => {
    const check = createTestContext({ runId: "run-7", checkId: "D3-I7" });
    const { context, declaredUndos, evidence } = check;
    const delivery = await createPagerDuty(options(), context).sendTestAlert();
    const [incident] = server.incidents();
    assert.deepEqual(
      { ...delivery, openedAfterMs: 0, waitedMs: 0 },
      {
        where: `PagerDuty, ${server.url}, environment test`,
        expectedService: server.serviceId,
        dedupKey: "canary-runbook-run-7-D3-I7",
        event: { kind: "accepted" },
        incident: {
          id: incident?.id,
          url: `${server.url}/web/incidents/${incident?.id}`,
          service: server.serviceId,
          status: "triggered",
        },
        openedAfterMs: 0,
        waitedMs: 0,
        statusAfterResolve: "resolved",
      },
    );
    assert.ok((delivery.openedAfterMs ?? 0) >= 40, `${delivery.openedAfterMs}`);
    assert.equal(incident?.status, "resolved");
    assert.equal(incident.event.payload.severity, "info");
    assert.match(incident.event.payload.summary, /^Test alert of the canary preflight/);
    assert.deepEqual(declaredUndos, ["resolve the PagerDuty test alert"]);
    assert.deepEqual(await check.playUndos(), []);
    const titles = evidence.map(({ title }) => title);
    assert.deepEqual(
      titles.filter((title) => title.includes("incidents of the test alert")).length,
      1,
      titles.join(", "),
    );
    assert.ok(evidence.every(({ content }) => !String(content).includes(API_TOKEN)));
  });

  test("an event that is accepted and dropped opens no incident within the wait", async () => {
    server.acceptButDrop();
    const check = createTestContext();
    const delivery = await createPagerDuty(options(), check.context).sendTestAlert();
    assert.deepEqual(delivery.event, { kind: "accepted" });
    assert.equal(delivery.incident, null);
    assert.equal(delivery.openedAfterMs, null);
    assert.equal(delivery.statusAfterResolve, null);
    assert.ok(delivery.waitedMs >= 500, `${delivery.waitedMs}`);
    assert.deepEqual(await check.playUndos(), []);
  });

  test("a rate limit is a reading of its own; the undo finds no incident and leaves it at that", async () => {
    server.rateLimit();
    const check = createTestContext();
    const delivery = await createPagerDuty(options(), check.context).sendTestAlert();
    assert.deepEqual(delivery.event, { kind: "rate-limited" });
    assert.equal(delivery.incident, null);
    assert.deepEqual(await check.playUndos(), []);
  });

  test("a wrong routing key is refused in PagerDuty's words, without the key", async () => {
    const wrong = "ffffffffffffffffffffffffffffffff";
    const delivery = await createPagerDuty(options({ routingKey: wrong }), createTestContext().context).sendTestAlert();
    assert.deepEqual(delivery.event, { kind: "refused", why: "Event object is invalid; Invalid routing key" });
  });

  test("an interrupted check leaves no open incident behind", async () => {
    const testContext = createTestContext();
    onAnswered = (operation) => {
      if (operation === "enqueue") testContext.interrupt();
    };
    const sending = createPagerDuty(options(), testContext.context).sendTestAlert();
    await assert.rejects(
      sending,
      (error: unknown) => error instanceof InconclusiveError && error.reason === "timed-out",
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(
      server.incidents().map(({ status }) => status),
      ["triggered"],
    );
    assert.deepEqual(await testContext.playUndos(), []);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(
      server.incidents().map(({ status }) => status),
      ["resolved"],
    );
  });

  test("a wrong token and an unknown service are found before anything is sent", async () => {
    const stranger = optionsFor(server.url, server.url, server.serviceId, "another-token");
    const { context, declaredUndos } = createTestContext();
    await assert.rejects(createPagerDuty(stranger, context).sendTestAlert(), inconclusive("unauthorised", /HTTP 401/));
    const elsewhere = createPagerDuty(options({ serviceId: "PNOWHERE" }), context).sendTestAlert();
    await assert.rejects(elsewhere, inconclusive("no-data", /HTTP 404/));
    assert.deepEqual(declaredUndos, []);
    assert.equal(server.incidents().length, 0);
  });

  test("a resolving that PagerDuty does not take is reported, to be done by hand", async () => {
    onAnswered = (operation) => {
      if (operation === "enqueue") server.rateLimit();
    };
    const check = createTestContext();
    const delivery = await createPagerDuty(options(), check.context).sendTestAlert();
    assert.equal(delivery.statusAfterResolve, "triggered");
    const [error] = await check.playUndos();
    inconclusive("provider-warning", /^The test alert canary-runbook-.* could not be resolved: rate-limited/)(error);
  });

  test("Events that cannot be reached are inconclusive, with the resolving declared all the same", async () => {
    const events = connectionTo(`http://127.0.0.1:${await closedPort()}`, { system: "PagerDuty Events" });
    const { context, declaredUndos } = createTestContext();
    const sending = createPagerDuty(options({ events }), context).sendTestAlert();
    await assert.rejects(sending, inconclusive("unreachable", /^PagerDuty Events gave no answer/));
    assert.deepEqual(declaredUndos, ["resolve the PagerDuty test alert"]);
  });
});

test("an answer that is lost is asked for again with the same key", async (t) => {
  const server = await startPagerDuty({ routingKey: ROUTING_KEY, apiToken: API_TOKEN }, () => undefined);
  t.after(() => server.stop());
  let count = 0;
  const lossy = await serve(t, (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      count += 1;
      const isLost = count === 1;
      const init = { method: "POST", headers: { "content-type": "application/json" }, body };
      void fetch(`${server.url}/v2/enqueue`, init).then(async (answer) => {
        if (isLost) response.destroy();
        else response.writeHead(answer.status).end(await answer.text());
      });
    });
  });
  const options = optionsFor(lossy.url, server.url, server.serviceId);
  const events = { ...options.events, retries: 1, deadlineMs: 2_000 };
  const delivery = await createPagerDuty({ ...options, events }, createTestContext().context).sendTestAlert();
  assert.equal(delivery.statusAfterResolve, "resolved");
  assert.equal(server.incidents().length, 1);
  assert.equal(count, 3);
});
