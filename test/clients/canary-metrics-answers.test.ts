import assert from "node:assert/strict";
import { after, describe, test, type TestContext } from "node:test";
import { createCanaryMetrics, type MetricsSettings } from "../../support/clients/prometheus/canary-metrics";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../support/errors";
import type { Cause } from "../../support/model/outcome";
import { BEGIN, SETTINGS, WINDOW } from "./prometheus/known-history";
import { createTestContext } from "./test-context";
import { connectionTo, serve } from "./transport/local-servers";

after(() => closeTransports());

const PROBE = "count_over_time(vector(1)[2s:1s])";

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

const vector = (...result: readonly Series[]) => ({ resultType: "vector", result });
const matrix = (...result: readonly Series[]) => ({ resultType: "matrix", result });

/** A server of which the test says what it answers; nothing said: no series. Notes what it was asked, in order. */
async function contractServer(t: TestContext, answers: (query: string) => object | undefined, ownRange = "3") {
  const asked: string[] = [];
  const { url } = await serve(t, (request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const query = new URLSearchParams(text).get("query") ?? "";
      asked.push(query);
      const none = request.url?.endsWith("query_range") === true ? matrix() : vector();
      const data = query === PROBE ? vector({ metric: {}, value: [BEGIN, ownRange] }) : (answers(query) ?? none);
      const body = "status" in data ? data : { status: "success", data };
      response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    });
  });
  const client = (about: Partial<MetricsSettings> = {}) =>
    createCanaryMetrics(
      { connection: connectionTo(url), refusesPartialResponse: false, metrics: { ...SETTINGS, ...about } },
      createTestContext().context,
    );
  return { client, asked, url };
}

function inconclusive(reason: Cause, what: RegExp | string) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    const [problem] = error.problems;
    assert.equal(error.reason, reason, problem.what);
    if (typeof what === "string") assert.equal(problem.what, what);
    else assert.match(problem.what, what);
    return true;
  };
}

describe("what is asked", () => {
  for (const [sentence, ownRange, range] of [
    ["a range that includes its start is asked for a millisecond less", "3", "[1799999ms]"],
    ["a range that begins after its start is asked for as it is", "2", "[1800000ms]"],
  ] as const) {
    test(sentence, async (t) => {
      const { client, asked } = await contractServer(t, () => undefined, ownRange);
      const selector = 'http_request_duration_seconds_bucket{track="canary",handler!~"/health|/livez"}';
      await client().countDurations("canary", WINDOW, 1_800);
      assert.deepEqual([...asked].sort(), [
        `count_over_time(up{track="canary"}${range})`,
        PROBE,
        `last_over_time(${selector}${range})`,
        'max_over_time((timestamp(up{track="canary"}))[1800000ms:15000ms])',
        `resets(${selector}[3600000ms]) > 0`,
        `sum_over_time(up{track="canary"}${range})`,
      ]);
    });
  }

  test("how a server cuts ranges is asked once for all verbs of a check", async (t) => {
    const { client, asked } = await contractServer(t, () => undefined);
    const metrics = client();
    await metrics.countErrors("canary", WINDOW, 1_800);
    await metrics.countTraffic(WINDOW, 1_800);
    assert.equal(asked.filter((query) => query === PROBE).length, 1);
  });

  test("raw samples are asked of the instance that began anew, for the slice in which it did", async (t) => {
    const metric = { __name__: "http_requests_total", instance: "a", status: "200" };
    const end = BEGIN + 1_800;
    const { client, asked } = await contractServer(t, (query) => {
      if (query.startsWith("last_over_time(http_requests_total{track")) {
        return matrix({ metric, values: [[BEGIN, "9"], [end, "4"]] }); // prettier-ignore
      }
      if (!query.startsWith('{__name__="http_requests_total",')) return undefined;
      const values = [[BEGIN, "9"], [BEGIN + 15, "11"], [end, "4"]] as const; // prettier-ignore
      return matrix({ metric: { ...metric, status: "404" }, values: [[end, "1"]] }, { metric, values });
    });
    const { requests } = await client().countErrors("canary", WINDOW, 1_800);
    assert.deepEqual(
      asked.filter((query) => query.startsWith("{")),
      ['{__name__="http_requests_total",instance="a",status="200"}[1800000ms]'],
    );
    assert.deepEqual(requests.series, [
      { labels: { instance: "a", status: "200" }, increases: [6, null, null, null], isBornInside: false, resets: 1 },
    ]);
  });
});

describe("what cannot be found out is no reading", () => {
  const one = (metric: Readonly<Record<string, string>>): Series => ({ metric, values: [[BEGIN + 1_800, "4"]] });
  const cases: readonly {
    readonly sentence: string;
    readonly answer: (query: string) => object | undefined;
    readonly ownRange?: string;
    readonly reason: Cause;
    readonly what: RegExp | string;
  }[] = [
    {
      sentence: "a server that cuts ranges in a way of its own",
      answer: () => undefined,
      ownRange: "1",
      reason: "not-executed",
      what: `The query ${PROBE} gave 1; a server that counts as Prometheus does gives 2 or 3.`,
    },
    {
      sentence: "a bucket without a bound",
      answer: (query) => (query.startsWith("last_over_time") ? matrix(one({ __name__: "x_sum", a: "b" })) : undefined),
      reason: "no-data",
      what: /^The series \{a="b"\} of http_request_duration_seconds_bucket.* has no bound in a label le,/,
    },
    {
      sentence: "a bound that is no number",
      answer: (query) => (query.startsWith("last_over_time") ? matrix(one({ le: "fast" })) : undefined),
      reason: "no-data",
      what: /^The series \{le="fast"\}/,
    },
    {
      sentence: "two metrics with the same labels",
      answer: (query) =>
        query.startsWith("last_over_time")
          ? matrix(one({ __name__: "x", le: "1" }), one({ __name__: "y", le: "1" }))
          : undefined,
      reason: "disagreeing-sources",
      what: /has the series \{__name__="y", le="1"\} twice\.$/,
    },
    {
      sentence: "a counter whose samples are gone when they are asked for",
      answer: (query) => {
        if (query.startsWith("last_over_time") || query.startsWith("resets(")) return matrix(one({ le: "1" }));
        return query.includes("[1800000ms]") ? matrix() : undefined;
      },
      reason: "disagreeing-sources",
      what: /^The counter \{le="1"\} of .* has a value, and no samples when they are asked for\.$/,
    },
    {
      sentence: "a scalar for the newest scrape",
      answer: (query) => (query.startsWith("max_over_time") ? { resultType: "scalar", result: [1, "1"] } : undefined),
      reason: "provider-warning",
      what: /was answered with a scalar, where a vector must come\.$/,
    },
    {
      sentence: "one answer with a warning among whole ones",
      answer: (query) =>
        query.startsWith("sum_over_time")
          ? { status: "success", data: matrix(), warnings: ["store-2 is away"] }
          : undefined,
      reason: "provider-warning",
      what: /1 warning\(s\): store-2 is away$/,
    },
  ];
  for (const { sentence, answer, ownRange, reason, what } of cases) {
    test(`${sentence}: ${reason}`, async (t) => {
      const { client } = await contractServer(t, answer, ownRange);
      await assert.rejects(client().countDurations("canary", WINDOW, 1_800), inconclusive(reason, what));
    });
  }

  test("what the settings do not name is not executed, and the problem says which", async (t) => {
    const { client, asked } = await contractServer(t, () => undefined);
    const bare = client({ flavour: "custom", probes: undefined, rollbacks: undefined });
    const missing = (key: string) =>
      inconclusive("not-executed", `The environment does not say where this is: metrics.${key} is missing.`);
    await assert.rejects(bare.countErrors("canary", WINDOW, 1_800), missing("selectors.requests"));
    await assert.rejects(bare.countDurations("canary", WINDOW, 1_800), missing("durationUnit"));
    await assert.rejects(bare.sampleProbes("canary", WINDOW), missing("probes"));
    await assert.rejects(bare.readRollbackSigns(WINDOW, 1_800), missing("rollbacks"));
    assert.deepEqual(asked, []);
  });

  test("a balancer that is not named gives no servers and no weights", async (t) => {
    const { client } = await contractServer(t, () => undefined);
    const bare = client({ balancer: undefined });
    assert.deepEqual((await bare.countTraffic(WINDOW, 1_800)).servers, []);
    assert.deepEqual((await bare.readRollbackSigns(WINDOW, 1_800)).canaryWeights, []);
  });

  test("two series of one server are told, and labels to sum over do not count", async (t) => {
    const weights = ["lb-1", "lb-2"].map((instance, index) => ({
      metric: { server: "canary", instance },
      values: [[BEGIN + 7_200, String(5 + index)]] as const,
    }));
    const { client } = await contractServer(t, (query) =>
      query.includes("_over_time(haproxy_server_weight") ? matrix(...weights) : undefined,
    );
    const canaryOf = async (sumOver: readonly string[]) => {
      const balancer = SETTINGS.balancer === undefined ? undefined : { ...SETTINGS.balancer, sumOver };
      return (await client({ balancer }).countTraffic(WINDOW, 1_800)).servers[0];
    };
    const told = await canaryOf(["code"]);
    assert.deepEqual([told?.seriesCount, told?.requests, told?.weight], [2, null, { atEnd: 6, least: 5, most: 6 }]);
    assert.equal((await canaryOf(["code", "instance"]))?.seriesCount, 1);
  });
});
