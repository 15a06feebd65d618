import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z, type ZodType } from "zod";
import { ENVELOPE_STATUSES, envelopeOf } from "../../../support/clients/prometheus/answer";
import { queryData } from "../../../support/clients/prometheus/query-answer";
import { closeTransports, createHttpTransport } from "../../../support/clients/transport/create-http-transport";
import { shapeFaults } from "../../../support/clients/transport/shape-faults";
import { inconclusive } from "../inconclusive";
import { createTestContext } from "../test-context";
import { connectionTo, serve } from "./local-servers";

const STATUS = z.enum(["success", "error"]);
const EITHER = z.union([z.object({ hits: z.array(z.string()) }), z.object({ error: z.object({ type: z.string() }) })]);
const TAGGED = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("a") }),
  z.object({ kind: z.literal("b"), size: z.number() }),
]);

/** The answer, its schema, and each fault. */
const CASES: Readonly<Record<string, readonly [unknown, ZodType, readonly string[]]>> = {
  "a field that is missing": [{ data: {} }, at(z.array(z.string())), ["the field data.result is missing"]],
  "a field that is missing with all around it": [{}, at(z.string()), ["the field data is missing"]],
  "a list where text must be": [
    { data: { result: [] } },
    at(z.string()),
    ["the field data.result is a list, expected is text"],
  ],
  "null where a number must be": [
    { data: { result: null } },
    at(z.number()),
    ["the field data.result is null, expected is a number"],
  ],
  "a broken number where a whole one must be": [
    { data: { result: 1.5 } },
    at(z.int()),
    ["the field data.result is a number, expected is a whole number"],
  ],
  "text where true or false must be": [
    { data: { result: "yes" } },
    at(z.boolean()),
    ["the field data.result is text, expected is true or false"],
  ],
  "an entry of a list": [
    { data: { result: ["a", 1] } },
    at(z.array(z.string())),
    ["the field data.result.1 is a number, expected is text"],
  ],
  "a value of a map": [
    { data: { result: { a: {} } } },
    at(z.record(z.string(), z.string())),
    ["the field data.result.a is an object, expected is text"],
  ],
  "an answer that is a list": [[], at(z.string()), ["the answer is a list, expected is an object"]],
  "an answer that is null": [null, at(z.string()), ["the answer is null, expected is an object"]],
  "a word that is not known": [
    { data: { result: "partial" } },
    at(STATUS),
    ['the field data.result is not "success" or "error"'],
  ],
  "no word": [{ data: {} }, at(STATUS), ["the field data.result is missing"]],
  "false where true must be": [{ data: { result: false } }, at(z.literal(true)), ["the field data.result is not true"]],
  "a kind that is not known": [
    { data: { result: { kind: "c" } } },
    at(TAGGED),
    ['the field data.result.kind is not "a" or "b"'],
  ],
  "no kind": [{ data: { result: {} } }, at(TAGGED), ["the field data.result.kind is missing"]],
  "a known kind without its size": [
    { data: { result: { kind: "b" } } },
    at(TAGGED),
    ["the field data.result.size is missing"],
  ],
  "neither of two shapes": [
    { data: { result: {} } },
    at(EITHER),
    ["the field data.result.hits is missing, or the field data.result.error is missing"],
  ],
  "neither of two kinds, both alike": [
    { data: { result: 1 } },
    at(EITHER),
    ["the field data.result is a number, expected is an object"],
  ],
  "a negative count": [
    { data: { result: -1 } },
    at(z.int().min(0)),
    ["the field data.result is too small, expected is at least 0"],
  ],
  "a count beyond its limit": [
    { data: { result: 9 } },
    at(z.int().max(5)),
    ["the field data.result is too large, expected is at most 5"],
  ],
  "empty text": [
    { data: { result: "" } },
    at(z.string().min(1)),
    ["the field data.result is too short, expected is a length of at least 1"],
  ],
  "a pair of one": [
    { data: { result: [1] } },
    at(z.tuple([z.number(), z.string()])),
    ["the field data.result is too short, expected is a length of at least 2"],
  ],
  "a pair of three": [
    { data: { result: [1, "", 1] } },
    at(z.tuple([z.number(), z.string()])),
    ["the field data.result is too long, expected is a length of at most 2"],
  ],
  "text that is no URL": [
    { data: { result: "x" } },
    at(z.url()),
    ["the field data.result is text of another form than expected"],
  ],
  "a schema's own words": [
    { data: { result: "x" } },
    at(z.string().refine(() => false, "it is no moment")),
    ["the field data.result is not as expected: it is no moment"],
  ],
  "a field too many": [
    { data: { result: { a: 1 } } },
    at(z.strictObject({})),
    ["the field data.result is not as expected"],
  ],
  "two faults": [
    { data: { a: 1 } },
    z.object({ data: z.object({ a: z.string(), b: z.string() }) }),
    ["the field data.a is a number, expected is text", "the field data.b is missing"],
  ],
  "a name that every object inherits": [
    { data: {} },
    z.object({ data: z.object({ toString: z.string() }) }),
    ["the field data.toString is missing"],
  ],
};

function at(schema: ZodType): ZodType {
  return z.object({ data: z.object({ result: schema }) });
}

describe("what is wrong with an answer's shape, in plain words", () => {
  for (const [sentence, [answer, schema, faults]] of Object.entries(CASES))
    test(sentence, () => {
      const read = schema.safeParse(answer);
      assert.ok(!read.success);
      assert.deepEqual(shapeFaults(read.error.issues, answer), faults);
    });
});

describe("a client's explanation", () => {
  const ANSWERS: Readonly<Record<string, readonly [unknown, string]>> = {
    "no result": [{ status: "success", data: { resultType: "vector" } }, "the field data.result is missing"],
    "no data": [{ status: "success" }, "the field data is missing"],
    "another system's answer": [{ state: "ok" }, "the field status is missing"],
    "a histogram for a number": [
      { status: "success", data: { resultType: "vector", result: [{ metric: {}, histogram: [] }] } },
      "the field data.result.0.value is missing",
    ],
    "five faults, of which three are named": [
      { status: "success", data: { resultType: "vector", result: [{}, {}, { metric: {} }] } },
      "the field data.result.0.metric is missing; the field data.result.0.value is missing; " +
        "the field data.result.1.metric is missing; and 2 more",
    ],
  };
  for (const [sentence, [answer, said]] of Object.entries(ANSWERS))
    test(sentence, async (t) => {
      t.after(() => closeTransports());
      const server = await serve(t, (_request, response) =>
        response.setHeader("content-type", "application/json").end(JSON.stringify(answer)),
      );
      const transport = createHttpTransport(connectionTo(server.url), createTestContext().context);
      const ask = { operation: "query up", method: "GET", path: "/api/v1/query" } as const;
      await assert.rejects(
        transport.askJson(ask, envelopeOf(queryData), ENVELOPE_STATUSES),
        inconclusive("no-data", `Prometheus answered "query up" with JSON of another shape: ${said}.`),
      );
    });
});
