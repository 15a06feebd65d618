import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addedUp, countedSeries, openPieces } from "../../../support/clients/prometheus/canary-metrics/counter-pieces";
import { cutWindow, stepsOf } from "../../../support/clients/prometheus/canary-metrics/cut-window";

describe("samples are added up one by one", () => {
  for (const [sentence, carried, values, increase, resets] of [
    ["growth counts from what was carried", 10, [12, 15], 5, 0],
    ["what was never seen counts from zero", undefined, [7, 7, 9], 9, 0],
    ["after a fall the new value counts whole", 10, [12, 3, 4], 2 + 3 + 1, 1],
    ["a fall from what was carried is one", 10, [0, 4], 4, 1],
    ["no sample adds nothing", 10, [], 0, 0],
    ["NaN stays NaN", 10, [12, NaN, 15], NaN, 0],
    ["from NaN nothing can be counted", NaN, [12], NaN, 0],
  ] as const) {
    test(sentence, () => assert.deepEqual(addedUp(values, carried), { increase, resets }));
  }
});

describe("which pieces the values at their ends do not settle", () => {
  const grid = { startMs: 0, endMs: 5_000, stepMs: 1_000, before: 2, perSlice: 2 };
  const open = (values: readonly (number | undefined)[], reset?: number) =>
    openPieces({ labels: {}, key: "", values }, grid, (index) => index === reset).map(({ index, carried }) => [
      index,
      carried,
    ]);
  for (const [sentence, values, reset, expected] of [
    ["none of a counter that grows", [1, 2, 3, 4, 5, 6], undefined, []],
    ["none of one that is born", [undefined, undefined, undefined, 4, 5, 6], undefined, []],
    ["the one in which it began anew", [1, 2, 3, 4, 5, 6], 3, [[3, 3]]],
    ["one that fell, whatever the server says of it", [1, 2, 1, 4, 5, 6], undefined, [[2, 2]]],
    ["the first one after an absence", [1, 2, 3, undefined, 5, 6], undefined, [[4, 3]]],
    ["the first one of the window after an absence before it", [1, undefined, 3, 4, 5, 6], undefined, [[2, 1]]],
    ["none before the window", [5, 2, 3, 4, 5, 6], 1, []],
  ] as const) {
    test(sentence, () => assert.deepEqual(open(values, reset), expected));
  }

  test("pieces are added up to slices; an absence is null, and NaN stays NaN", () => {
    const counted = (values: readonly (number | undefined)[]) =>
      countedSeries({ labels: { __name__: "x", a: "b" }, key: "", values }, grid, new Map())?.increases;
    assert.deepEqual(counted([1, 2, 3, 4, 5, 7]), [2, 3]);
    assert.deepEqual(counted([1, 2, undefined, undefined, undefined, 7]), [null, 5]);
    assert.deepEqual(counted([1, 2, 3, NaN, 5, undefined]), [NaN, NaN]);
    assert.equal(counted([1, 2, undefined, undefined, undefined, undefined]), undefined);
  });
});

describe("a window is cut into equal slices", () => {
  const cut = (start: string, end: string, sliceSeconds: number) => {
    const day = (time: string) => `2025-10-21T${time}Z`;
    const { edges } = cutWindow({ start: day(start), end: day(end) }, sliceSeconds, 15);
    const at = (edge = NaN) => new Date(edge * 1_000).toISOString().slice(11, 23);
    return { count: edges.length - 1, first: at(edges[0]), second: at(edges[1]), last: at(edges.at(-1)) };
  };
  for (const [sentence, start, end, sliceSeconds, expected] of [
    [
      "two hours are four half hours",
      "10:00:00",
      "12:00:00",
      1_800,
      { count: 4, first: "10:00:00.000", second: "10:30:00.000", last: "12:00:00.000" },
    ],
    [
      "both ends move down to whole scrapes",
      "10:00:14",
      "12:00:29.999",
      7_215,
      { count: 1, first: "10:00:00.000", second: "12:00:15.000", last: "12:00:15.000" },
    ],
    [
      "what is no multiple has slices that are a little shorter, all alike",
      "10:00:00",
      "10:45:15",
      1_800,
      { count: 2, first: "10:00:00.000", second: "10:22:37.500", last: "10:45:15.000" },
    ],
    [
      "a window shorter than a slice is one slice",
      "10:00:00",
      "10:05:00",
      1_800,
      { count: 1, first: "10:00:00.000", second: "10:05:00.000", last: "10:05:00.000" },
    ],
  ] as const) {
    test(sentence, () => assert.deepEqual(cut(start, end, sliceSeconds), expected));
  }

  test("slices are whole milliseconds, and none is longer than asked", () => {
    for (const minutes of [7, 11, 97, 1_439, 2_879]) {
      const end = new Date(Date.parse("2025-10-21T10:00:00Z") + minutes * 60_000).toISOString();
      const { edges } = cutWindow({ start: "2025-10-21T10:00:00Z", end }, 1_800, 15);
      const lengths = edges.slice(1).map((edge, index) => Math.round((edge - (edges[index] ?? NaN)) * 1e6) / 1e3);
      assert.ok(
        lengths.every((ms) => ms === lengths[0] && Number.isInteger(ms) && ms <= 1_800_000),
        `${minutes}: ${lengths[0]}`,
      );
      assert.equal(lengths.length, new Set(edges).size - 1);
    }
  });

  test("a window without a scrape interval, a slice shorter than one, and what is no time are refused", () => {
    assert.throws(() => cut("10:00:01", "10:00:14", 1_800), RangeError);
    assert.throws(() => cut("10:00:00", "12:00:00", 10), RangeError);
    assert.throws(() => cut("soon", "12:00:00", 1_800), RangeError);
  });

  test("a curve has at most so many steps as asked, over the whole window, none shorter than a scrape", () => {
    const window = { start: "2025-10-21T10:00:00Z", end: "2025-10-23T10:00:00Z" };
    assert.equal(stepsOf(window, 15, 600).stepMs, 288_000);
    assert.equal(stepsOf({ ...window, end: "2025-10-21T10:30:15Z" }, 15, 600).stepMs, 15_000);
  });
});
