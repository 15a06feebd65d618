import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, test } from "node:test";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import type { Chart } from "../../support/model/chart";
import { renderChart as drawChart, type Drawing } from "../../support/reporting/charts/draw-chart";

const HOUR = 3_600_000;
const FROM = Date.parse("2026-01-01T14:00:00Z");
const WIDE: Drawing = { width: 1000, height: 320, language: "en" };
const NARROW: Drawing = { width: 380, height: 280, language: "en" };

function chartOf(of: Partial<Chart> = {}): Chart {
  return {
    title: "Error rate",
    unit: "%",
    from: "2026-01-01T14:00:00Z",
    to: "2026-01-03T14:00:00Z",
    series: [
      {
        name: "canary",
        points: Array.from({ length: 96 }, (_, index) => [
          FROM + (index + 0.5) * 0.5 * HOUR,
          index === 30 ? null : index / 100,
        ]),
      },
      { name: "legacy", points: [[FROM + HOUR, 0.25]] },
    ],
    limits: [{ name: "limit", value: 0.5 }],
    marks: [{ at: FROM + 18 * HOUR, name: "01-02 08:00", kind: "checkpoint" }],
    gaps: [{ from: FROM + 15 * HOUR, to: FROM + 15.5 * HOUR, series: null }],
    ...of,
  };
}

const shape = z.object({
  svg: z.object({
    title: z.string(),
    desc: z.object({ "#text": z.string(), id: z.string() }),
    role: z.string(),
    "aria-label": z.string(),
    "aria-describedby": z.string(),
  }),
});

/** What the image says: its texts in order, and what it tells those who cannot see it. */
function read(svg: string) {
  assert.equal(XMLValidator.validate(svg), true);
  const options = { ignoreAttributes: false, attributeNamePrefix: "", processEntities: true };
  const root = shape.parse(new XMLParser(options).parse(svg)).svg;
  const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
  return { ...root, texts };
}

describe("a chart's image", () => {
  test("shows title, time, lines, limit, checkpoint and the time without data", () => {
    const { texts } = read(drawChart(chartOf(), NARROW));
    for (const text of ["Error rate", "2026-01-01 14:00 – 01-03 14:00 UTC", "canary", "legacy"]) {
      assert.ok(texts.includes(text), `${text} in ${texts.join("|")}`);
    }
    for (const text of ["limit 0.5 %", "01-02 08:00", "no data", "0 %", "00:00", "01-02"]) {
      assert.ok(texts.includes(text), `${text} in ${texts.join("|")}`);
    }
  });

  test("tells its numbers to those who cannot see it", () => {
    const image = read(drawChart(chartOf(), WIDE));
    assert.deepEqual([image.role, image["aria-label"], image.title], ["img", "Error rate", "Error rate"]);
    assert.equal(image.desc.id, image["aria-describedby"]);
    assert.equal(
      image.desc["#text"],
      "Error rate, 2026-01-01 14:00 – 01-03 14:00 UTC. canary: first 0 %, last 0.95 %, least 0 %, most 0.95 %. " +
        "legacy: first 0.25 %, last 0.25 %, least 0.25 %, most 0.25 %. limit: 0.5 %. " +
        "No data: 01-02 05:00 – 01-02 05:30. Marked: 01-02 08:00 01-02 08:00.",
    );
  });

  test("speaks Korean", () => {
    const gaps = [{ from: FROM, to: FROM + 24 * HOUR, series: "레거시" }];
    const image = read(drawChart(chartOf({ title: "에러율", gaps, marks: [] }), { ...WIDE, language: "ko" }));
    assert.ok(image.texts.includes("데이터 없음: 레거시"));
    assert.match(
      image.desc["#text"],
      /canary: 처음 0 %, 마지막 0.95 %, 최소 0 %, 최대 0.95 %\..*데이터 없음: 01-01 14:00/,
    );
  });

  test("of nothing is a gap, and not a line at zero", () => {
    const chart = chartOf({ series: [], gaps: [{ from: FROM, to: FROM + 48 * HOUR, series: null }], limits: [] });
    const svg = drawChart(chart, WIDE);
    assert.ok(read(svg).texts.includes("no data"));
    const empty = { name: "canary", points: [[FROM, null]] as const };
    assert.match(read(drawChart({ ...chart, series: [empty] }, WIDE)).desc["#text"], /canary: no data\./);
  });

  test("draws a break as a break, and a point that stands alone as a dot", () => {
    const dots = (svg: string) => svg.match(/A1 1 0 1 1 1 -0\.1/g)?.length ?? 0;
    const points = [0.1, null, 0.2, 0.3].map((value, index) => [FROM + index * HOUR, value] as const);
    const svg = drawChart(chartOf({ series: [{ name: "canary", points }], gaps: [], marks: [] }), WIDE);
    assert.equal(dots(svg), 3);
    const many = Array.from(
      { length: 90 },
      (_, index) => [FROM + index * 0.5 * HOUR, index === 1 ? null : 0.1] as const,
    );
    const long = drawChart(chartOf({ series: [{ name: "canary", points: many }], gaps: [], marks: [] }), WIDE);
    assert.equal(dots(long), 1, "only the one before the break");
  });

  test("holds names as text, whatever the systems called their instances", () => {
    const name = `</text><script>alert(1)</script> "x" & 'y' {a|b} \u0000\u001b[31m \ud800`;
    const chart = chartOf({
      title: name,
      unit: "<b>",
      series: [{ name, points: [[FROM + HOUR, 1]] }],
      limits: [{ name, value: 1 }],
      marks: [{ at: FROM + HOUR, name, kind: "finding" }],
      gaps: [{ from: FROM, to: FROM + 48 * HOUR, series: name }],
      intervals: [{ series: name, low: [0.5], high: [2] }],
    });
    const svg = drawChart(chart, WIDE);
    assert.doesNotMatch(svg, /<script|<b>|[\u0000-\u0008\u001b\ud800]/);
    assert.ok(read(svg).title.startsWith("</text><script>alert(1)</script>"));
  });

  test("refers to nothing outside and holds no code", () => {
    const svg = drawChart(chartOf({ intervals: [{ series: "legacy", low: [0], high: [1] }] }), WIDE);
    const references = [...svg.matchAll(/url\(([^)]*)\)/g)].map(([, target = ""]) => target);
    assert.ok(references.length > 0);
    for (const target of references) assert.ok(svg.includes(` id="${target.slice(1)}"`), target);
    const addresses = [...svg.matchAll(/([a-z:]+)="[a-z]+:\/\/[^"]*"/g)].map(([, attribute]) => attribute);
    assert.deepEqual(addresses, ["xmlns", "xmlns:xlink"]);
    assert.doesNotMatch(svg, /\b(href|src)=|@import|data:[a-z]+\//);
    assert.doesNotMatch(svg, /<style|<script|<foreignObject|ecmeta|\son[a-z]+=/);
  });

  test("is not drawn where there is no room, or no span of time", () => {
    assert.throws(() => drawChart(chartOf(), { ...WIDE, width: 100 }), {
      name: "RangeError",
      message: "A chart needs 280 × 180 pixels; 100 × 320 are given.",
    });
    assert.throws(() => drawChart(chartOf({ to: "2026-01-01T14:00:00Z" }), WIDE), {
      name: "RangeError",
      message: 'The chart "Error rate" must end after it begins: 2026-01-01T14:00:00Z to 2026-01-01T14:00:00Z.',
    });
  });
});

describe("the same chart", () => {
  test("has the same bytes, in this process and in another one of another time zone", () => {
    const first = drawChart(chartOf(), NARROW);
    drawChart(chartOf({ title: "P95" }), WIDE);
    assert.equal(drawChart(chartOf(), NARROW), first);
    const module = path.resolve(__dirname, "../../support/reporting/charts/draw-chart");
    const script =
      `const { drawChart } = require(${JSON.stringify(module)});` +
      `process.stdout.write(drawChart(${JSON.stringify(chartOf())}, ${JSON.stringify(NARROW)}));`;
    const elsewhere = execFileSync(process.execPath, ["--require", "ts-node/register", "--eval", script], {
      env: { ...process.env, TZ: "Asia/Seoul", LANG: "ko_KR.UTF-8" },
      encoding: "utf8",
    });
    assert.equal(elsewhere, first);
  });

  test("has ids of its own, so that many stand on one page", () => {
    const ids = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const [one, other] = [ids(drawChart(chartOf(), WIDE)), ids(drawChart(chartOf({ unit: "ms" }), WIDE))];
    assert.ok(one.length >= 2);
    assert.deepEqual(
      one.filter((id) => other.includes(id)),
      [],
    );
  });
});
