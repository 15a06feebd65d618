import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { after, describe, test } from "node:test";
import { createFeedback, type FeedbackOptions } from "../../support/clients/feedback";
import type { ListShape } from "../../support/clients/feedback/answer-list";
import { closeTransports } from "../../support/clients/transport/create-http-transport";
import { inconclusive } from "./inconclusive";
import { createTestContext } from "./test-context";
import { closedPort, connectionTo, serve } from "./transport/local-servers";

after(() => closeTransports());

const WINDOW = { start: "2025-10-23T14:00:00.000Z", end: "2025-10-25T14:00:00.000Z" };
const COUNTS = { kind: "counts", positive: "/positive", negative: "/negative" } as const;
const LIST: ListShape = {
  kind: "list",
  list: "/answers",
  sentiment: "/rating",
  words: { positive: ["4", "5"], neutral: ["3"], negative: ["1", "2"] },
  next: "/next",
};

function feedback(url: string, about: Partial<FeedbackOptions> = {}) {
  const options: FeedbackOptions = {
    connection: connectionTo(url, { system: "Survey" }),
    path: "/v1/answers?version={version}&since={since}&until={until}",
    controlPath: "/v1/answers?version={version}",
    timeFormat: "iso",
    answers: COUNTS,
    ...about,
  };
  const testContext = createTestContext();
  return { ...createFeedback(options, testContext.context), ...testContext };
}

/** Answers each path with query by its JSON, everything else with 404. */
function byPath(answers: Readonly<Record<string, unknown>>, asked: string[] = []): RequestListener {
  return (request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const status = Object.hasOwn(answers, path) ? 200 : 404;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answers[path] ?? {}));
  };
}

const CONTROL = "/v1/answers?version=2.0.0";
const IN_WINDOW = `${CONTROL}&since=2025-10-23T14%3A00%3A00.000Z&until=2025-10-25T14%3A00%3A00.000Z`;

describe("a source that counts", () => {
  const counted = async (t: Parameters<typeof serve>[0], answers: unknown, shape = {}, control: unknown = answers) => {
    const { url } = await serve(t, byPath({ [IN_WINDOW]: answers, [CONTROL]: control }));
    const summary = await feedback(url, { answers: { ...COUNTS, ...shape } }).readSummary(WINDOW, "2.0.0");
    return [summary.answers, summary.positive, summary.neutral, summary.negative, summary.answersEver];
  };

  test("without a total: the sum of the sides; the control question is asked for all time", async (t) => {
    assert.deepEqual(
      await counted(t, { positive: 30, negative: 8 }, {}, { positive: 40, negative: 10 }),
      [38, 30, 0, 8, 50],
    );
  });

  test("with a total of its own: as it says, also where it does not add up", async (t) => {
    const shape = { answers: "/n", neutral: "/none" };
    assert.deepEqual(await counted(t, { n: 50, positive: 30, none: 4, negative: 8 }, shape), [50, 30, 4, 8, 50]);
  });

  test("no answers at all are zero, and so is the control", async (t) => {
    assert.deepEqual(await counted(t, { positive: 0, negative: 0 }), [0, 0, 0, 0, 0]);
  });

  const WRONG: Readonly<Record<string, readonly [unknown, string]>> = {
    "a count that is missing": [{ positive: 3 }, 'negative at "/negative"'],
    "a count that is text": [{ positive: "3", negative: 0 }, 'positive at "/positive"'],
    "a count below zero": [{ positive: -1, negative: 0 }, 'positive at "/positive"'],
    "half an answer": [{ positive: 1, negative: 0.5 }, 'negative at "/negative"'],
    "no object": [[], 'positive at "/positive", negative at "/negative"'],
    "nothing (null)": [null, 'positive at "/positive", negative at "/negative"'],
  };
  for (const [sentence, [answers, missing]] of Object.entries(WRONG))
    test(`${sentence} is no data`, async (t) => {
      await assert.rejects(
        counted(t, answers),
        inconclusive("no-data", `The answer of Survey holds no whole number for ${missing}.`),
      );
    });

  for (const [version, said] of [
    ["1.9.4", "of version 1.9.4"],
    [2, "of no version"],
  ] as const)
    test(`an answer ${said} where 2.0.0 was asked for disagrees`, async (t) => {
      await assert.rejects(
        counted(t, { positive: 1, negative: 0, about: version }, { version: "/about" }),
        inconclusive("disagreeing-sources", `Survey was asked about version 2.0.0 and answered with counts ${said}.`),
      );
    });
});

test("times may be asked for in seconds or milliseconds", async (t) => {
  const asked: string[] = [];
  const { url } = await serve(t, byPath({ [CONTROL]: { positive: 1, negative: 0 } }, asked));
  for (const timeFormat of ["unix-seconds", "unix-milliseconds"] as const)
    await assert.rejects(feedback(url, { timeFormat }).readSummary(WINDOW, "2.0.0"));
  const windows = asked.filter((path) => path.includes("since")).map((path) => path.replace(CONTROL, ""));
  assert.deepEqual(windows, ["&since=1761228000&until=1761400800", "&since=1761228000000&until=1761400800000"]);
});

test("a version with signs of its own stays one value of the address", async (t) => {
  const asked: string[] = [];
  const { url } = await serve(t, byPath({}, asked));
  await assert.rejects(feedback(url).readSummary(WINDOW, "2.0.0+b&x=1"));
  assert.deepEqual(asked, ["/v1/answers?version=2.0.0%2Bb%26x%3D1"]);
});

describe("a source that lists", () => {
  const rated = (...ratings: readonly unknown[]) => ratings.map((rating) => ({ rating }));
  const summaryOf = async (t: Parameters<typeof serve>[0], pages: Readonly<Record<string, unknown>>, shape = {}) => {
    const { url } = await serve(t, byPath(pages));
    return feedback(url, { answers: { ...LIST, ...shape } }).readSummary(WINDOW, "2.0.0");
  };

  test("page after page, by addresses of each form; the control reads no further than it must", async (t) => {
    const summary = await summaryOf(t, {
      [IN_WINDOW]: { answers: rated(5, "4", 3), next: "/v1/answers?cursor=2" },
      "/v1/answers?cursor=2": { answers: [], next: "?cursor=3" },
      "/v1/answers?cursor=3": { answers: rated(1, 2, 5), next: null },
      [CONTROL]: { answers: rated(5, "an older word"), next: "/v1/answers?cursor=never" },
    });
    const { answers, positive, neutral, negative, answersEver } = summary;
    assert.deepEqual([answers, positive, neutral, negative, answersEver], [6, 3, 1, 2, 2]);
  });

  test("answers outside the window do not count where their time is known; its end is not in it", async (t) => {
    const answers = [
      { rating: 5, at: "2025-10-23T13:59:59.999Z" },
      { rating: 4, at: "2025-10-23T16:00:00+02:00" },
      { rating: 1, at: "2025-10-25T13:59:59Z" },
      { rating: 1, at: WINDOW.end },
    ];
    const summary = await summaryOf(t, { [IN_WINDOW]: { answers }, [CONTROL]: { answers } }, { time: "/at" });
    assert.deepEqual([summary.answers, summary.positive, summary.negative, summary.answersEver], [2, 1, 1, 4]);
  });

  test("a list that is the whole answer, empty", async (t) => {
    const summary = await summaryOf(t, { [IN_WINDOW]: [], [CONTROL]: [] }, { list: "", next: undefined });
    assert.deepEqual([summary.answers, summary.answersEver], [0, 0]);
  });

  type Wrong = readonly [Readonly<Record<string, unknown>>, Partial<ListShape>, Parameters<typeof inconclusive>];
  const WRONG: Readonly<Record<string, Wrong>> = {
    "a word that is not known": [
      { [IN_WINDOW]: { answers: rated(5, "meh", 0, null) } },
      {},
      [
        "no-data",
        'Survey has answers that say "meh", "0", "(none)", which are neither positive, neutral nor negative here.',
      ],
    ],
    "an answer without its time": [
      { [IN_WINDOW]: { answers: rated(5) } },
      { time: "/at" },
      ["no-data", 'An answer of Survey has no time (ISO 8601) at "/at".'],
    ],
    "no list": [
      { [IN_WINDOW]: { answers: "none" } },
      {},
      ["no-data", 'The answer of Survey holds no list of answers at "/answers".'],
    ],
    "a next page on another host": [
      { [IN_WINDOW]: { answers: [], next: "https://elsewhere.example/v1/answers" } },
      {},
      ["partial-coverage", "Survey has more answers than could be read: page 1 names a further one."],
    ],
    "a next page that is the same again": [
      { [IN_WINDOW]: { answers: [], next: IN_WINDOW } },
      {},
      ["partial-coverage", "Survey has more answers than could be read: page 1 names a further one."],
    ],
    "a next page that is a number": [
      { [IN_WINDOW]: { answers: [], next: 2 } },
      {},
      ["partial-coverage", "Survey has more answers than could be read: page 1 names a further one."],
    ],
  };
  for (const [sentence, [pages, shape, expected]] of Object.entries(WRONG))
    test(`${sentence} is ${expected[0]}`, async (t) => {
      const control = { answers: [{ rating: 5, at: WINDOW.start }], next: null };
      await assert.rejects(summaryOf(t, { [CONTROL]: control, ...pages }, shape), inconclusive(...expected));
    });

  test("more pages than are read are partial coverage", async (t) => {
    let count = 0;
    const { url } = await serve(t, (_request, response) => {
      count += 1;
      const page = { answers: [], next: `/v1/answers?cursor=${count}` };
      response.setHeader("content-type", "application/json").end(JSON.stringify(page));
    });
    await assert.rejects(
      feedback(url, { answers: LIST }).readSummary(WINDOW, "2.0.0"),
      inconclusive("partial-coverage", "Survey has more answers than could be read: page 50 names a further one."),
    );
  });
});

test("a source that does not run is unreachable; a login page is unauthorised; one that hangs is timed out", async (t) => {
  const refused = `http://127.0.0.1:${await closedPort()}`;
  await assert.rejects(feedback(refused).readSummary(WINDOW, "2.0.0"), inconclusive("unreachable", /refused/));
  const login = await serve(t, (_request, response) => response.writeHead(302, { location: "/login" }).end());
  await assert.rejects(feedback(login.url).readSummary(WINDOW, "2.0.0"), inconclusive("unauthorised", /HTTP 302/));
  const silent = await serve(t, () => undefined);
  const connection = connectionTo(silent.url, { system: "Survey", timeoutMs: 200, deadlineMs: 300 });
  await assert.rejects(
    feedback(silent.url, { connection }).readSummary(WINDOW, "2.0.0"),
    inconclusive("timed-out", /no complete answer within 200 ms/),
  );
});
