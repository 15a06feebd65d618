import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, test } from "node:test";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import { TIMELINE_EVENTS } from "../../support/model/timeline";
import { drawTimeline, type TimelineDrawing } from "../../support/reporting/charts/timeline-chart";
import { columnsOf } from "../../support/reporting/charts/text-width";
import { INCIDENT, NOTHING, timelineFrom } from "./timelines";

const WIDE: TimelineDrawing = { width: 960, language: "en" };
const NARROW: TimelineDrawing = { width: 450, language: "en" };

const shape = z.object({
  svg: z.object({
    title: z.string(),
    desc: z.object({ "#text": z.string(), id: z.string() }),
    role: z.string(),
    "aria-label": z.string(),
    "aria-describedby": z.string(),
  }),
});

interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** What the image says: its texts with the room that they take, its dots, and what it tells those who cannot see it. */
function read(svg: string) {
  assert.equal(XMLValidator.validate(svg), true);
  const root = shape.parse(new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(svg)).svg;
  const texts = [...svg.matchAll(/<text x="([\d.-]+)" y="([\d.-]+)" [^>]*?>([^<]*)<\/text>/g)].map(
    (found): PlacedText => {
      const [whole, x = "", y = "", text = ""] = found;
      const width = columnsOf(text) * 7;
      const shift = whole.includes('"middle"') ? width / 2 : whole.includes('"end"') ? width : 0;
      return { text, left: Number(x) - shift, right: Number(x) - shift + width, y: Number(y) };
    },
  );
  const dots = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );
  return { ...root, texts, dots };
}

describe("a timeline's image", () => {
  test("has a dot at its time for each event that is known, and the words for what is not", () => {
    const { texts, dots } = read(drawTimeline(INCIDENT, WIDE));
    const shown = texts.map(({ text }) => text);
    for (const text of [
      "First bad answer",
      "+12.4 s",
      "+3 min 20 s",
      "Detection",
      "12.4 s",
      "Last answer of the canary",
    ])
      assert.ok(shown.includes(text), `${text} in ${shown.join("|")}`);
    assert.equal(shown.filter((text) => text === "not known").length, 2, "an event and a stretch");
    assert.equal(dots.length, 3);
    const [first = 0, second = 0, third = 0] = dots.map(([x]) => x);
    assert.ok(Math.abs((second - first) / (third - first) - 12.4 / 200) < 0.001, "distances are as the times");
  });

  test("tells the same to those who cannot see it", () => {
    const image = read(drawTimeline(INCIDENT, WIDE));
    assert.deepEqual(
      [image.role, image["aria-label"], image.title],
      ["img", "Timeline of the incident", "Timeline of the incident"],
    );
    assert.equal(image.desc.id, image["aria-describedby"]);
    assert.equal(
      image.desc["#text"],
      "Timeline of the incident. Counted from: First bad answer, 2026-01-01 14:00:00.000 UTC. First bad answer +0.0 s. " +
        "Alert in the channel +12.4 s. Decision +3 min 20 s. Last answer of the canary not known. Detection: 12.4 s. " +
        "Whole incident: not known.",
    );
  });

  test("speaks Korean", () => {
    const { texts, title } = read(drawTimeline(INCIDENT, { ...WIDE, language: "ko" }));
    assert.equal(title, "장애 타임라인");
    assert.ok(texts.some(({ text }) => text === "채널에 알림 도착"));
  });

  for (const [sentence, drawing] of Object.entries({
    wide: WIDE,
    narrow: NARROW,
    korean: { ...NARROW, language: "ko" as const },
  })) {
    test(`has no text outside of it and none upon another: ${sentence}`, () => {
      const seconds = Object.fromEntries(TIMELINE_EVENTS.map((name, index) => [name, index * index]));
      for (const timeline of [timelineFrom(seconds), INCIDENT, timelineFrom({ decided: 3 }, ["first-bad-answer"])]) {
        const { texts } = read(drawTimeline(timeline, drawing));
        for (const { text, left, right } of texts)
          assert.ok(left >= 0 && right <= drawing.width, `${text}: ${left} to ${right}`);
        const pairs = texts.flatMap((one, index) => texts.slice(index + 1).map((other) => [one, other] as const));
        const onAnother = pairs.filter(
          ([one, other]) => Math.abs(one.y - other.y) < 12 && one.left < other.right && other.left < one.right,
        );
        assert.deepEqual(onAnother, []);
      }
    });
  }

  test("of nothing says that nothing is known, and draws no dot", () => {
    const { texts, dots } = read(drawTimeline(NOTHING, WIDE));
    assert.deepEqual(
      texts.map(({ text }) => text),
      ["Timeline of the incident", "No event of the incident is known."],
    );
    assert.deepEqual(dots, []);
  });

  test("of one moment has its event at the beginning", () => {
    const { dots, texts } = read(drawTimeline(timelineFrom({ "first-bad-answer": 0 }), WIDE));
    assert.equal(dots.length, 1);
    assert.ok(texts.some(({ text }) => text === "+0.0 s"));
  });

  test("is not drawn where there is no room", () => {
    assert.throws(() => drawTimeline(INCIDENT, { ...WIDE, width: 449 }), {
      name: "RangeError",
      message: "A timeline needs a width of 450 pixels; 449 are given.",
    });
  });

  test("refers to nothing outside, holds no code, and has the same bytes in another process and time zone", () => {
    const svg = drawTimeline(INCIDENT, WIDE);
    assert.doesNotMatch(svg, /\b(href|src)=|<style|<script|<foreignObject|\son[a-z]+=/);
    const module = path.resolve(__dirname, "../../support/reporting/charts/timeline-chart");
    const script =
      `const { drawTimeline } = require(${JSON.stringify(module)});` +
      `process.stdout.write(drawTimeline(${JSON.stringify(INCIDENT)}, ${JSON.stringify(WIDE)}));`;
    const elsewhere = execFileSync(process.execPath, ["--require", "ts-node/register", "--eval", script], {
      env: { ...process.env, TZ: "Asia/Seoul", LANG: "ko_KR.UTF-8" },
      encoding: "utf8",
    });
    assert.equal(elsewhere, svg);
  });
});
