import type { Language } from "./messages";
import type { Outcome, Verdict } from "../model/outcome";
import type { Phase } from "../model/runbook";

/** The words of the run's page. */
interface Words {
  readonly phase: Readonly<Record<Phase, string>>;
  readonly verdict: Readonly<Record<Verdict, string>>;
  readonly outcome: Readonly<Record<Outcome, string>>;
  readonly rehearsal: string;
  readonly standIns: string;
  readonly release: string;
  readonly environment: string;
  readonly asked: string;
  readonly judgedAsOf: string;
  readonly reasons: string;
  readonly nothingStandsAgainst: string;
  readonly next: string;
  readonly charts: string;
  readonly table: string;
  readonly items: string;
  readonly item: string;
  readonly found: string;
  readonly took: string;
  readonly evidence: string;
  /** So many pieces of evidence. */
  readonly pieces: (count: number) => string;
  readonly details: string;
  readonly decision: string;
  readonly where: string;
  readonly why: string;
  readonly fix: string;
  readonly noCheck: string;
}

/** English and Korean, one table each. */
export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    phase: {
      preflight: "Preflight (Day 3)",
      preparation: "Preparation (Day 4, before 14:00)",
      day4: "Day 4 monitoring",
      "day5-6": "Days 5–6 stability",
      day7: "Day 7 verification",
      incident: "High error rate",
      decision: "Decision",
    },
    verdict: {
      GO: "Every item of the runbook was checked and holds.",
      "NO-GO": "At least one item of the runbook does not hold.",
      INCONCLUSIVE: "Something could not be found out. What is unknown is never GO.",
    },
    outcome: { passed: "passed", failed: "failed", inconclusive: "inconclusive", "not-run": "not run" },
    rehearsal: "REHEARSAL: this is no evidence about production.",
    standIns: "Stand-ins (local contract servers)",
    release: "Release",
    environment: "Environment",
    asked: "Asked",
    judgedAsOf: "Judged as of",
    reasons: "Reasons",
    nothingStandsAgainst: "Nothing stands against it.",
    next: "What to do next",
    charts: "Charts",
    table: "The runbook's table",
    items: "The runbook's items",
    item: "Item",
    found: "What was found",
    took: "Took",
    evidence: "Evidence",
    pieces: (count) => `${count} pieces`,
    details: "All steps, measurements and evidence: the Allure report",
    decision: "The decision page",
    where: "Where",
    why: "Why",
    fix: "Fix",
    noCheck: "No check was carried out for this item.",
  },
  ko: {
    phase: {
      preflight: "사전 점검 (Day 3)",
      preparation: "배포 준비 (Day 4, 14:00 이전)",
      day4: "Day 4 모니터링",
      "day5-6": "Day 5–6 안정성",
      day7: "Day 7 최종 검증",
      incident: "높은 에러율",
      decision: "최종 결정",
    },
    verdict: {
      GO: "런북의 모든 항목을 확인했고 모두 충족합니다.",
      "NO-GO": "런북의 항목 가운데 충족하지 못한 것이 있습니다.",
      INCONCLUSIVE: "확인하지 못한 것이 있습니다. 모르는 것은 결코 GO가 아닙니다.",
    },
    outcome: { passed: "통과", failed: "실패", inconclusive: "판정 불가", "not-run": "미실행" },
    rehearsal: "리허설: 프로덕션에 대한 증거가 아닙니다.",
    standIns: "대역 시스템 (로컬 계약 서버)",
    release: "릴리스",
    environment: "환경",
    asked: "조회 시각",
    judgedAsOf: "판정 기준 시각",
    reasons: "이유",
    nothingStandsAgainst: "걸리는 것이 없습니다.",
    next: "다음에 할 일",
    charts: "차트",
    table: "런북 표",
    items: "런북 항목",
    item: "항목",
    found: "확인 결과",
    took: "소요",
    evidence: "증거",
    pieces: (count) => `${count}건`,
    details: "모든 단계, 측정값, 증거: Allure 리포트",
    decision: "결정 페이지",
    where: "위치",
    why: "원인",
    fix: "조치",
    noCheck: "이 항목을 확인한 점검이 없습니다.",
  },
};
