import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { beginOfNewestRun, risesOf } from "../../../support/clients/prometheus/incident/first-bad-answer";

const GAP = 45;
const every15 = (from: number, to: number) =>
  Array.from({ length: (to - from) / 15 + 1 }, (_, index) => from + 15 * index);
const ALWAYS = every15(0, 300);

describe("the scrapes at which a counter had risen", () => {
  for (const [sentence, samples, scrapes, expected] of [
    [
      "each at which it is higher",
      [
        [0, 4],
        [15, 4],
        [30, 6],
        [45, 7],
      ],
      ALWAYS,
      [
        [30, true],
        [45, true],
      ],
    ],
    [
      "none of one that stands still, though it is not zero",
      [
        [0, 4],
        [15, 4],
        [30, 4],
      ],
      ALWAYS,
      [],
    ],
    [
      "the first one of a counter that is born with errors",
      [
        [60, 3],
        [75, 3],
      ],
      ALWAYS,
      [[60, true]],
    ],
    [
      "none of one that is born at zero",
      [
        [60, 0],
        [75, 0],
      ],
      ALWAYS,
      [],
    ],
    [
      "the first one after it began anew with errors",
      [
        [0, 9],
        [15, 9],
        [30, 2],
      ],
      ALWAYS,
      [[30, true]],
    ],
    [
      "none where it began anew at zero",
      [
        [0, 9],
        [15, 0],
        [30, 0],
      ],
      ALWAYS,
      [],
    ],
    [
      "not the first one of the question: it was there before",
      [
        [0, 9],
        [15, 9],
      ],
      ALWAYS,
      [],
    ],
    [
      "after missing scrapes, but when it rose is not known",
      [
        [0, 1],
        [120, 5],
      ],
      [0, 120, 135],
      [[120, false]],
    ],
    [
      "of an instance that is new and was never scraped before: not known when",
      [[120, 5]],
      every15(120, 300),
      [[120, false]],
    ],
    [
      "none beside samples that are no numbers",
      [
        [0, 1],
        [15, NaN],
        [30, 5],
        [45, 6],
      ],
      ALWAYS,
      [[45, true]],
    ],
  ] as const)
    // prettier-ignore
    test(sentence, () => {
      const series = { samples: samples.map(([atSeconds, value]) => ({ atSeconds, value })) };
      const rises = risesOf(series, scrapes, 0, GAP);
      assert.deepEqual(rises.map(({ atSeconds, isTight }) => [atSeconds, isTight]), expected); // prettier-ignore
    });
});

describe("the begin of the newest run of errors", () => {
  const rises = (...times: readonly number[]) => times.map((atSeconds) => ({ atSeconds, isTight: true }));
  for (const [sentence, found, expected] of [
    ["none without errors", [], null],
    ["the only one", rises(400), 400],
    ["the first of several that follow each other", rises(430, 400, 415, 500), 400],
    ["the first after a quiet time", rises(100, 110, 400, 430), 400],
    ["the newest, where it stands alone", rises(100, 400, 700), 700],
    ["none where it was never quiet since the begin", rises(60, 120, 180, 240), null],
    ["the first after a time that was just long enough", rises(100, 220), 220],
  ] as const)
    test(sentence, () => assert.equal(beginOfNewestRun(found, 0, 120)?.atSeconds ?? null, expected));

  test("one counter that was not seen before leaves the time open for all that rose at that scrape", () => {
    const both = [...rises(400), { atSeconds: 400, isTight: false }];
    assert.deepEqual(beginOfNewestRun(both, 0, 120), { atSeconds: 400, isTight: false });
  });
});
