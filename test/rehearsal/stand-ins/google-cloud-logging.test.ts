import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import {
  startGoogleCloudLogging,
  type GoogleCloudLoggingStandIn,
} from "../../../rehearsal/stand-ins/google-cloud-logging";
import { ask, at, listAt, type Answer } from "./ask";

const PROJECT = "canary-rehearsal";
const LOG = `projects/${PROJECT}/logs/phase4`;

describe("Google Cloud Logging stand-in", () => {
  let logging: GoogleCloudLoggingStandIn;
  beforeEach(async () => {
    logging = await startGoogleCloudLogging({ token: "ya29.rehearsal", projectId: PROJECT }, () => undefined);
  });
  afterEach(() => logging.stop());

  const headers = { authorization: "Bearer ya29.rehearsal" };
  const now = Date.now();
  const time = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
  const call = (operation: "write" | "list", json: unknown): Promise<Answer> =>
    ask(`${logging.url}/v2/entries:${operation}`, { json, headers });
  const write = (entries: readonly unknown[], more: Record<string, unknown> = {}) =>
    call("write", { logName: LOG, resource: { type: "global" }, entries, ...more });
  const list = (more: Record<string, unknown> = {}) =>
    call("list", { resourceNames: [`projects/${PROJECT}`], ...more });
  const found = async (filter: string) => {
    const answer = await list({ filter });
    assert.equal(answer.status, 200, answer.text);
    return (at(answer.json, "entries") === undefined ? [] : listAt(answer.json, "entries")).map((entry) =>
      at(entry, "insertId"),
    );
  };
  const problem = ({ status, json }: Answer) => `${status} ${String(at(json, "error.status"))}`;

  describe("writing", () => {
    it("fills in what the writer left open", async () => {
      const answer = await write([{ jsonPayload: { message: "hi" }, labels: { own: "1" } }], { labels: { run: "r" } });
      assert.deepEqual([answer.status, answer.json], [200, {}]);
      const [entry] = logging.entries();
      assert.deepEqual([entry?.logName, entry?.severity, entry?.labels], [LOG, "DEFAULT", { run: "r", own: "1" }]);
      assert.deepEqual(entry?.resource, { type: "global", labels: { project_id: PROJECT } });
      assert.equal(entry?.timestamp, entry?.receiveTimestamp);
      assert.ok((entry?.insertId.length ?? 0) > 0);
    });

    it("keeps an entry that is sent twice once", async () => {
      const entry = { insertId: "same", timestamp: time(1), textPayload: "x" };
      await write([entry, entry]);
      await write([entry]);
      await write([{ ...entry, timestamp: time(0) }]);
      assert.equal(logging.entries().length, 2);
    });

    it("stores nothing on a dry run, but checks all", async () => {
      assert.equal((await write([{ textPayload: "x" }], { dryRun: true })).status, 200);
      assert.equal(problem(await write([{ severity: "LOUD" }], { dryRun: true })), "400 INVALID_ARGUMENT");
      assert.deepEqual(logging.entries(), []);
    });

    it("writes all or nothing, or with partialSuccess what is good", async () => {
      const entries = [
        { insertId: "good", textPayload: "x" },
        { insertId: "bad", severity: "LOUD" },
      ];
      const whole = await write(entries);
      assert.equal(logging.entries().length, 0);
      const partial = await write(entries, { partialSuccess: true });
      assert.deepEqual([problem(whole), problem(partial)], ["400 INVALID_ARGUMENT", "400 INVALID_ARGUMENT"]);
      assert.deepEqual(
        logging.entries().map(({ insertId }) => insertId),
        ["good"],
      );
      const details = listAt(partial.json, "error.details").map((detail) => at(detail, "logEntryErrors.1.code"));
      assert.ok(details.includes(3));
    });

    const refused: readonly (readonly [string, Record<string, unknown>, string])[] = [
      [
        "a field that the API does not have",
        { entries: [{ textPayload: "x", level: "INFO" }] },
        "400 INVALID_ARGUMENT",
      ],
      ["an unknown field of the request", { entries: [{ textPayload: "x" }], dry: true }, "400 INVALID_ARGUMENT"],
      ["two payloads", { entries: [{ textPayload: "x", jsonPayload: {} }] }, "400 INVALID_ARGUMENT"],
      ["no entries", { entries: [] }, "400 INVALID_ARGUMENT"],
      [
        "a time that is none",
        { entries: [{ textPayload: "x", timestamp: "2026-11-23 08:00" }] },
        "400 INVALID_ARGUMENT",
      ],
      [
        "a log whose id is not encoded",
        { logName: `${LOG}/x`, entries: [{ textPayload: "x" }] },
        "400 INVALID_ARGUMENT",
      ],
      ["no resource", { resource: undefined, entries: [{ textPayload: "x" }] }, "400 INVALID_ARGUMENT"],
      ["an entry of more than 256 KiB", { entries: [{ textPayload: "x".repeat(262_144) }] }, "400 INVALID_ARGUMENT"],
      [
        "another project",
        { logName: "projects/other/logs/x", entries: [{ textPayload: "x" }] },
        "403 PERMISSION_DENIED",
      ],
    ];
    for (const [what, body, expected] of refused)
      it(`refuses ${what}: ${expected}`, async () => {
        assert.equal(problem(await call("write", { logName: LOG, resource: { type: "global" }, ...body })), expected);
        assert.deepEqual(logging.entries(), []);
      });
  });

  describe("who may call", () => {
    it("answers 401 UNAUTHENTICATED without its token", async () => {
      for (const authorization of [undefined, "Bearer other", "Basic ya29.rehearsal"]) {
        const given = authorization === undefined ? {} : { authorization };
        const answer = await ask(`${logging.url}/v2/entries:list`, { json: {}, headers: given });
        assert.deepEqual([problem(answer), at(answer.json, "error.code")], ["401 UNAUTHENTICATED", 401]);
      }
    });

    it("answers 400 to what is no JSON and 404 to other paths", async () => {
      const url = `${logging.url}/v2/entries:list`;
      const broken = await ask(url, { body: "{", headers: { ...headers, "content-type": "application/json" } });
      const form = await ask(url, { form: { a: "b" }, headers });
      assert.deepEqual([problem(broken), problem(form)], ["400 INVALID_ARGUMENT", "400 INVALID_ARGUMENT"]);
      assert.equal((await ask(`${logging.url}/v2/entries`, { headers })).status, 404);
    });
  });

  describe("listing", () => {
    beforeEach(async () => {
      await write([
        {
          insertId: "a",
          timestamp: time(30),
          severity: "INFO",
          jsonPayload: { "http.request.id": "canary-1", track: "Canary", status: 200, http: { id: "n" } },
        },
        {
          insertId: "b",
          timestamp: time(20),
          severity: "ERROR",
          jsonPayload: { track: "legacy", status: 503, quote: 'say "hi"\n' },
          labels: { run: "r 1" },
        },
        {
          insertId: "c",
          timestamp: time(10),
          textPayload: "plain text",
          logName: `projects/${PROJECT}/logs/other%2Flog`,
        },
      ]);
    });

    const filters: readonly (readonly [string, string, readonly string[]])[] = [
      ["nothing", "", ["a", "b", "c"]],
      ["logName", `logName="${LOG}"`, ["a", "b"]],
      ["insertId with AND", `logName="${LOG}" AND insertId="b"`, ["b"]],
      ["line breaks as AND", `logName="${LOG}"\ninsertId = b`, ["b"]],
      ["a time", `timestamp>="${time(20)}"`, ["b", "c"]],
      ["a span", `timestamp > "${time(30)}" AND timestamp < "${time(10)}"`, ["b"]],
      ["a payload field, without regard to case", 'jsonPayload.track="canary"', ["a"]],
      ["a quoted key with dots", 'jsonPayload."http.request.id"="canary-1"', ["a"]],
      ["dots without quotes go down into objects only", 'jsonPayload.http.request.id="canary-1"', []],
      ["a nested field", 'jsonPayload.http.id="n"', ["a"]],
      ["a number", "jsonPayload.status>=500", ["b"]],
      ["a label", 'labels.run="r 1"', ["b"]],
      ["a resource's label", `resource.labels.project_id="${PROJECT}"`, ["a", "b", "c"]],
      ["a part of a text", 'textPayload:"PLAIN"', ["c"]],
      ["presence", "jsonPayload.track:*", ["a", "b"]],
      ["!= fails where the field is missing", 'jsonPayload.track!="legacy"', ["a"]],
      ["severity", "severity>=WARNING", ["b"]],
      ["severity that nobody gave", "severity=DEFAULT", ["c"]],
      ["escapes", 'jsonPayload.quote="say \\"hi\\"\\n"', ["b"]],
    ];
    for (const [what, filter, ids] of filters)
      it(`filters by ${what}`, async () => assert.deepEqual(await found(filter), ids));

    const unparseable = [
      'insertId="a" OR insertId="b"',
      'NOT insertId="a"',
      '-insertId="a"',
      '(insertId="a")',
      'jsonPayload.track=~"can.*"',
      '"some words"',
      "canary",
      'insertId="a',
      'insertId="a" AND',
      "insertId=abc:def",
      'nonsense="a"',
      'timestamp>="yesterday"',
      "severity>=LOUD",
      'jsonPayload="x"',
      "sample(insertId, 0.5)",
    ];
    for (const filter of unparseable)
      it(`refuses the filter ${filter}`, async () =>
        assert.equal(problem(await list({ filter })), "400 INVALID_ARGUMENT"));

    it("orders and pages", async () => {
      const first = await list({ orderBy: "timestamp desc", pageSize: 2 });
      assert.deepEqual(
        listAt(first.json, "entries").map((entry) => at(entry, "insertId")),
        ["c", "b"],
      );
      const pageToken = at(first.json, "nextPageToken");
      const second = await list({ orderBy: "timestamp desc", pageSize: 2, pageToken });
      assert.deepEqual(
        listAt(second.json, "entries").map((entry) => at(entry, "insertId")),
        ["a"],
      );
      assert.equal(at(second.json, "nextPageToken"), undefined);
      const foreign = await list({ orderBy: "timestamp asc", pageSize: 2, pageToken });
      assert.equal(problem(foreign), "400 INVALID_ARGUMENT");
    });

    it("answers the empty object when nothing is found", async () => {
      assert.deepEqual((await list({ filter: 'insertId="none"' })).json, {});
    });

    it("beginWithEmptyPages: pages without entries whose token leads on to them", async () => {
      logging.beginWithEmptyPages(2);
      const pages: Answer[] = [await list()];
      while (at(pages.at(-1)?.json, "nextPageToken") !== undefined)
        pages.push(await list({ pageToken: at(pages.at(-1)?.json, "nextPageToken") }));
      assert.deepEqual(
        pages.map(({ json }) => at(json, "entries") === undefined),
        [true, true, false],
      );
      assert.equal(listAt(pages.at(-1)?.json, "entries").length, 3);
    });

    it("accepts entries out of the retention and never lists them", async () => {
      await write([
        { insertId: "old", timestamp: time(31 * 86_400), textPayload: "x" },
        { insertId: "ahead", timestamp: time(-90_000), textPayload: "x" },
      ]);
      assert.equal(logging.entries().length, 5);
      assert.deepEqual(await found(""), ["a", "b", "c"]);
    });

    it("refuses another project, bad sizes and unknown fields", async () => {
      assert.equal(problem(await list({ resourceNames: ["projects/other"] })), "403 PERMISSION_DENIED");
      assert.equal(problem(await list({ resourceNames: [] })), "400 INVALID_ARGUMENT");
      assert.equal(problem(await list({ pageSize: 1001 })), "400 INVALID_ARGUMENT");
      assert.equal(problem(await list({ orderBy: "severity" })), "400 INVALID_ARGUMENT");
      assert.equal(problem(await list({ filtre: "" })), "400 INVALID_ARGUMENT");
    });
  });
});
