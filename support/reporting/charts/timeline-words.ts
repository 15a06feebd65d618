import type { TimelineEventName, TimelinePhaseName } from "../../model/timeline";
import type { Language } from "../messages";

/** The words of an incident's timeline, in one language. */
export interface TimelineWords {
  readonly title: string;
  readonly events: Readonly<Record<TimelineEventName, string>>;
  readonly phases: Readonly<Record<TimelinePhaseName, string>>;
  readonly notKnown: string;
  readonly nothingKnown: string;
  /** Headings of the tables. */
  readonly event: string;
  readonly since: string;
  readonly timeOfDay: string;
  readonly stretch: string;
  readonly took: string;
  /** Where those who cannot see the drawing find what it shows. */
  readonly sameInTable: string;
  /** From which event the seconds count, and when that was. */
  countedFrom(event: string, at: string): string;
  /** A length of time, at least 0. */
  length(ms: number): string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** English and Korean. */
export const TIMELINE_WORDS: Readonly<Record<Language, TimelineWords>> = {
  en: {
    title: "Timeline of the incident",
    events: {
      "first-bad-answer": "First bad answer",
      "rule-pending": "Alert rule pending",
      "rule-firing": "Alert rule firing",
      "alert-in-channel": "Alert in the channel",
      "diagnosis-begun": "Diagnosis begun",
      "diagnosis-done": "Diagnosis done",
      decided: "Decision",
      "rollback-asked": "Rollback asked for",
      "rollback-accepted": "Rollback accepted",
      "weight-zero": "Canary's weight 0",
      "last-canary-answer": "Last answer of the canary",
      "errors-below-limit": "Errors under the limit",
      announced: "Rollback announced",
    },
    phases: {
      detection: "Detection",
      diagnosis: "Diagnosis",
      decision: "Decision",
      rollback: "Rollback",
      recovery: "Recovery",
      incident: "Whole incident",
    },
    notKnown: "not known",
    nothingKnown: "No event of the incident is known.",
    event: "Event",
    since: "Since then",
    timeOfDay: "Time (UTC)",
    stretch: "Stretch",
    took: "Took",
    sameInTable: "the tables below say the same.",
    countedFrom: (event, at) => `Counted from: ${event}, ${at}`,
    length: (ms) => inUnits(ms, { hour: " h", minute: " min", second: " s" }),
  },
  ko: {
    title: "장애 타임라인",
    events: {
      "first-bad-answer": "첫 오류 응답",
      "rule-pending": "알림 규칙 대기",
      "rule-firing": "알림 규칙 발동",
      "alert-in-channel": "채널에 알림 도착",
      "diagnosis-begun": "진단 시작",
      "diagnosis-done": "진단 완료",
      decided: "결정",
      "rollback-asked": "롤백 요청",
      "rollback-accepted": "롤백 접수",
      "weight-zero": "카나리 가중치 0",
      "last-canary-answer": "카나리의 마지막 응답",
      "errors-below-limit": "에러율 한계 이하로 회복",
      announced: "롤백 공지",
    },
    phases: {
      detection: "감지",
      diagnosis: "진단",
      decision: "결정",
      rollback: "롤백",
      recovery: "회복",
      incident: "장애 전체",
    },
    notKnown: "알 수 없음",
    nothingKnown: "알려진 장애 이벤트가 없습니다.",
    event: "이벤트",
    since: "경과",
    timeOfDay: "시각 (UTC)",
    stretch: "구간",
    took: "소요",
    sameInTable: "아래 표에 같은 내용이 있습니다.",
    countedFrom: (event, at) => `기준 시점: ${event}, ${at}`,
    length: (ms) => inUnits(ms, { hour: "시간", minute: "분", second: "초" }),
  },
};

interface Units {
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

/** "12.4 s" below two minutes, "3 min 20 s" below two hours, then "2 h 5 min". */
function inUnits(ms: number, { hour, minute, second }: Units): string {
  if (ms < 2 * MINUTE) return `${(ms / SECOND).toFixed(1)}${second}`;
  const seconds = Math.round(ms / SECOND);
  if (ms < 2 * HOUR) return `${Math.floor(seconds / 60)}${minute} ${seconds % 60}${second}`;
  const minutes = Math.round(ms / MINUTE);
  return `${Math.floor(minutes / 60)}${hour} ${minutes % 60}${minute}`;
}
