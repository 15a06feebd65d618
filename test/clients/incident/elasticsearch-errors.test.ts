import assert from "node:assert/strict";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startElasticsearch, type ElasticsearchStandIn } from "../../../rehearsal/stand-ins/elasticsearch";
import { createErrorLines, type LogFields } from "../../../support/clients/log-store/errors";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { inconclusive } from "../inconclusive";
import { createTestContext } from "../test-context";
import { closedPort, connectionTo, serve } from "../transport/local-servers";

const KEY = "encoded-api-key";
const INDEX = "logs-phase4-rehearsal";
const FIELDS: LogFields = {
  track: "service.track",
  trackValues: { canary: "canary", legacy: "legacy" },
  status: "http.response.status_code",
  level: "log.level",
  message: "message",
  endpoint: "http.route",
};
const WINDOW = { start: "2025-10-22T14:00:00.000Z", end: "2025-10-22T14:30:00.000Z" };
const at = (minute: number, second = 0) => new Date(Date.UTC(2025, 9, 22, 14, minute, second)).toISOString();

after(() => closeTransports());

function search(url: string, most = 2_000, about: { readonly apiKey?: string; readonly index?: string } = {}) {
  const auth = { kind: "header", name: "Authorization", prefix: "ApiKey ", value: about.apiKey ?? KEY } as const;
  const connection = connectionTo(url, { system: "Elasticsearch", auth });
  const options = {
    kind: "elasticsearch",
    connection,
    index: about.index ?? INDEX,
    timestampField: "@timestamp",
  } as const;
  const test = createTestContext();
  const errors = createErrorLines({ ...options, logFields: FIELDS }, test.context).searchErrors(WINDOW, { track: "canary", most }); // prettier-ignore
  return { errors, test };
}

describe("the canary's error lines in Elasticsearch", () => {
  let server: ElasticsearchStandIn;
  beforeEach(async () => {
    server = await startElasticsearch({ apiKey: KEY }, () => undefined);
  });
  afterEach(() => server.stop());

  async function ship(...lines: readonly object[]): Promise<void> {
    const body = lines.map((line) => `{"create":{"_index":"${INDEX}"}}\n${JSON.stringify(line)}\n`).join("");
    const headers = { "content-type": "application/x-ndjson", authorization: `ApiKey ${KEY}` };
    const response = await fetch(`${server.url}/_bulk`, { method: "POST", headers, body });
    const answer: unknown = await response.json();
    assert.deepEqual(Reflect.get(Object(answer), "errors"), false);
  }

  const line = (time: string, status: number, about: object = {}) => ({
    "@timestamp": time,
    message: `GET /api/v2/items/${status} ${status}`,
    "log.level": status >= 500 ? "error" : "info",
    "service.track": "canary",
    "http.route": "/api/v2/items/{id}",
    "http.response.status_code": status,
    ...about,
  });

  test("are those with a status from 500 or a level of error or worse, in the window, by message", async () => {
    await ship(
      line(at(1), 503, { message: "GET /api/v2/items/7 503: database is locked" }),
      line(at(2), 503, { message: "GET /api/v2/items/8 503: database is locked" }),
      line(at(3), 200),
      line(at(4), 200, { "log.level": "CRITICAL", message: "no disk left", "http.route": undefined }),
      line(at(5), 404, { "log.level": "warn" }),
      line(at(6), 500, { "service.track": "legacy", message: "of legacy" }),
      line("2025-10-22T13:59:59Z", 500, { message: "before" }),
      line(at(30, 1), 500, { message: "after" }),
    );
    const { errors, test } = search(server.url);
    const logs = await errors;
    assert.deepEqual(logs.groups, [
      {
        message: "GET /api/v2/items/<n> <n>: database is locked",
        count: 2,
        samples: [
          { at: at(2), message: "GET /api/v2/items/8 503: database is locked", endpoint: "/api/v2/items/{id}" },
          { at: at(1), message: "GET /api/v2/items/7 503: database is locked", endpoint: "/api/v2/items/{id}" },
        ],
      },
      { message: "no disk left", count: 1, samples: [{ at: at(4), message: "no disk left", endpoint: null }] },
    ]);
    assert.deepEqual([logs.total, logs.linesOfCanary, logs.newestOnly], [3, 5, undefined]);
    assert.equal(logs.where, `Elasticsearch, ${server.url}, index ${INDEX}, environment test`);
    assert.deepEqual(logs.window, WINDOW);
    assert.match(logs.query, /^logs-phase4-rehearsal\/_search \{"bool":.*"http\.response\.status_code":\{"gte":500\}/);
    assert.match(test.evidenceText("error lines from 0 on"), /database is locked/);
    assert.ok(test.evidence.every(({ content }) => !String(content).includes(KEY)));
  });

  test("no error line is none, and the lines of the canary show that its logs are there", async () => {
    await ship(line(at(1), 200), line(at(2), 404));
    const { total, groups, linesOfCanary } = await search(server.url).errors;
    assert.deepEqual([total, groups, linesOfCanary], [0, [], 2]);
  });

  test("no line of the canary at all is zero lines, for the judgement to doubt", async () => {
    await ship(line(at(1), 500, { "service.track": "legacy" }));
    const { total, linesOfCanary } = await search(server.url).errors;
    assert.deepEqual([total, linesOfCanary], [0, 0]);
  });

  test("more than a page is read to the end; more than may be read is counted, and said", async () => {
    const lines = Array.from({ length: 1_203 }, (_, index) => line(at(Math.floor(index / 60), index % 60), 500));
    await ship(...lines);
    const whole = await search(server.url).errors;
    assert.deepEqual([whole.total, whole.groups[0]?.count, whole.newestOnly], [1_203, 1_203, undefined]);
    const newest = await search(server.url, 700).errors;
    assert.deepEqual([newest.total, newest.groups[0]?.count, newest.newestOnly], [1_203, 700, 700]);
    assert.equal(newest.groups[0]?.samples[0]?.at, at(20, 2));
    assert.match(newest.query, / \(only the newest 700 lines were read\)$/);
  });

  test("failed shards are partial coverage, though lines were found; an index that is not there is no data", async () => {
    await assert.rejects(
      search(server.url).errors,
      inconclusive("no-data", `There is no index ${INDEX}, so there is no line of the service to look at.`),
    );
    await ship(line(at(1), 500));
    server.failShards();
    await assert.rejects(
      search(server.url).errors,
      inconclusive("partial-coverage", /^Only a part of the error lines was searched: \d+ of \d+ shards failed/),
    );
  });

  test("a wrong key is unauthorised, a store that refuses all is no data, one that is not there is unreachable", async () => {
    await assert.rejects(search(server.url, 10, { apiKey: "wrong" }).errors, inconclusive("unauthorised", /HTTP 401/));
    server.refuseAll();
    await assert.rejects(search(server.url).errors, inconclusive("no-data", /HTTP 503/));
    const nowhere = search(`http://127.0.0.1:${await closedPort()}`).errors;
    await assert.rejects(nowhere, inconclusive("unreachable", /connection refused/));
  });
});

describe("an answer that is not whole", () => {
  const hits = { total: { value: 0, relation: "eq" }, hits: [] };
  const shards = { total: 3, failed: 0 };
  for (const [sentence, status, body, ...expected] of [
    [
      "ran out of time",
      200,
      { timed_out: true, _shards: shards, hits },
      "partial-coverage",
      "Only a part of the error lines was searched: the search ran out of time.",
    ],
    [
      "names what failed",
      200,
      {
        timed_out: true,
        _shards: { ...shards, failed: 1, failures: [{ reason: { type: "circuit_breaking_exception" } }] },
        hits,
      },
      "partial-coverage",
      "Only a part of the error lines was searched: 1 of 3 shards failed (circuit_breaking_exception), and the search ran out of time.",
    ],
    [
      "was refused",
      400,
      { error: { type: "search_phase_execution_exception", reason: "no mapping" } },
      "not-executed",
      "The search for error lines was refused with search_phase_execution_exception (no mapping).",
    ],
    [
      "counts only a lower bound",
      200,
      { timed_out: false, _shards: shards, hits: { ...hits, total: { value: 10_000, relation: "gte" } } },
      "no-data",
      /relation/,
    ],
  ] as const)
    // prettier-ignore
    test(`${sentence}: ${expected[0]}`, async (t) => {
      const { url } = await serve(t, (_request, response) => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
      await assert.rejects(search(url).errors, inconclusive(expected[0], expected[1]));
    });
});
