import type { Outcome } from "../model/outcome";
import type { Day7Metric, TableCell, TableRow } from "../model/table-row";
import type { Language } from "./messages";
import { WORDS } from "./run-page-words";

/** The columns of the runbook's tables. */
export type Column =
  "time" | "dateTime" | "errorRate" | "p95" | "memory" | "errors" | "metric" | "goal" | "current" | "state";

interface TableWords {
  readonly caption: Readonly<Record<TableRow["phase"], string>>;
  readonly columns: Readonly<Record<Column, string>>;
  readonly metrics: Readonly<Record<Day7Metric, string>>;
  readonly kinds: Readonly<Record<NonNullable<TableCell["kind"]>, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
}

/** The words of the runbook's tables; English and Korean. */
export const TABLE_WORDS: Readonly<Record<Language, TableWords>> = {
  en: {
    caption: {
      day4: WORDS.en.phase.day4,
      "day5-6": WORDS.en.phase["day5-6"],
      day7: WORDS.en.phase.day7,
    },
    columns: {
      time: "Time (UTC)",
      dateTime: "Time (UTC)",
      errorRate: "Error rate",
      p95: "P95",
      memory: "Memory",
      errors: "Errors",
      metric: "Metric",
      goal: "Goal",
      current: "Current",
      state: "State",
    },
    metrics: {
      "error-rate": "Error rate",
      p95: "P95 response time",
      availability: "Availability",
      "consecutive-failures": "Consecutive failures",
    },
    kinds: { "by-requests": "by requests", "by-time": "by time" },
    outcomes: WORDS.en.outcome,
  },
  ko: {
    caption: {
      day4: WORDS.ko.phase.day4,
      "day5-6": WORDS.ko.phase["day5-6"],
      day7: WORDS.ko.phase.day7,
    },
    columns: {
      time: "시간 (UTC)",
      dateTime: "일시 (UTC)",
      errorRate: "에러율",
      p95: "P95 시간",
      memory: "메모리",
      errors: "에러 수",
      metric: "메트릭",
      goal: "목표",
      current: "현재",
      state: "상태",
    },
    metrics: {
      "error-rate": "에러율",
      p95: "P95 응답시간",
      availability: "가용성",
      "consecutive-failures": "연속 실패",
    },
    kinds: { "by-requests": "(요청 기준)", "by-time": "(시간 기준)" },
    outcomes: WORDS.ko.outcome,
  },
};
