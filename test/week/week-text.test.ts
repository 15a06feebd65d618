import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PlayedRun, WeekSection } from "../../support/model/week";
import type { Language } from "../../support/reporting/messages";
import { weekEndLines, type WeekEnd } from "../../support/reporting/week/end-text";
import { sectionLines, signedLines } from "../../support/reporting/week/section-text";
import { wrapped } from "../../support/reporting/text-columns";
import { checkOf, runOf } from "../reporting/run-results";

const AT = "2025-10-22T14:15:00.000Z";
const title = { en: "Day 4: monitoring after the roll-out", ko: "Day 4: 배포 직후 모니터링" };
const names = { en: "The error rate is below 0.5 %", ko: "에러율이 0.5 % 미만임" };
const line = { id: "D4-1", phase: "day4", section: title, kind: "automated", title: names } as const;

function section(end: WeekSection["items"][number]["end"]): WeekSection {
  return { phase: "day4", title, items: [{ item: line, end }] };
}

function lines(of: WeekSection, played: readonly PlayedRun[], language: Language = "en"): string[] {
  return sectionLines({ section: of, played, hasTable: true, language, width: 80 });
}

const measured = { window: null, limit: null, comparison: null, samples: null, interval: null, source: "", query: "" };
const run: PlayedRun = {
  phase: "day4",
  at: AT,
  result: runOf([
    checkOf({ items: ["D4-1"], measurements: [{ ...measured, signal: "error rate", value: 0.01, unit: "percent" }] }),
    checkOf({ items: ["D4-2"], measurements: [{ ...measured, signal: "P95 response time", value: 52, unit: "ms" }] }),
    checkOf({ items: ["D4-3"], measurements: [{ ...measured, signal: "memory", value: 1.3, unit: "GB" }] }),
  ]),
};

describe("a section of the week on the terminal", () => {
  test("before its turn only its items stand there", () => {
    assert.deepEqual(lines(section(null), []), [title.en, "  · D4-1   The error rate is below 0.5 %"]);
  });

  test("its table comes true line by line, and its items get their signs", () => {
    assert.deepEqual(lines(section({ outcome: "passed", summary: "0.01 %" }), [run]), [
      title.en,
      "  Time (UTC)  Error rate  P95    Memory  State",
      "  14:15       0.01 %      52 ms  1.3 GB  ✅",
      "  ✓ D4-1   The error rate is below 0.5 %",
    ]);
  });

  test("a checkpoint that was left out is a line of dashes, and its items were not run", () => {
    assert.deepEqual(lines(section(null), [{ ...run, result: null }]).slice(2), [
      "  14:15       – ?         – ?  – ?     ?",
      "  ○ D4-1   The error rate is below 0.5 % – not run",
    ]);
  });

  test("what failed says why, broken between words, and nothing from outside reaches the terminal raw", () => {
    const summary = `\u001b[31m0.9 %\u001b[0m is above 0.5 %: ${"at least so many of the requests fail ".repeat(3)}`;
    const shown = lines(section({ outcome: "failed", summary }), []);
    assert.deepEqual(shown, [title.en, "  · D4-1   The error rate is below 0.5 %"]);
    const failed = lines(section({ outcome: "failed", summary }), [run]).slice(3);
    assert.deepEqual(failed.slice(0, 2), [
      "  ✗ D4-1   The error rate is below 0.5 % – 0.9 % is above 0.5 %: at least so",
      "           many of the requests fail at least so many of the requests fail at",
    ]);
    assert.ok(failed.every((one) => one.length <= 80 && !one.includes("\u001b")));
  });

  test("the symptom that a drill is to show is no failure", () => {
    const symptom = { ...line, id: "INC-0", phase: "incident" } as const;
    const of: WeekSection = {
      phase: "incident",
      title: { en: "Scenario 1", ko: "시나리오 1" },
      items: [{ item: symptom, end: { outcome: "failed", summary: "An incident." } }],
    };
    assert.deepEqual(lines(of, [{ ...run, phase: "incident" }]), [
      "Scenario 1 (a drill, on a copy, after the decision)",
      "  ! INC-0  The error rate is below 0.5 % – as the drill wants it: An incident.",
    ]);
  });

  test("in Korean, columns stay below each other", () => {
    assert.deepEqual(lines(section({ outcome: "passed", summary: "" }), [run], "ko"), [
      title.ko,
      "  시간 (UTC)  에러율  P95 시간  메모리  상태",
      "  14:15       0.01 %  52 ms     1.3 GB  ✅",
      "  ✓ D4-1   에러율이 0.5 % 미만임",
    ]);
  });

  test("who has signed what is told, and that they are invented", () => {
    const about = {
      kind: "sign-off",
      answer: "yes",
      note: null,
      link: null,
      expiresAt: null,
      version: "2.0.0",
    } as const;
    assert.deepEqual(signedLines([{ ...about, item: "D4-M3", name: "Mina Kim", role: "release-owner" }], "en", 80), [
      "",
      "Signed by the rehearsal's invented people:",
      "  ✎ D4-M3  Mina Kim, release owner",
    ]);
  });
});

describe("the end of a week", () => {
  const end: WeekEnd = {
    verdict: "GO",
    open: [],
    all: 51,
    reasons: [],
    drill: { alertMs: 1_500, rollbackVerifiedMs: 21_840 },
    tookMs: 71_250,
    paths: ["reports/weeks/1/rehearsal/decision.html"],
  };

  test("GO: how many items passed, how long it took, where the decision is", () => {
    assert.deepEqual(weekEndLines(end, "en", 80), [
      "  Alert after the first bad answer  1.5 s",
      "  Rollback verified after it        21.8 s",
      "",
      "GO  the whole week, a rehearsal, not production evidence",
      "  51 of 51 runbook items passed, 71.3 s",
      "  reports/weeks/1/rehearsal/decision.html",
    ]);
  });

  test("what did not pass stands before the verdict, its reasons below it", () => {
    const open = [{ item: line, end: { outcome: "failed", summary: "0.9 %" } }] as const;
    const reasons = ["SC-7: failed: Day 4 was NO-GO."];
    assert.deepEqual(weekEndLines({ ...end, verdict: "NO-GO", open, reasons, drill: null }, "en", 80).slice(0, 8), [
      "",
      "Not passed:",
      "  ✗ D4-1   The error rate is below 0.5 % – 0.9 %",
      "",
      "The drill of scenario 1 was not played: it comes after a GO.",
      "",
      "NO-GO  the whole week, a rehearsal, not production evidence",
      "  50 of 51 runbook items passed, 71.3 s",
    ]);
  });
});

describe("a text in lines", () => {
  test("is broken between words, by the columns that its letters take", () => {
    assert.deepEqual(wrapped("  가나다 라마바 사아자", 16, "    "), ["  가나다 라마바", "    사아자"]);
  });
  test("a word that is longer than a line stands alone", () => {
    assert.deepEqual(wrapped("a reports/rehearsal/decision.html b", 10, ""), [
      "a",
      "reports/rehearsal/decision.html",
      "b",
    ]);
  });
});
