import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { createReadiness, type ReadinessOptions } from "../../support/clients/readiness";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { inconclusive } from "./inconclusive";
import { createTestContext } from "./test-context";
import { closedPort, connectionTo, serve } from "./transport/local-servers";

after(() => closeTransports());

const CONDITIONS = { list: "/conditions", name: "/name", isMet: "/met", reason: "/why" };

function readiness(url: string, about: Partial<ReadinessOptions> = {}) {
  const connection = connectionTo(url, { system: "Flags" });
  const options = { connection, path: "/flags/ab?version={version}", ready: "/on", ...about };
  return createReadiness(options, createTestContext().context);
}

async function read(t: Parameters<typeof serve>[0], answer: unknown, about: Partial<ReadinessOptions> = {}) {
  const { url } = await serve(t, (_request, response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer)),
  );
  return readiness(url, about).read("2.0.0");
}

test("what was asked is said", async (t) => {
  const { where, source, query } = await read(t, { on: true });
  const base = query.replace(/^GET (.*)\/flags\/ab\?version=2\.0\.0$/, "$1");
  assert.match(base, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.deepEqual([where, source], [`Flags, ${base}, environment test`, "Flags"]);
});

describe("whether it is ready", () => {
  type Case = readonly [
    unknown,
    Partial<ReadinessOptions>,
    readonly [boolean | null, string | null, readonly string[]],
  ];
  const met = { name: "release", met: true, why: "it is the canary" };
  const CASES: Readonly<Record<string, Case>> = {
    "true is ready": [{ on: true }, {}, [true, null, []]],
    "false is not": [{ on: false }, {}, [false, null, []]],
    "the word true is no answer": [{ on: "true" }, {}, [null, null, []]],
    "the number 1 is no answer": [{ on: 1 }, {}, [null, null, []]],
    "nothing is no answer": [{}, {}, [null, null, []]],
    "the whole answer may be it": [true, { ready: "" }, [true, null, []]],
    "the version is that of the answer": [{ on: true, v: "1.9.4" }, { version: "/v" }, [true, "1.9.4", []]],
    "all conditions met": [{ on: true, conditions: [met] }, { conditions: CONDITIONS }, [true, null, []]],
    "unmet conditions in the source's words": [
      {
        on: false,
        conditions: [met, { name: "experiment", met: false, why: "it is a draft" }, { name: "x", met: false }],
      },
      { conditions: CONDITIONS },
      [false, null, ["experiment: it is a draft", "x"]],
    ],
    "a condition that says nothing is not met": [
      { on: false, conditions: [{ name: "flag" }] },
      { conditions: CONDITIONS },
      [false, null, ["flag: it is not said whether this is met"]],
    ],
  };
  for (const [sentence, [answer, about, expected]] of Object.entries(CASES))
    test(sentence, async (t) => {
      const { isReady, version, unmet } = await read(t, answer, about);
      assert.deepEqual([isReady, version, unmet], expected);
    });
});

describe("an answer that cannot be relied on", () => {
  type Case = readonly [unknown, Partial<ReadinessOptions>, Parameters<typeof inconclusive>];
  const CASES: Readonly<Record<string, Case>> = {
    "ready, with a condition that is not met": [
      { on: true, conditions: [{ name: "experiment", met: false, why: "it is a draft" }] },
      { conditions: CONDITIONS },
      [
        "disagreeing-sources",
        "Flags says that the A/B test may begin, and that this is not met: experiment: it is a draft.",
      ],
    ],
    "no version where one belongs": [
      { on: true },
      { version: "/v" },
      ["no-data", 'The answer of Flags does not say at "/v" which version it speaks of.'],
    ],
    "no conditions where they belong": [
      { on: true },
      { conditions: CONDITIONS },
      ["no-data", 'The answer of Flags holds no list of conditions at "/conditions".'],
    ],
    "an empty list of conditions": [
      { on: true, conditions: [] },
      { conditions: CONDITIONS },
      ["no-data", 'The answer of Flags holds 0 conditions, not all with a name at "/conditions".'],
    ],
    "a condition without a name": [
      { on: true, conditions: [{ name: "a", met: true }, { met: true }] },
      { conditions: CONDITIONS },
      ["no-data", 'The answer of Flags holds 2 conditions, not all with a name at "/conditions".'],
    ],
  };
  for (const [sentence, [answer, about, expected]] of Object.entries(CASES))
    test(`${sentence}: ${expected[0]}`, async (t) => {
      await assert.rejects(read(t, answer, about), inconclusive(...expected));
    });
});

test("what does not run is unreachable; 401 is unauthorised; 500 and HTML are no data", async (t) => {
  const refused = `http://127.0.0.1:${await closedPort()}`;
  await assert.rejects(readiness(refused).read("2.0.0"), inconclusive("unreachable", /connection refused/));
  for (const [status, cause] of [
    [401, "unauthorised"],
    [500, "no-data"],
  ] as const) {
    const { url } = await serve(t, (_request, response) => response.writeHead(status).end());
    await assert.rejects(
      readiness(url).read("2.0.0"),
      inconclusive(cause, `Flags answered "readiness for the A/B test" with HTTP ${status}; expected is 200.`),
    );
  }
  const page = await serve(t, (_request, response) => response.setHeader("content-type", "text/html").end("<html>"));
  await assert.rejects(readiness(page.url).read("2.0.0"), inconclusive("no-data", /text\/html/));
});
