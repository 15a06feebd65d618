import type { Cause, Outcome, Verdict } from "../model/outcome";
import type { Phase } from "../model/runbook";

/** Languages of the reports. */
export type Language = "en" | "ko";

/** The words that the reports show, in one language. */
export interface ReportWords {
  readonly phases: Readonly<Record<Phase, string>>;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly causes: Readonly<Record<Cause, string>>;
  /** Names of the groups on the report's first page. */
  readonly groups: { readonly failed: string; readonly inconclusive: string; readonly notRun: string };
  readonly environment: {
    readonly verdict: string;
    readonly reason: string;
    readonly environment: string;
    readonly rehearsal: string;
    readonly isRehearsal: string;
    readonly standIns: string;
    readonly none: string;
    readonly release: string;
    readonly canary: string;
    readonly legacy: string;
    readonly run: string;
    readonly evaluatedAt: string;
    readonly window: string;
  };
  readonly measurements: string;
}

const en: ReportWords = {
  phases: {
    preflight: "Day 3: preflight",
    preparation: "Day 4: before 14:00",
    day4: "Day 4: after the roll-out",
    "day5-6": "Days 5–6: stability",
    day7: "Day 7: final verification",
    incident: "Scenario 1: high error rate",
    decision: "Decision",
  },
  verdicts: { GO: "GO", "NO-GO": "NO-GO", INCONCLUSIVE: "INCONCLUSIVE" },
  outcomes: { passed: "Passed", failed: "Failed", inconclusive: "Inconclusive", "not-run": "Not run" },
  causes: {
    "no-data": "no data",
    "zero-traffic": "no traffic",
    stale: "data too old",
    "partial-coverage": "gaps in the data",
    "too-few-samples": "too few samples",
    "provider-warning": "the data source warns",
    unreachable: "a system did not answer",
    unauthorised: "not let in",
    "disagreeing-sources": "sources disagree",
    "awaiting-sign-off": "awaits a sign-off",
    "not-permitted": "not permitted here",
    "not-executed": "the check could not be carried out",
    "timed-out": "past its deadline",
  },
  groups: { failed: "Failed: the system is wrong", inconclusive: "Inconclusive", notRun: "Not run" },
  environment: {
    verdict: "Verdict",
    reason: "Reason",
    environment: "Environment",
    rehearsal: "Rehearsal",
    isRehearsal: "yes: not production evidence",
    standIns: "Stand-ins",
    none: "none",
    release: "Release",
    canary: "Canary version",
    legacy: "Legacy version",
    run: "Run",
    evaluatedAt: "Judged as of",
    window: "Time of the run",
  },
  measurements: "Measurements",
};

const ko: ReportWords = {
  phases: {
    preflight: "Day 3: 배포 전 점검",
    preparation: "Day 4: 14:00 이전 준비",
    day4: "Day 4: 배포 직후",
    "day5-6": "Day 5–6: 안정성 확인",
    day7: "Day 7: 최종 검증",
    incident: "시나리오 1: 높은 에러율",
    decision: "결정",
  },
  verdicts: { GO: "GO (진행)", "NO-GO": "NO-GO (중단)", INCONCLUSIVE: "INCONCLUSIVE (판정 불가)" },
  outcomes: { passed: "통과", failed: "실패", inconclusive: "판정 불가", "not-run": "미실행" },
  causes: {
    "no-data": "데이터 없음",
    "zero-traffic": "트래픽 없음",
    stale: "오래된 데이터",
    "partial-coverage": "데이터 누락 구간",
    "too-few-samples": "표본 부족",
    "provider-warning": "데이터 출처의 경고",
    unreachable: "시스템 응답 없음",
    unauthorised: "접근 권한 없음",
    "disagreeing-sources": "출처 간 불일치",
    "awaiting-sign-off": "승인 대기",
    "not-permitted": "이 환경에서 허용되지 않음",
    "not-executed": "점검을 수행하지 못함",
    "timed-out": "제한 시간 초과",
  },
  groups: { failed: "실패: 시스템 이상", inconclusive: "판정 불가", notRun: "미실행" },
  environment: {
    verdict: "판정",
    reason: "사유",
    environment: "환경",
    rehearsal: "리허설",
    isRehearsal: "예: 프로덕션 증거가 아님",
    standIns: "대역 시스템",
    none: "없음",
    release: "릴리스",
    canary: "카나리 버전",
    legacy: "레거시 버전",
    run: "실행",
    evaluatedAt: "판정 기준 시각",
    window: "실행 시간",
  },
  measurements: "측정값",
};

/** The words of each language. */
export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = { en, ko };

/** An outcome with its cause: "Inconclusive (no traffic)". */
export function outcomeText(words: ReportWords, outcome: Outcome, cause: Cause | null): string {
  return cause === null ? words.outcomes[outcome] : `${words.outcomes[outcome]} (${words.causes[cause]})`;
}
