import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { columnsOf } from "../../support/reporting/charts/text-width";
import { timelineLines } from "../../support/reporting/timeline-text";
import { INCIDENT, NOTHING, timelineFrom } from "./timelines";

describe("a timeline in the terminal", () => {
  test("counts from the first bad answer, in columns, and says how long each stretch took", () => {
    assert.deepEqual(timelineLines(INCIDENT, "en"), [
      "Timeline of the incident",
      "Counted from: First bad answer, 2026-01-01 14:00:00.000 UTC",
      "       +0.0 s  14:00:00.000  First bad answer",
      "      +12.4 s  14:00:12.400  Alert in the channel",
      "  +3 min 20 s  14:03:20.000  Decision",
      "    not known                Last answer of the canary",
      "       12.4 s  Detection",
      "    not known  Whole incident",
    ]);
  });

  test("speaks Korean, in columns of wide letters", () => {
    const lines = timelineLines(INCIDENT, "ko");
    assert.deepEqual(lines, [
      "장애 타임라인",
      "기준 시점: 첫 오류 응답, 2026-01-01 14:00:00.000 UTC",
      "      +0.0초  14:00:00.000  첫 오류 응답",
      "     +12.4초  14:00:12.400  채널에 알림 도착",
      "   +3분 20초  14:03:20.000  결정",
      "  알 수 없음                카나리의 마지막 응답",
      "      12.4초  감지",
      "  알 수 없음  장애 전체",
    ]);
    const starts = ["첫 오류", "채널에", "결정", "카나리의"].map((name, index) => {
      const line = lines[index + 2] ?? "";
      return columnsOf(line.slice(0, line.indexOf(name)));
    });
    assert.deepEqual(new Set(starts).size, 1);
  });

  test("counts from the first event that is known, and says which, where the first bad answer is not", () => {
    const [, origin, first] = timelineLines(
      timelineFrom({ "diagnosis-begun": 20, decided: 25 }, ["first-bad-answer"]),
      "en",
    );
    assert.equal(origin, "Counted from: Diagnosis begun, 2026-01-01 14:00:20.000 UTC");
    assert.equal(first, "  +0.0 s  14:00:20.000  Diagnosis begun".replace("  +0.0 s", "     +0.0 s"));
  });

  test("shows what came before as negative", () => {
    const lines = timelineLines(timelineFrom({ "last-canary-answer": -2, "first-bad-answer": 0 }), "en");
    assert.equal(lines[2], "  -2.0 s  13:59:58.000  Last answer of the canary");
  });

  test("writes long times in minutes and hours", () => {
    const lines = timelineLines(timelineFrom({ "first-bad-answer": 0, decided: 119.9, announced: 7500 }), "en");
    assert.match(lines[3] ?? "", /\+119\.9 s/);
    assert.match(lines[4] ?? "", /\+2 h 5 min/);
  });

  test("says that nothing is known where nothing is", () => {
    assert.deepEqual(timelineLines(NOTHING, "en"), ["Timeline of the incident", "No event of the incident is known."]);
    assert.deepEqual(timelineLines(timelineFrom({}, ["decided"]), "en").slice(1), [
      "No event of the incident is known.",
      "  not known                Decision",
    ]);
  });
});
