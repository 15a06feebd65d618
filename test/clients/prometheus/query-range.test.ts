import assert from "node:assert/strict";
import type { IncomingMessage, RequestListener } from "node:http";
import { after, describe, test, type TestContext } from "node:test";
import { createPrometheus, type Prometheus } from "../../../support/clients/prometheus";
import type { QueryRange } from "../../../support/clients/prometheus/query-range";
import { closeTransports } from "../../../support/clients/transport/create-http-transport";
import { InconclusiveError } from "../../../support/errors";
import type { Cause } from "../../../support/model/outcome";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "../transport/local-servers";

after(() => closeTransports());

/** Four moments: 0, 15, 30 and 45 s after 1970 began. */
const RANGE: QueryRange = { start: "1970-01-01T00:00:00Z", end: "1970-01-01T00:00:45Z", stepSeconds: 15 };
const up = (values: readonly (readonly [number, string])[]) => ({ metric: { __name__: "up", job: "a" }, values });

async function clientOf(t: TestContext, handler: RequestListener): Promise<Prometheus> {
  const { url } = await serve(t, handler);
  return createPrometheus({ connection: connectionTo(url), refusesPartialResponse: true }, createTestContext().context);
}

function answering(body: unknown, status = 200): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
}

const matrix = (...result: readonly object[]) => ({ status: "success", data: { resultType: "matrix", result } });

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

function inconclusive(reason: Cause, what: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof InconclusiveError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.problems[0].what, what);
    return true;
  };
}

describe("a range is asked for as it is meant", () => {
  test("by POST, with decimal seconds, past caches, and refusing a partial answer", async (t) => {
    const asked: string[] = [];
    const client = await clientOf(t, (request, response) => {
      void formOf(request).then((form) => {
        asked.push(`${request.method} ${request.url} ${form.toString()}`);
        answering(matrix())(request, response);
      });
    });
    const range = { start: "1970-01-01T00:00:00.500Z", end: "1970-01-01T00:00:02.000Z", stepSeconds: 0.75 };
    assert.deepEqual(await client.queryRange("up", range), { kind: "matrix", series: [], infos: [] });
    assert.deepEqual(asked, [
      "POST /api/v1/query_range query=up&start=0.500&end=2.000&step=0.750&nocache=1&partial_response=false",
    ]);
  });

  test("one that is no whole number of steps is refused before it is asked", async (t) => {
    const client = await clientOf(t, answering(matrix()));
    for (const range of [
      { ...RANGE, stepSeconds: 14 },
      { ...RANGE, stepSeconds: 0 },
      { ...RANGE, end: "1969-12-31T23:59:45Z" },
      { ...RANGE, end: "soon" },
    ]) {
      await assert.rejects(client.queryRange("up", range), RangeError, JSON.stringify(range));
    }
  });

  test("a long one is asked in pieces, and every moment comes once", async (t) => {
    const pieces: [number, number][] = [];
    const client = await clientOf(t, (request, response) => {
      void formOf(request).then((form) => {
        const [start, end] = [Number(form.get("start")), Number(form.get("end"))];
        pieces.push([start, end]);
        const values = Array.from({ length: (end - start) / 15 + 1 }, (_, index) => [start + index * 15, "1"] as const);
        const born = end > 300_000 ? [{ metric: { job: "born" }, values: values.slice(-1) }] : [];
        answering(matrix(up(values), ...born))(request, response);
      });
    });
    const end = new Date(25_000 * 15 * 1_000).toISOString();
    const { series } = await client.queryRange("up", { ...RANGE, end });
    assert.deepEqual(pieces, [
      [0, 164_985],
      [165_000, 329_985],
      [330_000, 375_000],
    ]);
    assert.deepEqual(
      series.map(({ labels, samples }) => [labels["job"], samples.length]),
      [
        ["a", 25_001],
        ["born", 2],
      ],
    );
    assert.ok(series[0]?.samples.every(({ atSeconds }, index) => atSeconds === index * 15));
  });
});

describe("what is no whole answer to a range is none", () => {
  const whole = up([
    [0, "1"],
    [15, "NaN"],
    [45, "+Inf"],
  ]);

  test("a whole one is given as it is: NaN and infinity are themselves, a missing moment is missing", async (t) => {
    const client = await clientOf(t, answering(matrix(whole)));
    const { series } = await client.queryRange("up", RANGE);
    assert.deepEqual(series[0]?.samples, [
      { atSeconds: 0, value: 1 },
      { atSeconds: 15, value: NaN },
      { atSeconds: 45, value: Infinity },
    ]);
  });

  for (const [sentence, body, reason, what] of [
    ["a warning", { ...matrix(whole), warnings: ["store-2 is away"] }, "provider-warning", /store-2 is away$/],
    [
      "results that were cut off at a limit",
      { ...matrix(whole), warnings: ["results truncated due to limit"] },
      "provider-warning",
      /1 warning\(s\): results truncated due to limit$/,
    ],
    [
      "a vector",
      { status: "success", data: { resultType: "vector", result: [] } },
      "provider-warning",
      /with a vector, where a matrix must come\.$/,
    ],
    [
      "a series twice",
      matrix(whole, whole),
      "disagreeing-sources",
      /^The answer to up has the series \{__name__="up", job="a"\} twice\.$/,
    ],
    [
      "a moment that was not asked for",
      matrix(up([[7, "1"]])),
      "provider-warning",
      /points at moments that were not asked for/,
    ],
    [
      "a moment after the end",
      matrix(up([[60, "1"]])),
      "provider-warning",
      /points at moments that were not asked for/,
    ],
    [
      "a moment twice",
      matrix(
        up([
          [15, "1"],
          [15, "2"],
        ]),
      ),
      "provider-warning",
      /points at moments that were not asked for/,
    ],
    [
      "moments backwards",
      matrix(
        up([
          [30, "1"],
          [15, "2"],
        ]),
      ),
      "provider-warning",
      /points at moments that were not asked for/,
    ],
    [
      "an error with the status 200",
      { status: "error", errorType: "execution", error: "query processing would load too many samples" },
      "provider-warning",
      /error execution: query processing would load too many samples$/,
    ],
    ["a text", "<html>", "no-data", /./],
    ["a native histogram", matrix({ metric: {}, histograms: [[0, { count: "1", sum: "1" }]] }), "no-data", /./],
    ["a value that is no number", matrix(up([[0, "one"]])), "no-data", /./],
  ] as const) {
    test(`an answer with ${sentence} is inconclusive: ${reason}`, async (t) => {
      const client = await clientOf(t, answering(body));
      await assert.rejects(client.queryRange("up", RANGE), inconclusive(reason, what));
    });
  }
});
