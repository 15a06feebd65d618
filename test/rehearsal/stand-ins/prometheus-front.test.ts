import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { serveHistory, type HistoryServer } from "../../../rehearsal/history-server";
import { startPrometheusFront, type PrometheusFront } from "../../../rehearsal/stand-ins/prometheus-front";
import { REMOTE_STORAGE_SILENT, STORE_SILENT } from "../../../rehearsal/stand-ins/prometheus-front/manner";
import { createPrometheus } from "../../../support/clients/prometheus";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import { createTestContext } from "../../clients/test-context";
import { connectionTo } from "../../clients/transport/local-servers";
import { ask, at, listAt, type Answer } from "./ask";

const AT = { time: "2025-10-23T08:00:00.000Z" };
const BOTH_TRACKS = { query: 'up{job="phase4"}', ...AT };
const ONE_TRACK = { query: 'up{job="phase4",track="canary"}', ...AT };
const RANGE = {
  query: 'up{job="phase4"}',
  start: "2025-10-23T07:00:00.000Z",
  end: "2025-10-23T08:00:00.000Z",
  step: "600",
};

describe("the front before a real Prometheus", () => {
  let prometheus: HistoryServer;
  const fronts: Partial<Record<"warns" | "partial", PrometheusFront>> = {};
  const counted: string[] = [];

  before(async () => {
    prometheus = await serveHistory("runbook");
    const count = (...what: readonly unknown[]) => void counted.push(what.join(" "));
    for (const manner of ["warns", "partial"] as const)
      fronts[manner] = await startPrometheusFront({ manner, prometheusUrl: prometheus.url }, count);
  });
  after(async () => {
    closeTransports();
    await Promise.all([prometheus.stop(), fronts.warns?.stop(), fronts.partial?.stop()]);
  });

  const posted = (url: string | undefined, operation: string, form: Record<string, string>): Promise<Answer> =>
    ask(`${url}/api/v1/${operation}`, { form });
  const both = async (manner: "warns" | "partial", operation: string, form: Record<string, string>) => ({
    plain: await posted(prometheus.url, operation, form),
    told: await posted(fronts[manner]?.url, operation, form),
  });

  const WARNED: Record<string, readonly [string, Record<string, string>]> = {
    "an answer at one moment": ["query", BOTH_TRACKS],
    "an answer over a range": ["query_range", RANGE],
    "the server's own time": ["query", { query: "time()", ...AT }],
    "an answer without data": ["query", { query: "nobody_counts_this_total", ...AT }],
  };
  for (const [sentence, [operation, form]] of Object.entries(WARNED))
    it(`warns: ${sentence} comes whole, with a warning`, async () => {
      const { plain, told } = await both("warns", operation, form);
      assert.equal(told.status, 200);
      assert.equal(told.headers.get("content-type"), "application/json");
      assert.ok(typeof plain.json === "object");
      assert.deepEqual(told.json, { ...plain.json, warnings: [REMOTE_STORAGE_SILENT] });
    });

  const PARTIAL: Record<string, readonly [string, Record<string, string>, number, number]> = {
    "one of two series at one moment": ["query", BOTH_TRACKS, 2, 1],
    "one of two series over a range": ["query_range", RANGE, 2, 1],
    "a series that is alone": ["query", ONE_TRACK, 1, 1],
    "no series": ["query", { query: "nobody_counts_this_total", ...AT }, 0, 0],
    "an expression with its series in braces": ["query", { query: `{__name__="up",job="phase4"}`, ...AT }, 2, 1],
    "partial_response=true": ["query", { ...BOTH_TRACKS, partial_response: "true" }, 2, 1],
  };
  for (const [sentence, [operation, form, whole, told]] of Object.entries(PARTIAL))
    it(`partial: ${sentence} gives ${told} of ${whole}, with Thanos's warning`, async () => {
      const answers = await both("partial", operation, form);
      const series = listAt(answers.plain.json, "data.result");
      assert.equal(series.length, whole);
      assert.deepEqual(listAt(answers.told.json, "data.result"), series.slice(0, told));
      assert.deepEqual(at(answers.told.json, "warnings"), [STORE_SILENT]);
      assert.deepEqual([answers.told.status, at(answers.told.json, "status")], [200, "success"]);
    });

  for (const query of ["time()", "vector(1) + 2", "count_over_time(vector(1)[2s:1s])", "scalar(vector(3))"])
    it(`partial: ${query} asks no store, also where a partial answer is refused`, async () => {
      const { plain, told } = await both("partial", "query", { query, ...AT, partial_response: "false" });
      assert.deepEqual([told.status, told.json], [200, plain.json]);
    });

  const ERROR = {
    status: "error",
    errorType: "execution",
    error: `expanding series: proxy Series(): rpc error: code = Aborted desc = ${STORE_SILENT}`,
  };
  for (const [operation, form] of [
    ["query", BOTH_TRACKS],
    ["query_range", RANGE],
  ] as const)
    it(`partial: ${operation} with partial_response=false is an error, in the form as in the address`, async () => {
      const url = `${fronts.partial?.url}/api/v1/${operation}`;
      const inForm = await ask(url, { form: { ...form, partial_response: "false" } });
      const inAddress = await ask(`${url}?${new URLSearchParams({ ...form, partial_response: "0" }).toString()}`);
      for (const { status, json } of [inForm, inAddress]) assert.deepEqual([status, json], [422, ERROR]);
    });

  it("hands on what is no success, and what it does not change", async () => {
    for (const manner of ["warns", "partial"] as const) {
      const refused = await both(manner, "query", { query: "up{", partial_response: "false" });
      assert.equal(refused.told.status, 400);
      assert.deepEqual(refused.told.json, refused.plain.json);
      for (const path of ["/api/v1/alertmanagers", "/api/v1/status/buildinfo", "/-/ready", "/no/such/path"]) {
        const plain = await ask(prometheus.url + path);
        const told = await ask(`${fronts[manner]?.url}${path}`);
        assert.deepEqual([told.status, told.text], [plain.status, plain.text]);
      }
    }
  });

  const REFUSALS: Record<string, readonly [boolean, string]> = {
    "that takes partial answers hears the warning": [false, `came with 1 warning(s): ${STORE_SILENT}`],
    "that refuses them hears the error": [true, `was answered with the error execution: ${ERROR.error}`],
  };
  for (const [sentence, [refusesPartialResponse, said]] of Object.entries(REFUSALS))
    it(`partial: a client ${sentence}, and concludes nothing`, async () => {
      const connection = connectionTo(fronts.partial?.url ?? "");
      const client = createPrometheus({ connection, refusesPartialResponse }, createTestContext().context);
      await assert.rejects(client.query("up", AT.time), (error: unknown) => {
        assert.ok(error instanceof InconclusiveError);
        assert.equal(error.reason, "provider-warning");
        assert.ok(error.problems[0].what.endsWith(said), error.problems[0].what);
        return true;
      });
    });

  it("counts its answers by what was asked", () => {
    assert.ok(counted.includes("prometheus-front query 422"));
    assert.ok(counted.includes("prometheus-front query_range 200"));
    assert.ok(counted.includes("prometheus-front other 404"));
  });
});
