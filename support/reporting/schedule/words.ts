import type { Language } from "../messages";

/** The words of a schedule, in one language. */
interface ScheduleWords {
  readonly rollOut: string;
  readonly phase: string;
  readonly command: string;
}

/** The words of a schedule in each language. */
export const SCHEDULE_WORDS: Readonly<Record<Language, ScheduleWords>> = {
  en: { rollOut: "Roll-out", phase: "Phase", command: "Command" },
  ko: { rollOut: "배포", phase: "단계", command: "명령" },
};
