import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Chart, ChartMark } from "../../support/model/chart";
import { gapLabels, limitLabels } from "../../support/reporting/charts/labels";
import { layOut, placeLabels, widthOf } from "../../support/reporting/charts/layout";
import { columnsOf, shortened } from "../../support/reporting/charts/text-width";
import { plainNumber, timeTicks, valueAxis } from "../../support/reporting/charts/ticks";

const at = (iso: string) => Date.parse(`2026-01-${iso}:00Z`);
const HOUR = 3_600_000;

function chartOf(of: Partial<Chart>): Chart {
  const [from, to] = ["2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"];
  return { title: "Title", unit: "%", from, to, series: [], limits: [], marks: [], gaps: [], ...of };
}

describe("the time axis", () => {
  const rows: Readonly<Record<string, readonly [string, string, number, readonly string[]]>> = {
    "an hour and three quarters, wide": [
      "01T14:00",
      "01T15:45",
      8,
      ["14:00\n01-01", "14:15", "14:30", "14:45", "15:00", "15:15", "15:30", "15:45"],
    ],
    "the same, narrow": ["01T14:00", "01T15:45", 4, ["14:00\n01-01", "14:30", "15:00", "15:30"]],
    "two days say the date at midnight": [
      "01T14:00",
      "03T14:00",
      4,
      ["00:00\n01-02", "12:00", "00:00\n01-03", "12:00"],
    ],
    "from an odd minute on": ["01T14:07", "01T14:22", 4, ["14:10\n01-01", "14:15", "14:20"]],
  };
  for (const [sentence, [from, to, most, labels]] of Object.entries(rows)) {
    test(sentence, () => {
      assert.deepEqual(
        timeTicks(at(from), at(to), most).map(({ label }) => label),
        labels,
      );
    });
  }
});

describe("the value axis", () => {
  const rows: readonly (readonly [number, number, number])[] = [
    [0, 1, 0.2],
    [0.53, 0.6, 0.1],
    [1, 1, 0.2],
    [4.9, 5, 1],
    [100, 100, 20],
    [106, 120, 20],
    [1534, 2000, 500],
  ];
  for (const [most, top, step] of rows) {
    test(`up to ${most} ends at ${top} by steps of ${step}`, () => assert.deepEqual(valueAxis(most), { top, step }));
  }

  test("has no digits of floating point", () => {
    assert.deepEqual([0.1 + 0.2, 99.98, 3 * 0.1, 1e-7].map(plainNumber), ["0.3", "99.98", "0.3", "1e-7"]);
  });
});

describe("the width of text", () => {
  test("is two columns for Hangul, Han and emoji, none for marks", () => {
    assert.deepEqual(["P95 ms", "에러율", "時間", "✅", "e\u0301", ""].map(columnsOf), [6, 6, 4, 2, 1, 0]);
  });

  test("is shortened in the middle, so that both ends can be told", () => {
    assert.equal(shortened("phase4-canary-7d9f-x2x7p:8000", 15), "phase4-…7p:8000");
    assert.equal(columnsOf(shortened("아주 긴 인스턴스 이름입니다", 12)) <= 12, true);
    assert.equal(shortened("short", 5), "short");
  });
});

describe("labels of marks", () => {
  const mark = (name: string, at: number, kind: ChartMark["kind"] = "checkpoint"): ChartMark => ({ name, at, kind });
  const place = (...marks: ChartMark[]) =>
    placeLabels(marks, (x) => x, 0, 300).map(({ text, x, row }) => [text, x, row]);

  test("stand in a second row where the first is taken, and are left out where both are", () => {
    assert.deepEqual(place(mark("08:00", 100), mark("08:30", 120), mark("09:00", 130), mark("20:00", 200)), [
      ["08:00", 100, 0],
      ["08:30", 120, 1],
      ["20:00", 200, 0],
    ]);
  });

  test("give way to findings", () => {
    assert.deepEqual(place(mark("08:00", 100), mark("restart", 101, "finding"))[0], ["restart", 101, 0]);
  });

  test("never leave the image, whatever their length", () => {
    const [[text, x] = []] = place(mark("a name that is far too long for the room that there is here", 299));
    assert.ok(String(text).includes("…"));
    assert.ok(Number(x) + widthOf(String(text)) / 2 <= 300 + 10);
  });
});

describe("labels in the plot", () => {
  const points = (value: number) =>
    Array.from({ length: 97 }, (_, index) => [at("01T00:00") + index * 0.5 * HOUR, value] as const);

  test("a limit is named on the side of its line where no line of the chart is", () => {
    const chart = chartOf({
      series: [{ name: "canary", points: points(0.52) }],
      limits: [{ name: "limit", value: 0.5 }],
    });
    const layout = layOut(chart, 1000, 320, []);
    const [label] = limitLabels(chart, layout);
    assert.equal(label?.text, "limit 0.5 %");
    assert.ok((label?.y ?? 0) > layout.yOf(0.5), "below its line");
  });

  test("labels of two limits that are close do not cover each other", () => {
    const limits = [5, 5.05].map((value) => ({ name: "limit", value }));
    const chart = chartOf({ limits });
    const [one, other] = limitLabels(chart, layOut(chart, 380, 280, []));
    assert.ok(one !== undefined && other !== undefined);
    assert.ok(Math.abs(one.x - other.x) >= widthOf(one.text) || Math.abs(one.y - other.y) >= 14);
  });

  test("a gap is labelled along, upright where it is narrow, and not at all where it is too narrow", () => {
    const gap = (from: string, hours: number) => ({ from: at(from), to: at(from) + hours * HOUR, series: null });
    const chart = chartOf({ gaps: [gap("01T01:00", 12), gap("01T16:00", 1), gap("01T20:00", 0.1)] });
    assert.deepEqual(
      gapLabels(chart, layOut(chart, 1000, 320, []), "en").map(({ text, isUpright }) => [text, isUpright]),
      [
        ["no data", false],
        ["no data", true],
      ],
    );
  });

  test("a legend without room for all lines says how many are left out, and keeps what explains the shading", () => {
    const series = Array.from({ length: 30 }, (_, index) => ({ name: `instance-${index}.example:8000`, points: [] }));
    const { legend } = layOut(chartOf({ series }), 380, 280, ["no data"]);
    const shown = legend.rows.flat().map(({ name }) => name);
    assert.equal(legend.rows.length, 4);
    assert.ok(shown.includes("no data"));
    assert.equal(shown.length - 1 + legend.omitted, 30);
    for (const { x, text } of legend.rows.flat()) assert.ok(x + 24 + widthOf(text) <= 380);
  });
});
