import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import type { TestResult } from "allure-js-commons";
import { writeAllureResults } from "../../support/reporting/allure";
import { writeAllureOverview } from "../../support/reporting/allure-overview";
import { runPage } from "../../support/reporting/run-page";
import { RUNBOOK, checkOf, runOf } from "./run-results";
import { INCIDENT, NOTHING, at, timelineFrom } from "./timelines";
import { written } from "./written";

const base = mkdtempSync(path.join(tmpdir(), "run-timeline-"));
after(() => rmSync(base, { recursive: true, force: true }));

const page = (timeline: typeof INCIDENT | null, language: "en" | "ko" = "en") =>
  runPage(runOf([checkOf()], { timeline }), RUNBOOK, language);

/** The texts of a page's cells, row by row. */
function rows(html: string, table: number): string[][] {
  const inside = html.split('<table class="runbook timeline">')[table] ?? "";
  return [...inside.slice(0, inside.indexOf("</table>")).matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, text = ""]) => text.trim()),
  );
}

describe("the timeline on the run's page", () => {
  test("is not there where the run has none", () => assert.doesNotMatch(page(null), /timeline"/));

  test("is drawn for wide and for narrow screens, as images within the page", () => {
    const images = [...page(INCIDENT).matchAll(/="data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)"/g)];
    const widths = images.map(
      ([, data = ""]) => /<svg [^>]*?width="(\d+)"/.exec(Buffer.from(data, "base64").toString("utf8"))?.[1],
    );
    assert.deepEqual(widths, ["450", "960"]);
  });

  test("stands in tables too, with what is not known", () => {
    assert.deepEqual(rows(page(INCIDENT), 1), [
      ["Event", "Since then", "Time (UTC)"],
      ["First bad answer", "+0.0 s", "14:00:00.000"],
      ["Alert in the channel", "+12.4 s", "14:00:12.400"],
      ["Decision", "+3 min 20 s", "14:03:20.000"],
      ["Last answer of the canary", "not known", ""],
    ]);
    assert.deepEqual(rows(page(INCIDENT), 2), [
      ["Stretch", "Took"],
      ["Detection", "12.4 s"],
      ["Whole incident", "not known"],
    ]);
  });

  test("speaks Korean", () => {
    assert.match(page(INCIDENT, "ko"), /<h2 id="timeline">장애 타임라인<\/h2>/);
    assert.deepEqual(rows(page(INCIDENT, "ko"), 2)[2], ["장애 전체", "알 수 없음"]);
  });

  test("says that nothing is known where nothing is, and shows no stretches where there are none", () => {
    assert.match(page(NOTHING), /No event of the incident is known\./);
    assert.deepEqual(rows(page(timelineFrom({ decided: 0 })), 2), []);
  });
});

describe("the timeline in Allure", () => {
  const checks = [checkOf(), checkOf({ items: ["D3-T2"], occurrences: [{ decidedAt: at(200) }] })];

  async function write(timeline: typeof INCIDENT | null) {
    const folder = mkdtempSync(path.join(base, "run-"));
    mkdirSync(path.join(folder, "evidence"));
    const run = runOf(checks, { timeline });
    await writeAllureResults(folder, run, { runbook: RUNBOOK, language: "en", itemsPageUrl: "../index.html" });
    await writeAllureOverview(folder, run, { language: "en", versions: {}, buildOrder: 1 });
    const results = path.join(folder, "allure-results");
    const read = (name: string): string => readFileSync(path.join(results, name), "utf8");
    const tests = readdirSync(results)
      .filter((name) => name.endsWith("-result.json"))
      .map((name) => written<TestResult>(read(name)))
      .sort((a, b) => (String(a.historyId) < String(b.historyId) ? -1 : 1));
    return { read, tests, overview: read("environment.properties") };
  }

  test("is attached to each check that knows a part of it, drawn and as text", async () => {
    const { read, tests } = await write(INCIDENT);
    assert.deepEqual(
      tests.map(({ attachments }) => attachments.map(({ name, type }) => `${name} ${type}`)),
      [[], ["Timeline of the incident image/svg+xml", "Timeline of the incident text/plain"]],
    );
    const [drawing = "", text = ""] = tests[1]?.attachments.map(({ source }) => read(source)) ?? [];
    assert.match(drawing, /^<svg /);
    assert.match(text, /^Timeline of the incident\nCounted from/);
  });

  test("is on the first page, by its stretches", async () => {
    const { overview } = await write(INCIDENT);
    assert.match(overview, /^Timeline\\ of\\ the\\ incident=Detection 12\.4 s \\u00b7 Whole incident not known$/m);
    assert.match((await write(NOTHING)).overview, /=No event of the incident is known\.$/m);
  });

  test("is nowhere where the run has none", async () => {
    const { tests, overview } = await write(null);
    assert.deepEqual(
      tests.flatMap(({ attachments }) => attachments),
      [],
    );
    assert.doesNotMatch(overview, /imeline/);
  });
});
