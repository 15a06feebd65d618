import assert from "node:assert/strict";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startElasticsearch, type ElasticsearchStandIn } from "../../../rehearsal/stand-ins/elasticsearch";
import { createLogStore } from "../../../support/clients/log-store";
import type { WrittenMarker } from "../../../support/clients/log-store/log-store";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import type { Cause } from "../../../support/model/outcome";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "../transport/local-servers";

const KEY = "encoded-api-key";
const INDEX = "logs-phase4-rehearsal";

after(() => closeTransports());

function inconclusive(reason: Cause, what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.problems[0].what, what);
    return true;
  };
}

function storeAt(url: string, apiKey = KEY) {
  const auth = { kind: "header", name: "Authorization", prefix: "ApiKey ", value: apiKey } as const;
  return createLogStore(
    {
      kind: "elasticsearch",
      connection: connectionTo(url, { system: "Elasticsearch", auth }),
      index: INDEX,
      markerField: "http.request.id",
      timestampField: "@timestamp",
      fields: { "service.track": "canary" },
    },
    createTestContext().context,
  );
}

describe("a marked line on its way into Elasticsearch", () => {
  let server: ElasticsearchStandIn;
  let written: WrittenMarker;

  beforeEach(async () => {
    server = await startElasticsearch({ apiKey: KEY }, () => undefined);
    written = { marker: `canary-run-${Math.random()}`, writtenBy: "a test", writtenAt: new Date().toISOString() };
  });
  afterEach(() => server.stop());

  async function ship(id: string, document: object): Promise<void> {
    const response = await fetch(`${server.url}/${INDEX}/_create/${id}`, {
      method: "PUT",
      headers: { "content-type": "application/json", authorization: `ApiKey ${KEY}` },
      body: JSON.stringify({ "@timestamp": new Date().toISOString(), ...document }),
    });
    assert.equal(response.status, 201, await response.text());
  }

  const line = () => ({ "http.request.id": written.marker, service: { track: "canary", name: "phase4" } });

  test("arrives once, with its fields by dotted name and its delay", async () => {
    setTimeout(() => void ship("1", line()), 150);
    const arrival = await storeAt(server.url).awaitMarker(written, 3_000);
    assert.equal(arrival.store, "Elasticsearch");
    assert.equal(arrival.where, `Elasticsearch, ${server.url}, index ${INDEX}, environment test`);
    assert.equal(arrival.marker, written.marker);
    assert.equal(arrival.hits.length, 1);
    assert.equal(arrival.hits[0]?.fields["service.track"], "canary");
    assert.equal(arrival.hits[0]?.fields["http.request.id"], written.marker);
    assert.deepEqual(arrival.expectedFields, { "service.track": "canary" });
    assert.ok((arrival.delayMs ?? 0) >= 140 && (arrival.delayMs ?? 0) < 1_000, `${arrival.delayMs}`);
  });

  test("a second copy that comes a moment after the first is seen", async () => {
    await ship("1", line());
    setTimeout(() => void ship("2", line()), 400);
    const arrival = await storeAt(server.url).awaitMarker(written, 3_000);
    assert.equal(arrival.hits.length, 2);
  });

  test("a line that does not come is no hit after the wait, though the index is not even there", async () => {
    const arrival = await storeAt(server.url).awaitMarker(written, 300);
    assert.deepEqual(arrival.hits, []);
    assert.equal(arrival.delayMs, null);
    assert.ok(arrival.waitedMs >= 200, `${arrival.waitedMs}`);
  });

  test("a line that arrived unparsed is found by its text, without its fields", async () => {
    await ship("1", { message: `127.0.0.1 GET /health id=${written.marker} 200` });
    const arrival = await storeAt(server.url).awaitMarker(written, 1_000);
    assert.equal(arrival.hits.length, 1);
    assert.equal(arrival.hits[0]?.fields["service.track"], undefined);
    assert.notEqual(arrival.delayMs, null);
  });

  test("failed shards are partial coverage, whether the line was found or not", async () => {
    await ship("1", line());
    server.failShards();
    await assert.rejects(
      storeAt(server.url).awaitMarker(written, 500),
      inconclusive("partial-coverage", /of \d+ shards failed/),
    );
  });

  test("a store that refuses everything, and a wrong key, are inconclusive", async () => {
    await assert.rejects(
      storeAt(server.url, "wrong").awaitMarker(written, 500),
      inconclusive("unauthorised", /HTTP 401/),
    );
    server.refuseAll();
    await assert.rejects(storeAt(server.url).awaitMarker(written, 500), inconclusive("no-data", /HTTP 503/));
  });

  test("a search that ran out of time is partial coverage; a refused one was not executed", async (t) => {
    const answers = [
      { status: 200, body: { timed_out: true, _shards: { total: 1, failed: 0 }, hits: { hits: [] } } },
      { status: 400, body: { error: { type: "parsing_exception", reason: "unknown query [x]" }, status: 400 } },
    ];
    const { url } = await serve(t, (_request, response) => {
      const { status, body } = answers.shift() ?? { status: 500, body: {} };
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    await assert.rejects(storeAt(url).awaitMarker(written, 500), inconclusive("partial-coverage", /ran out of time/));
    await assert.rejects(
      storeAt(url).awaitMarker(written, 500),
      inconclusive("not-executed", /parsing_exception: unknown query/),
    );
  });
});
