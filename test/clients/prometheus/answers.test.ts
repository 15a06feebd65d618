import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { after, describe, test, type TestContext } from "node:test";
import { createPrometheus, type Prometheus } from "../../../support/clients/prometheus";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import type { Cause } from "../../../support/model/outcome";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo, serve } from "../transport/local-servers";

after(() => closeTransports());

async function clientOf(t: TestContext, handler: RequestListener, prefix = ""): Promise<Prometheus> {
  const { url } = await serve(t, handler);
  const options = { connection: connectionTo(`${url}${prefix}`), refusesPartialResponse: true };
  return createPrometheus(options, createTestContext().context);
}

function answering(status: number, body: unknown): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
}

function inconclusive(reason: Cause, what?: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    if (what !== undefined) assert.match(error.problems[0].what, what);
    return true;
  };
}

describe("what is no whole answer is never one", () => {
  const vector = { resultType: "vector", result: [] };

  test("an answer with warnings is inconclusive, with the warning", async (t) => {
    const client = await clientOf(
      t,
      answering(200, { status: "success", data: vector, warnings: ["store-2 is away"] }),
    );
    await assert.rejects(
      client.query("up", null),
      inconclusive("provider-warning", /1 warning\(s\): store-2 is away$/),
    );
  });

  test("infos do not make an answer partial; they are given on", async (t) => {
    const client = await clientOf(t, answering(200, { status: "success", data: vector, infos: ["not a counter"] }));
    assert.deepEqual(await client.query("up", null), { kind: "vector", series: [], infos: ["not a counter"] });
  });

  for (const [status, errorType, reason] of [
    [400, "bad_data", "not-executed"],
    [422, "execution", "provider-warning"],
    [503, "timeout", "timed-out"],
    [499, "canceled", "timed-out"],
    [500, "internal", "provider-warning"],
    [503, "unavailable", "provider-warning"],
    [406, "not_acceptable", "not-executed"],
    [200, "some_new_word", "provider-warning"],
  ] as const) {
    test(`HTTP ${status} with the error ${errorType} is ${reason}`, async (t) => {
      const client = await clientOf(t, answering(status, { status: "error", errorType, error: "its own words" }));
      await assert.rejects(
        client.readTargets(),
        inconclusive(reason, new RegExp(`error ${errorType}: its own words$`)),
      );
    });
  }

  test("a page of HTML, a truncated body, another shape and a text 404 are no data", async (t) => {
    const html = await clientOf(t, (_request, response) =>
      response.setHeader("content-type", "text/html").end("<html>"),
    );
    await assert.rejects(html.readTargets(), inconclusive("no-data"));
    const torn = await clientOf(t, (_request, response) =>
      response.setHeader("content-type", "application/json").end('{"status":"succ'),
    );
    await assert.rejects(torn.readTargets(), inconclusive("no-data"));
    const other = await clientOf(
      t,
      answering(200, { status: "success", data: { activeTargets: [{ health: "fine" }] } }),
    );
    await assert.rejects(other.readTargets(), inconclusive("no-data"));
    const text = await clientOf(t, (_request, response) => response.writeHead(404).end("404 page not found\n"));
    await assert.rejects(text.readTargets(), inconclusive("no-data"));
  });

  test("a value that is no number is no sample", async (t) => {
    for (const value of ["", "1,5", "zero", "Inf"]) {
      const data = { resultType: "vector", result: [{ metric: {}, value: [1, value] }] };
      const client = await clientOf(t, answering(200, { status: "success", data }));
      await assert.rejects(client.query("up", null), inconclusive("no-data"), value);
    }
  });

  test("a native histogram is no sample to judge", async (t) => {
    const data = { resultType: "vector", result: [{ metric: {}, histogram: [1, { count: "1", sum: "1" }] }] };
    const client = await clientOf(t, answering(200, { status: "success", data }));
    await assert.rejects(client.query("up", null), inconclusive("no-data"));
  });

  test("401 is unauthorised; a closed port is unreachable; silence is timed out", async (t) => {
    const guarded = await clientOf(t, answering(401, {}));
    await assert.rejects(guarded.readTargets(), inconclusive("unauthorised"));
    const connection = connectionTo(`http://127.0.0.1:${await closedPort()}`);
    const down = createPrometheus({ connection, refusesPartialResponse: false }, createTestContext().context);
    await assert.rejects(down.readTargets(), inconclusive("unreachable"));
    const { url } = await serve(t, () => undefined);
    const hanging = { connection: connectionTo(url, { timeoutMs: 100 }), refusesPartialResponse: false };
    await assert.rejects(
      createPrometheus(hanging, createTestContext().context).readTargets(),
      inconclusive("timed-out"),
    );
  });
});

describe("what is asked", () => {
  test("a path prefix stands before every question, and a partial answer is refused where that is configured", async (t) => {
    const asked: (string | undefined)[] = [];
    const client = await clientOf(
      t,
      (request, response) => {
        asked.push(request.url);
        answering(200, { status: "success", data: { activeTargets: [] } })(request, response);
      },
      "/prometheus",
    );
    assert.deepEqual(await client.readTargets(), []);
    assert.deepEqual(asked, ["/prometheus/api/v1/targets?state=active&partial_response=false"]);
  });

  test("rules are read page by page to the end", async (t) => {
    const rule = (name: string) => ({ type: "alerting", name, health: "ok", labels: {} });
    const client = await clientOf(t, (request, response) => {
      const isSecond = request.url?.includes("group_next_token=two") === true;
      const groups = [{ name: isSecond ? "b" : "a", interval: 30, rules: [rule(isSecond ? "Second" : "First")] }];
      const data = { groups, ...(isSecond ? {} : { groupNextToken: "two" }) };
      answering(200, { status: "success", data })(request, response);
    });
    assert.deepEqual(
      (await client.readAlertRules()).map(({ name }) => name),
      ["First", "Second"],
    );
  });

  test("pages without an end are partial coverage, not an endless wait", async (t) => {
    const data = { groups: [], groupNextToken: "again" };
    const client = await clientOf(t, answering(200, { status: "success", data }));
    await assert.rejects(client.readAlertRules(), inconclusive("partial-coverage"));
  });
});
