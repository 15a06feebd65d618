import assert from "node:assert/strict";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import {
  startGoogleCloudLogging,
  type GoogleCloudLoggingStandIn,
} from "../../../rehearsal/stand-ins/google-cloud-logging";
import { createLogStore } from "../../../support/clients/log-store";
import type { WrittenMarker } from "../../../support/clients/log-store/log-store";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import type { Cause } from "../../../support/model/outcome";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "../transport/local-servers";

const TOKEN = "ya29.token-of-a-test";
const PROJECT = "phase4-rehearsal";

after(() => closeTransports());

function inconclusive(reason: Cause, what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.problems[0].what, what);
    return true;
  };
}

function storeAt(url: string, about: { token?: string; pollMs?: number; markerField?: string } = {}) {
  const auth = { kind: "bearer", token: about.token ?? TOKEN } as const;
  const context = createTestContext();
  const store = createLogStore(
    {
      kind: "google-cloud-logging",
      connection: connectionTo(url, { system: "Google Cloud Logging", auth, pollMs: about.pollMs ?? 50 }),
      project: PROJECT,
      logName: "phase4",
      markerField: about.markerField ?? 'jsonPayload."http.request.id"',
      fields: { "service.track": "canary" },
    },
    context.context,
  );
  return { store, context };
}

describe("a marked line on its way into Google Cloud Logging", () => {
  let server: GoogleCloudLoggingStandIn;
  let written: WrittenMarker;

  beforeEach(async () => {
    server = await startGoogleCloudLogging({ token: TOKEN, projectId: PROJECT }, () => undefined);
    written = { marker: `canary-run-${Math.random()}`, writtenBy: "a test", writtenAt: new Date().toISOString() };
  });
  afterEach(() => server.stop());

  async function ship(insertId: string, entry: object): Promise<void> {
    const response = await fetch(`${server.url}/v2/entries:write`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({
        logName: `projects/${PROJECT}/logs/phase4`,
        resource: { type: "global", labels: {} },
        entries: [{ insertId, timestamp: new Date().toISOString(), labels: { track: "canary" }, ...entry }],
      }),
    });
    assert.equal(response.status, 200, await response.text());
  }

  const line = () => ({ jsonPayload: { "http.request.id": written.marker, "service.track": "canary" } });

  test("arrives once; its fields have the service's own names, and the entry's", async () => {
    setTimeout(() => void ship("1", line()), 150);
    const { store, context } = storeAt(server.url);
    const arrival = await store.awaitMarker(written, 3_000);
    assert.equal(arrival.store, "Google Cloud Logging");
    assert.equal(
      arrival.where,
      `Google Cloud Logging, ${server.url}, projects/${PROJECT}/logs/phase4, environment test`,
    );
    assert.equal(arrival.hits.length, 1);
    const fields = arrival.hits[0]?.fields ?? {};
    assert.equal(fields["service.track"], "canary");
    assert.equal(fields["jsonPayload.service.track"], "canary");
    assert.equal(fields["labels.track"], "canary");
    assert.equal(fields["insertId"], "1");
    assert.ok((arrival.delayMs ?? 0) >= 140, `${arrival.delayMs}`);
    assert.ok(context.evidence.every(({ content }) => !String(content).includes(TOKEN)));
  });

  test("a second copy that comes a moment after the first is seen", async () => {
    await ship("1", line());
    setTimeout(() => void ship("2", line()), 400);
    assert.equal((await storeAt(server.url).store.awaitMarker(written, 3_000)).hits.length, 2);
  });

  test("empty pages that name a next one are followed: the line behind them is found", async () => {
    server.beginWithEmptyPages(3);
    await ship("1", line());
    assert.equal((await storeAt(server.url).store.awaitMarker(written, 2_000)).hits.length, 1);
  });

  test("a search that does not end in many pages is partial coverage", async () => {
    server.beginWithEmptyPages(1_000);
    await assert.rejects(
      storeAt(server.url).store.awaitMarker(written, 3_000),
      inconclusive("partial-coverage", /not come to its end after 25 pages/),
    );
  });

  test("a line that arrived unparsed is found by its text, as a payload's message or as text", async () => {
    await ship("1", { jsonPayload: { message: `{"http.request.id":"${written.marker}"}` } });
    const asMessage = await storeAt(server.url).store.awaitMarker(written, 1_000);
    assert.deepEqual(
      asMessage.hits.map(({ fields }) => fields["service.track"]),
      [undefined],
    );
    const another = { ...written, marker: "canary-run-another" };
    await ship("2", { textPayload: `GET /health ${another.marker}` });
    const asText = await storeAt(server.url).store.awaitMarker(another, 1_000);
    assert.deepEqual(
      asText.hits.map(({ fields }) => fields["insertId"]),
      ["2"],
    );
  });

  test("a line that does not come is no hit after the wait", async () => {
    const arrival = await storeAt(server.url).store.awaitMarker(written, 300);
    assert.deepEqual(arrival.hits, []);
    assert.equal(arrival.delayMs, null);
  });

  test("a wrong token is unauthorised; a filter that it does not understand was not executed", async () => {
    const stranger = storeAt(server.url, { token: "another" }).store;
    await assert.rejects(stranger.awaitMarker(written, 300), inconclusive("unauthorised", /HTTP 401/));
    const wrong = storeAt(server.url, { markerField: "noSuchField" }).store;
    await assert.rejects(wrong.awaitMarker(written, 300), inconclusive("not-executed", /INVALID_ARGUMENT/));
  });

  test("a used-up quota is the provider's warning, and it is asked no faster than configured", async (t) => {
    let count = 0;
    const limited = await serve(t, (_request, response) => {
      count += 1;
      const error = { code: 429, message: "Quota exceeded", status: "RESOURCE_EXHAUSTED" };
      const body = count > 4 ? { error } : {};
      response.writeHead(count > 4 ? 429 : 200, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    const startedAt = Date.now();
    const waiting = storeAt(limited.url, { pollMs: 200 }).store.awaitMarker(written, 2_000);
    await assert.rejects(waiting, inconclusive("provider-warning", /RESOURCE_EXHAUSTED: Quota exceeded/));
    assert.ok(Date.now() - startedAt >= 390, "two pauses of 200 ms lie between three readings");
  });
});
