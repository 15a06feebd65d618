import type { Language } from "../messages";

interface WeekWords {
  /** The drill, beside the heading of its section. */
  readonly drill: string;
  /** The symptom, which the drill is to show. */
  readonly asWanted: string;
  readonly week: string;
  readonly rehearsal: string;
  readonly items: (passed: number, all: number) => string;
  readonly notGo: string;
  readonly notChecked: string;
  readonly noDrill: string;
  readonly signed: string;
  readonly drillTimes: readonly [alert: string, rollback: string];
}

/** The words of the rehearsed week on the terminal. */
export const WEEK_WORDS: Readonly<Record<Language, WeekWords>> = {
  en: {
    drill: "a drill, on a copy, after the decision",
    asWanted: "as the drill wants it",
    week: "the whole week",
    rehearsal: "a rehearsal, not production evidence",
    items: (passed, all) => `${passed} of ${all} runbook items passed`,
    notGo: "Not passed:",
    notChecked: "not run",
    noDrill: "The drill of scenario 1 was not played: it comes after a GO.",
    signed: "Signed by the rehearsal's invented people:",
    drillTimes: ["Alert after the first bad answer", "Rollback verified after it"],
  },
  ko: {
    drill: "훈련: 결정 이후, 사본에서 진행",
    asWanted: "훈련이 의도한 대로임",
    week: "전체 일주일",
    rehearsal: "리허설이며 프로덕션 증거가 아님",
    items: (passed, all) => `런북 항목 ${all}개 중 ${passed}개 통과`,
    notGo: "통과하지 못한 항목:",
    notChecked: "미실행",
    noDrill: "시나리오 1의 훈련은 GO 결정 이후에만 진행되므로 실시하지 않음.",
    signed: "리허설의 가상 인물이 승인:",
    drillTimes: ["첫 오류 응답부터 알림까지", "첫 오류 응답부터 롤백 확인까지"],
  },
};
