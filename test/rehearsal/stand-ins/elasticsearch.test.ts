import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { startElasticsearch, type ElasticsearchStandIn } from "../../../rehearsal/stand-ins/elasticsearch";
import { ask, at, listAt, type Answer } from "./ask";

const API_KEY = "aWQ6a2V5";
const STREAM = "logs-phase4-default";
const TIME = "2026-11-23T08:00:00.000Z";

describe("Elasticsearch stand-in", () => {
  let elasticsearch: ElasticsearchStandIn;
  beforeEach(async () => {
    const shipper = { username: "shipper", password: "s3cret" };
    elasticsearch = await startElasticsearch({ apiKey: API_KEY, shipper }, () => undefined);
  });
  afterEach(() => elasticsearch.stop());

  const headers = { authorization: `ApiKey ${API_KEY}` };
  const send = (method: string, path: string, json?: unknown): Promise<Answer> =>
    ask(elasticsearch.url + path, { method, headers, ...(json !== undefined && { json }) });
  const create = (id: string, source: unknown, index = STREAM) => send("PUT", `/${index}/_create/${id}`, source);
  const bulk = (body: string, path = "/_bulk", type = "application/x-ndjson") =>
    ask(elasticsearch.url + path, { body, headers: { ...headers, "content-type": type } });
  const problem = ({ status, json }: Answer) => `${status} ${String(at(json, "error.type"))}`;

  describe("admission", () => {
    it("says on every answer that it is Elasticsearch, also on refusals", async () => {
      for (const path of ["/", "/nowhere/at/all", "/missing/_search"])
        assert.equal((await send("GET", path)).headers.get("x-elastic-product"), "Elasticsearch");
      assert.equal((await ask(elasticsearch.url)).headers.get("x-elastic-product"), "Elasticsearch");
    });

    it("admits its API key and its shipper, and nobody else", async () => {
      const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString("base64")}` });
      const statuses = [];
      for (const given of [
        headers,
        basic("shipper:s3cret"),
        basic("shipper:wrong"),
        { authorization: `Bearer ${API_KEY}` },
        {},
      ])
        statuses.push((await ask(elasticsearch.url, { headers: given })).status);
      assert.deepEqual(statuses, [200, 200, 401, 401, 401]);
      const refused = await ask(elasticsearch.url);
      assert.equal(problem(refused), "401 security_exception");
      assert.match(refused.headers.get("www-authenticate") ?? "", /ApiKey/);
    });

    it("takes the media types of an 8.x server", async () => {
      const search = (contentType: string, accept: string) =>
        ask(`${elasticsearch.url}/logs-*/_search`, {
          method: "POST",
          body: "{}",
          headers: { ...headers, "content-type": contentType, accept },
        });
      const vendor = (version: number) => `application/vnd.elasticsearch+json; compatible-with=${version}`;
      assert.equal((await search(vendor(8), vendor(8))).status, 200);
      assert.equal((await search("application/json", "*/*")).status, 200);
      assert.equal(problem(await search(vendor(9), vendor(9))), "400 media_type_header_exception");
      assert.equal(problem(await search("application/json", vendor(8))), "400 media_type_header_exception");
      assert.equal((await search("text/plain", "*/*")).status, 406);
    });

    it("knows no other path and no other URL parameter", async () => {
      assert.equal((await send("GET", "/_nodes/stats/all")).status, 400);
      assert.equal(problem(await send("GET", "/logs-*/_search?filter_path=hits")), "400 illegal_argument_exception");
    });

    it("describes itself and its health", async () => {
      assert.equal(at((await send("GET", "/")).json, "tagline"), "You Know, for Search");
      assert.equal(at((await send("GET", "/_cluster/health")).json, "status"), "green");
      assert.match((await send("GET", "/_cat/health")).text, / green /);
    });
  });

  describe("writing", () => {
    it("creates once: the second time is a conflict", async () => {
      const first = await create("1", { "@timestamp": TIME });
      const second = await create("1", { "@timestamp": TIME });
      assert.deepEqual([first.status, at(first.json, "result")], [201, "created"]);
      assert.equal(problem(second), "409 version_conflict_engine_exception");
      assert.equal(elasticsearch.documents(STREAM).length, 1);
    });

    it("keeps a data stream in its backing index and notes when a document came", async () => {
      const before = Date.now();
      await create("1", { "@timestamp": TIME, "event.duration_ms": 5, event: { kind: "event" } });
      const [document] = elasticsearch.documents(STREAM);
      assert.match(document?.index ?? "", /^\.ds-logs-phase4-default-\d{4}\.\d{2}\.\d{2}-000001$/);
      assert.equal(at(document?.source, "event.kind"), "event");
      const ingested = Date.parse(String(at(document?.source, "event.ingested")));
      assert.ok(ingested >= before && ingested <= Date.now());
    });

    it("takes into a data stream only creations that have a time", async () => {
      assert.equal(problem(await create("1", { message: "no time" })), "400 document_parsing_exception");
      assert.equal(problem(await create("1", { "@timestamp": "today" })), "400 document_parsing_exception");
      const indexed = await bulk(`{"index":{"_index":"${STREAM}"}}\n{"@timestamp":"${TIME}"}\n`);
      assert.equal(at(indexed.json, "items.0.index.error.type"), "illegal_argument_exception");
      assert.equal(elasticsearch.documents().length, 0);
    });

    it("carries out a bulk item by item", async () => {
      const lines = [
        `{"create":{"_index":"${STREAM}","_id":"a"}}`,
        `{"@timestamp":"${TIME}","message":"one"}`,
        `{"create":{"_id":"b"}}`,
        `{"message":"no time"}`,
        `{"index":{"_index":"plain"}}`,
        `{"message":"three"}`,
      ];
      const answer = await bulk(`${lines.join("\n")}\n`, `/${STREAM}/_bulk`, "application/json; charset=utf-8");
      assert.deepEqual([answer.status, at(answer.json, "errors")], [200, true]);
      const statuses = ["items.0.create", "items.1.create", "items.2.index"].map((item) =>
        at(answer.json, `${item}.status`),
      );
      assert.deepEqual(statuses, [201, 400, 201]);
      assert.deepEqual(
        elasticsearch.documents().map(({ target }) => target),
        [STREAM, "plain"],
      );
    });

    it("replaces by index in an ordinary index", async () => {
      await bulk('{"index":{"_index":"plain","_id":"1"}}\n{"n":1}\n{"index":{"_index":"plain","_id":"1"}}\n{"n":2}\n');
      assert.deepEqual(
        elasticsearch.documents("plain").map(({ source, version }) => [source["n"], version]),
        [[2, 2]],
      );
    });

    const badBulks: readonly (readonly [string, string])[] = [
      ["without a newline at the end", '{"index":{"_index":"x"}}\n{}'],
      [
        "with a mapping type, as rsyslog sends it unless told not to",
        '{"index":{"_index":"x","_type":"events"}}\n{}\n',
      ],
      ["with an unknown operation", '{"upsert":{"_index":"x"}}\n{}\n'],
      ["with an action that is not JSON", "index x\n{}\n"],
      ["with an action without a document", '{"index":{"_index":"x"}}\n'],
    ];
    for (const [what, body] of badBulks)
      it(`refuses a bulk ${what}, and writes nothing`, async () => {
        assert.equal(problem(await bulk(body)), "400 illegal_argument_exception");
        assert.equal(elasticsearch.documents().length, 0);
      });

    it("refuses names that no index can have", async () => {
      assert.equal(problem(await create("1", {}, "Upper")), "400 invalid_index_name_exception");
      assert.equal(problem(await create("1", {}, "logs-*")), "400 invalid_index_name_exception");
    });
  });

  describe("deleting", () => {
    it("deletes by id from the backing index, not from the data stream", async () => {
      const index = String(at((await create("1", { "@timestamp": TIME })).json, "_index"));
      assert.equal(problem(await send("DELETE", `/${STREAM}/_doc/1`)), "400 illegal_argument_exception");
      assert.equal(at((await send("DELETE", `/${index}/_doc/1`)).json, "result"), "deleted");
      assert.equal((await send("DELETE", `/${index}/_doc/1`)).status, 404);
      assert.equal(elasticsearch.documents().length, 0);
    });

    it("deletes what a query finds, and never without a query", async () => {
      for (const id of ["a", "b"]) await create(id, { "@timestamp": TIME, labels: { run: id } });
      const path = `/${STREAM}/_delete_by_query?conflicts=proceed&refresh=true`;
      assert.equal(problem(await send("POST", path, {})), "400 action_request_validation_exception");
      const answer = await send("POST", path, { query: { term: { "labels.run": "a" } } });
      assert.deepEqual([at(answer.json, "deleted"), listAt(answer.json, "failures").length], [1, 0]);
      assert.deepEqual(
        elasticsearch.documents().map(({ id }) => id),
        ["b"],
      );
    });
  });

  describe("faults", () => {
    it("failShards: 200, hits and all, but a shard failed", async () => {
      await create("1", { "@timestamp": TIME });
      elasticsearch.failShards();
      const answer = await send("POST", `/${STREAM}/_search`, {});
      assert.equal(answer.status, 200);
      assert.deepEqual(
        ["timed_out", "_shards.total", "_shards.successful", "_shards.failed", "hits.total.value"].map((path) =>
          at(answer.json, path),
        ),
        [false, 2, 1, 1, 1],
      );
      assert.equal(listAt(answer.json, "_shards.failures").length, 1);
    });

    it("refuseAll: 503 for everything", async () => {
      elasticsearch.refuseAll();
      assert.equal(problem(await send("GET", "/")), "503 cluster_block_exception");
      assert.equal(problem(await create("1", { "@timestamp": TIME })), "503 cluster_block_exception");
    });
  });
});
