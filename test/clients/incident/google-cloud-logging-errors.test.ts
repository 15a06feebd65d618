import assert from "node:assert/strict";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import {
  startGoogleCloudLogging,
  type GoogleCloudLoggingStandIn,
} from "../../../rehearsal/stand-ins/google-cloud-logging";
import { createErrorLines, type LogFields } from "../../../support/clients/log-store/errors";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { inconclusive } from "../inconclusive";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "../transport/local-servers";

const TOKEN = "ya29.token-of-a-test";
const PROJECT = "phase4-rehearsal";
const FIELDS: LogFields = {
  track: 'jsonPayload."service.track"',
  trackValues: { canary: "canary", legacy: "legacy" },
  status: 'jsonPayload."http.response.status_code"',
  level: "severity",
  message: "jsonPayload.message",
  endpoint: 'jsonPayload."http.route"',
};
/** The last half hour: older entries than a month are kept, and never listed. */
const END = Math.floor(Date.now() / 1_000) * 1_000;
const ago = (seconds: number) => new Date(END - 1_000 * seconds).toISOString();
const WINDOW = { start: ago(1_800), end: ago(0) };

after(() => closeTransports());

function search(url: string, most = 2_000, logFields = FIELDS) {
  const auth = { kind: "bearer", token: TOKEN } as const;
  const connection = connectionTo(url, { system: "Google Cloud Logging", auth });
  const options = { kind: "google-cloud-logging", connection, project: PROJECT, logName: "phase4", logFields } as const;
  return createErrorLines(options, createTestContext().context).searchErrors(WINDOW, { track: "canary", most });
}

describe("the canary's error lines in Google Cloud Logging", () => {
  let server: GoogleCloudLoggingStandIn;
  beforeEach(async () => {
    server = await startGoogleCloudLogging({ token: TOKEN, projectId: PROJECT }, () => undefined);
  });
  afterEach(() => server.stop());

  async function ship(...entries: readonly object[]): Promise<void> {
    const about = { logName: `projects/${PROJECT}/logs/phase4`, resource: { type: "global", labels: {} } };
    const headers = { "content-type": "application/json", authorization: `Bearer ${TOKEN}` };
    const body = JSON.stringify({ ...about, entries });
    const response = await fetch(`${server.url}/v2/entries:write`, { method: "POST", headers, body });
    assert.equal(response.status, 200, await response.text());
  }

  const entry = (seconds: number, status: number, message: string, about: object = {}) => ({
    timestamp: ago(seconds),
    severity: status >= 500 ? "ERROR" : "INFO",
    jsonPayload: {
      message,
      "service.track": "canary",
      "http.route": "/api/v2/items",
      "http.response.status_code": status,
    },
    ...about,
  });

  test("are those with a status from 500 or a severity from ERROR, in the window, each once", async () => {
    const legacy = { message: "of legacy", "service.track": "legacy", "http.response.status_code": 500 };
    await ship(
      entry(60, 503, "database 4 is locked"),
      entry(50, 503, "database 5 is locked"),
      entry(40, 502, "no severity", { severity: "DEFAULT" }),
      entry(30, 200, "disk is full", { severity: "CRITICAL" }),
      entry(20, 200, "fine"),
      entry(10, 500, "", { jsonPayload: legacy }),
      entry(1_900, 500, "before"),
    );
    const logs = await search(server.url);
    assert.deepEqual(
      logs.groups.map(({ message, count, samples }) => [message, count, samples[0]]),
      [
        ["database <n> is locked", 2, { at: ago(50), message: "database 5 is locked", endpoint: "/api/v2/items" }],
        ["disk is full", 1, { at: ago(30), message: "disk is full", endpoint: "/api/v2/items" }],
        ["no severity", 1, { at: ago(40), message: "no severity", endpoint: "/api/v2/items" }],
      ],
    );
    assert.deepEqual([logs.total, logs.linesOfCanary, logs.newestOnly], [4, 5, undefined]);
    assert.equal(logs.where, `Google Cloud Logging, ${server.url}, projects/${PROJECT}/logs/phase4, environment test`);
    assert.match(logs.query, / AND \(jsonPayload\."http\.response\.status_code">=500 OR severity>=ERROR\)$/);
  });

  test("behind empty pages that name a next one they are found; pages without an end are partial coverage", async () => {
    await ship(entry(60, 500, "lost"));
    server.beginWithEmptyPages(3);
    assert.equal((await search(server.url)).total, 1);
    server.beginWithEmptyPages(1_000);
    await assert.rejects(
      search(server.url),
      inconclusive("partial-coverage", "The search for error lines had not come to its end after 25 pages."),
    );
  });

  test("more than may be read: the newest, and it is said that there are more", async () => {
    await ship(...Array.from({ length: 700 }, (_, index) => entry(700 - index, 500, `lost ${index}`)));
    const whole = await search(server.url);
    assert.deepEqual([whole.total, whole.newestOnly], [700, undefined]);
    const newest = await search(server.url, 600);
    assert.deepEqual([newest.total, newest.groups[0]?.count, newest.newestOnly], [600, 600, 600]);
    assert.equal(newest.groups[0]?.samples[0]?.at, ago(1));
  });

  test("where one of the two searches is cut, the other tells nothing of the time before", async () => {
    const withoutSeverity = (seconds: number) => entry(seconds, 500, "by status", { severity: "DEFAULT" });
    await ship(...[5, 10, 15, 20].map(withoutSeverity), entry(90, 200, "by level", { severity: "ERROR" }));
    const { groups, newestOnly } = await search(server.url, 3);
    assert.deepEqual(
      groups.map(({ message, count }) => [message, count]),
      [["by status", 3]],
    );
    assert.equal(newestOnly, 3);
  });

  test("no line of the canary at all is zero lines, for the judgement to doubt", async () => {
    const { total, linesOfCanary } = await search(server.url);
    assert.deepEqual([total, linesOfCanary], [0, 0]);
  });

  test("a line of text without fields has its text as message", async () => {
    await ship({ timestamp: ago(5), severity: "ERROR", textPayload: "Traceback", labels: { track: "canary" } });
    const { groups } = await search(server.url, 10, { ...FIELDS, track: "labels.track" });
    assert.deepEqual(groups[0]?.samples, [{ at: ago(5), message: "Traceback", endpoint: null }]);
  });
});

test("a level in the payload is asked for by its words", async (t) => {
  const filters: string[] = [];
  const { url } = await serve(t, (request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      filters.push(String(Reflect.get(Object(JSON.parse(text)), "filter")));
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await search(url, 10, { ...FIELDS, level: "jsonPayload.level" });
  assert.ok(
    filters.some((filter) => filter.includes(' AND jsonPayload.level=("error" OR "err" OR ')),
    filters.join("\n"),
  );
});

test("a used-up quota is the provider's; a filter that is refused was not executed", async (t) => {
  for (const [code, status, cause] of [
    [429, "RESOURCE_EXHAUSTED", "provider-warning"],
    [400, "INVALID_ARGUMENT", "not-executed"],
  ] as const) {
    const { url } = await serve(t, (_request, response) => {
      const error = { code, message: "in its own words", status };
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    });
    const what = `The search for error lines was refused with ${status} (in its own words).`;
    await assert.rejects(search(url), inconclusive(cause, what));
  }
});
