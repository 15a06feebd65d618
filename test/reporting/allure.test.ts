import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import type { TestResult } from "allure-js-commons";
import type { CheckResult } from "../../support/model/check-result";
import { type AllureOptions, writeAllureResults } from "../../support/reporting/allure";
import { writeAllureOverview } from "../../support/reporting/allure-overview";
import { EACH_OUTCOME, PROBLEM, RUNBOOK, checkOf, runOf } from "./run-results";
import { written } from "./written";

const base = mkdtempSync(path.join(tmpdir(), "allure-"));
after(() => rmSync(base, { recursive: true, force: true }));
const OPTIONS: AllureOptions = { runbook: RUNBOOK, language: "en", itemsPageUrl: "../index.html" };

async function resultsOf(
  checks: readonly CheckResult[],
  options: Partial<AllureOptions> = {},
): Promise<{ folder: string; results: TestResult[] }> {
  const runFolder = mkdtempSync(path.join(base, "run-"));
  mkdirSync(path.join(runFolder, "evidence"));
  writeFileSync(path.join(runFolder, "evidence", "page.html"), "<script>alert(1)</script>");
  await writeAllureResults(runFolder, runOf(checks), { ...OPTIONS, ...options });
  const folder = path.join(runFolder, "allure-results");
  const names = readdirSync(folder).filter((name) => name.endsWith("-result.json"));
  const results = names.map((name) => written<TestResult>(readFileSync(path.join(folder, name), "utf8")));
  return { folder, results: results.sort((a, b) => (String(a.historyId) < String(b.historyId) ? -1 : 1)) };
}

function labels({ labels: all }: TestResult, name: string): string[] {
  return all.filter((label) => label.name === name).map(({ value }) => value);
}

describe("an Allure result", () => {
  test("is green for a passed check only, and never skipped", async () => {
    const { results } = await resultsOf(EACH_OUTCOME);
    assert.deepEqual(
      results.map(({ testCaseId, historyId, status }) => [testCaseId, historyId, status]),
      [
        ["D3-I5 Elasticsearch", "D3-I5 Elasticsearch", "broken"],
        ["D3-I5 Google Cloud Logging", "D3-I5 Google Cloud Logging", "broken"],
        ["D3-T1", "D3-T1", "passed"],
        ["D3-T2", "D3-T2", "failed"],
      ],
    );
  });

  test("says what is wrong in its message, which begins with the outcome", async () => {
    const { results } = await resultsOf([checkOf({ outcome: "failed", summary: "29 passed", problems: [PROBLEM] })]);
    assert.equal(
      results[0]?.statusDetails.message,
      "Failed: 29 passed\n\n29 passed, expected 30.\nWhere: the checkout\nWhy: A test is broken.\nFix: Mend it.",
    );
  });

  test("stands under its phase, section and runbook items, in the reader's language", async () => {
    const { results } = await resultsOf([checkOf({ items: ["D3-T1", "D3-T2"] })], { language: "ko" });
    const [result] = results;
    assert.ok(result !== undefined);
    assert.deepEqual(labels(result, "epic"), ["Day 3: 배포 전 점검"]);
    assert.deepEqual(labels(result, "feature"), ["기술적 검증"]);
    assert.deepEqual(labels(result, "story"), ["D3-T1 항목 D3-T1", "D3-T2 항목 D3-T2"]);
    assert.deepEqual(result.links, [
      { name: "D3-T1", url: "../index.html#D3-T1", type: "tms" },
      { name: "D3-T2", url: "../index.html#D3-T2", type: "tms" },
    ]);
  });

  test("shows steps with their status, an unknown status as broken", async () => {
    const step = (status: string) => ({
      text: status,
      status,
      durationMs: 1000,
      message: status === "FAILED" ? "why" : null,
    });
    const { results } = await resultsOf([
      checkOf({
        outcome: "inconclusive",
        cause: "stale",
        steps: ["PASSED", "FAILED", "SKIPPED", "UNDEFINED", "?"].map(step),
      }),
    ]);
    assert.deepEqual(
      results[0]?.steps.map(({ status }) => status),
      ["passed", "broken", "skipped", "broken", "broken"],
    );
    assert.equal(results[0]?.steps[1]?.statusDetails.message, "why");
    assert.equal(results[0]?.steps[1]?.start, Date.parse("2026-01-01T10:00:02.000Z"));
  });

  test("carries the measurements as parameters and as a table", async () => {
    const measurement = {
      signal: "error rate",
      value: 0.02,
      unit: "percent",
      limit: 0.5,
      comparison: "below",
      window: null,
      samples: 12000,
      interval: { low: 0.01, high: 0.03, confidence: 0.95 },
      source: "Prometheus",
      query: '=sum("a,b")',
    } as const;
    const { folder, results } = await resultsOf([checkOf({ measurements: [measurement] })]);
    assert.deepEqual(results[0]?.parameters, [
      { name: "error rate", value: "0.02 percent (limit < 0.5 percent), 12000 samples" },
    ]);
    const [table] = results[0]?.attachments ?? [];
    assert.equal(table?.type, "text/csv");
    const [, row] = readFileSync(path.join(folder, table?.source ?? ""), "utf8").split("\n");
    assert.equal(row, `error rate,0.02,percent,below,0.5,0.01,0.03,0.95,12000,,,Prometheus,"'=sum(""a,b"")"`);
  });

  test("shows markup that came from outside as its text", async () => {
    const evidence = { path: "evidence/page.html", sha256: "", mediaType: "text/html; charset=utf-8", title: "page" };
    const { folder, results } = await resultsOf([checkOf({ evidence: [evidence], summary: "<img src=x> *b*" })]);
    const [attachment] = results[0]?.attachments ?? [];
    assert.equal(attachment?.type, "text/plain");
    assert.match(attachment?.source ?? "", /\.txt$/);
    assert.equal(readFileSync(path.join(folder, attachment?.source ?? ""), "utf8"), "<script>alert(1)</script>");
    assert.ok(results[0]?.description?.includes("\\<img src=x\\> \\*b\\*"), results[0]?.description);
  });
});

test("the first page has the verdict, where and for what it holds, and a group for each cause", async () => {
  const runFolder = mkdtempSync(path.join(base, "overview-"));
  mkdirSync(path.join(runFolder, "allure-results"));
  const run = runOf(EACH_OUTCOME, { environment: "staging: a=b", reasons: ["D3-T2: failed:\n29"] });
  await writeAllureOverview(runFolder, run, { language: "ko", versions: { Node: "20" }, buildOrder: 7 });
  const read = (name: string): string => readFileSync(path.join(runFolder, "allure-results", name), "utf8");
  const unescaped = read("environment.properties").replace(/\\u([0-9a-f]{4})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  assert.deepEqual(unescaped.trim().split("\n"), [
    "판정=NO-GO (중단)",
    "환경=staging: a=b",
    "리허설=예: 프로덕션 증거가 아님",
    "대역\\ 시스템=Slack, PagerDuty",
    "릴리스=r1 (phase4)",
    "사유\\ 1=D3-T2: failed: 29",
    "카나리\\ 버전=2.0.0",
    "레거시\\ 버전=1.9.0",
    "실행=run-1",
    "판정\\ 기준\\ 시각=2026-01-01T10:00:00.000Z",
    "실행\\ 시간=2026-01-01T10:00:00.000Z – 2026-01-01T10:00:09.000Z",
    "Node=20",
  ]);
  const categories = written<{ name: string; messageRegex?: string }[]>(read("categories.json"));
  assert.equal(categories.length, 1 + 13 + 1 + 1);
  const unreachable = categories.find(({ name }) => name === "판정 불가 (시스템 응답 없음)");
  assert.equal(unreachable?.messageRegex, "(?s)^판정 불가 \\(시스템 응답 없음\\).*");
  assert.equal(written<{ buildOrder: number }>(read("executor.json")).buildOrder, 7);
});
