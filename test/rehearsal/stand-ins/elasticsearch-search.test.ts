import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startElasticsearch, type ElasticsearchStandIn } from "../../../rehearsal/stand-ins/elasticsearch";
import { ask, at, listAt } from "./ask";

const STREAM = "logs-phase4-default";
const DOCUMENTS: Readonly<Record<string, Record<string, unknown>>> = {
  flat: {
    "@timestamp": "2026-11-23T08:00:01.000Z",
    "http.request.id": "canary-run-1",
    "http.response.status_code": 200,
    message: "GET /health answered 200 in 3 ms",
  },
  nested: {
    "@timestamp": "2026-11-23T08:00:02.000Z",
    http: { request: { id: "canary-run-2" }, response: { status_code: 503 } },
    tags: ["retried", "slow"],
    message: "Database is away",
  },
  bare: {
    "@timestamp": "2026-11-23T08:00:03.000Z",
    message: "request canary-run-1 not parsed",
    labels: { track: null },
  },
};

describe("Elasticsearch stand-in: search", () => {
  let elasticsearch: ElasticsearchStandIn;
  before(async () => {
    elasticsearch = await startElasticsearch({ apiKey: "key" }, () => undefined);
    for (const [id, json] of Object.entries(DOCUMENTS)) await send(`/${STREAM}/_create/${id}`, json, "PUT");
    await send("/plain/_create/p", { title: "Big Canary", at: "2026-11-23" }, "PUT");
  });
  after(() => elasticsearch.stop());

  const send = (path: string, json?: unknown, method = "POST") =>
    ask(elasticsearch.url + path, {
      method,
      headers: { authorization: "ApiKey key" },
      ...(json !== undefined && { json }),
    });
  const found = async (query: unknown, index = STREAM) => {
    const answer = await send(`/${index}/_search`, { query, sort: "_doc" });
    assert.equal(answer.status, 200, answer.text);
    return listAt(answer.json, "hits.hits").map((hit) => at(hit, "_id"));
  };

  const queries: readonly (readonly [string, unknown, readonly string[]])[] = [
    ["term on a flattened field", { term: { "http.request.id": "canary-run-1" } }, ["flat"]],
    [
      "term on a nested field, in its long form",
      { term: { "http.request.id": { value: "canary-run-2" } } },
      ["nested"],
    ],
    ["term on a number", { term: { "http.response.status_code": 200 } }, ["flat"]],
    ["term on one entry of a list", { term: { tags: "slow" } }, ["nested"]],
    ["term on a text finds no sentence", { term: { message: "Database is away" } }, []],
    ["term on a text finds a word in lower case", { term: { message: "database" } }, ["nested"]],
    [
      "term on a sub-field that a data stream does not have",
      { term: { "http.request.id.keyword": "canary-run-1" } },
      [],
    ],
    ["terms", { terms: { "http.request.id": ["canary-run-1", "canary-run-2"] } }, ["flat", "nested"]],
    [
      "range on times",
      { range: { "@timestamp": { gte: "2026-11-23T08:00:02Z", lt: "2026-11-23T08:00:03Z" } } },
      ["nested"],
    ],
    ["range on times with a zone", { range: { "@timestamp": { gt: "2026-11-23T17:00:02+09:00" } } }, ["bare"]],
    ["range on numbers", { range: { "http.response.status_code": { gte: 500 } } }, ["nested"]],
    ["match_phrase on text", { match_phrase: { message: "database IS" } }, ["nested"]],
    ["match_phrase on text, not across its words", { match_phrase: { message: "is database" } }, []],
    ["match_phrase on a keyword is equality", { match_phrase: { "http.request.id": "canary-run" } }, []],
    ["exists", { exists: { field: "http.response.status_code" } }, ["flat", "nested"]],
    ["exists does not see null", { exists: { field: "labels.track" } }, []],
    [
      "bool with a list of filters",
      { bool: { filter: [{ exists: { field: "http" } }, { term: { tags: "slow" } }] } },
      ["nested"],
    ],
    [
      "bool with one filter and a must_not",
      { bool: { filter: { match_all: {} }, must_not: { exists: { field: "tags" } } } },
      ["flat", "bare"],
    ],
  ];
  for (const [what, query, ids] of queries) it(what, async () => assert.deepEqual(await found(query), ids));

  it("reads times relative to now", async () => {
    await send("/clock/_create/c", { "@timestamp": new Date().toISOString() }, "PUT");
    assert.deepEqual(await found({ range: { "@timestamp": { gte: "now-5m" } } }, "clock"), ["c"]);
    assert.deepEqual(await found({ range: { "@timestamp": { gte: "now+1m" } } }, "clock"), []);
  });

  it("maps strings of an ordinary index as text with a keyword below", async () => {
    assert.deepEqual(await found({ term: { title: "Big Canary" } }, "plain"), []);
    assert.deepEqual(await found({ term: { "title.keyword": "Big Canary" } }, "plain"), ["p"]);
  });

  const refused: readonly (readonly [string, unknown])[] = [
    ["an unknown query", { query: { fuzzy: { a: "b" } } }],
    ["an unknown part of bool", { query: { bool: { should: [] } } }],
    ["an unknown option of range", { query: { range: { "@timestamp": { from: "now" } } } }],
    ["a time that is none", { query: { range: { "@timestamp": { gte: "lately" } } } }],
    ["two fields in a term", { query: { term: { a: "1", b: "2" } } }],
    ["an empty query", { query: {} }],
    ["an unknown key of the body", { quer: {} }],
  ];
  for (const [what, body] of refused)
    it(`answers 400 parsing_exception to ${what}`, async () => {
      const answer = await send(`/${STREAM}/_search`, body);
      assert.deepEqual([answer.status, at(answer.json, "error.type")], [400, "parsing_exception"]);
    });

  it("sorts, cuts, and counts as far as it is asked to", async () => {
    const body = { sort: [{ "@timestamp": { order: "desc" } }], size: 1, from: 1, track_total_hits: true };
    const answer = await send(`/${STREAM}/_search`, body);
    assert.equal(at(answer.json, "hits.hits.0._id"), "nested");
    assert.deepEqual(at(answer.json, "hits.hits.0.sort"), [Date.parse("2026-11-23T08:00:02Z")]);
    assert.deepEqual(at(answer.json, "hits.total"), { value: 3, relation: "eq" });
    const upToTwo = await send(`/${STREAM}/_search`, { track_total_hits: 2 });
    assert.deepEqual(at(upToTwo.json, "hits.total"), { value: 2, relation: "gte" });
    const uncounted = await send(`/${STREAM}/_search?track_total_hits=false`, undefined, "GET");
    assert.equal(at(uncounted.json, "hits.total"), undefined);
    assert.equal(listAt(uncounted.json, "hits.hits").length, 3);
  });

  it("refuses to sort by a text and by what is not there", async () => {
    for (const field of ["message", "nothing"]) {
      const answer = await send(`/${STREAM}/_search`, { sort: [{ [field]: "asc" }] });
      assert.deepEqual(
        [answer.status, at(answer.json, "error.type")],
        [400, "search_phase_execution_exception"],
        field,
      );
    }
  });

  it("answers 404 for a missing index, and for an empty pattern only when told to", async () => {
    const missing = await send("/logs-none-default/_search", {});
    assert.deepEqual([missing.status, at(missing.json, "error.type")], [404, "index_not_found_exception"]);
    const pattern = await send("/none-*/_search", {});
    assert.deepEqual(
      [pattern.status, at(pattern.json, "hits.total.value"), at(pattern.json, "_shards.total")],
      [200, 0, 0],
    );
    assert.equal((await send("/none-*/_search?allow_no_indices=false", {})).status, 404);
    assert.equal((await send("/none/_search?ignore_unavailable=true", {})).status, 200);
    assert.equal((await send("/logs-phase4-*/_search?allow_no_indices=false", {})).status, 200);
  });
});
