import type { JournalRelease } from "../model/journal-entry";
import type { PointVerdict } from "../judgement/window-verdict";
import { consoleLine } from "../reporting/console-text";
import { outcomeText, REPORT_WORDS, type Language } from "../reporting/messages";
import { localTime } from "../reporting/schedule/local-time";
import type { WindowState } from "./hook";
import { pointKey, verdictOfPoint, type PointStanding } from "./standing";

/** Something that people are told of a point of the window. */
export interface Notice {
  /** What makes it the same notice: environment, release, version, point and verdict. */
  readonly key: string;
  /** For the journal: "checkpoint day4 2025-10-22T14:45:00.000Z NO-GO". */
  readonly purpose: string;
  readonly text: string;
}

/** What notices say of the watch as a whole. */
export interface NoticeOptions {
  readonly environment: string;
  readonly isRehearsal: boolean;
  readonly release: JournalRelease & { readonly service: string };
  /** IANA name; in it people read the times. */
  readonly timeZone: string;
  readonly language: Language;
}

/** What is told of a window: every point that is not GO, and every one that was not and is now. */
export function noticesOf({ points, failures }: WindowState, options: NoticeOptions): Notice[] {
  return points.flatMap((one) => {
    const failure = failures.get(pointKey(one.point)) ?? null;
    return isToBeTold(one, failure) ? [noticeOf(one, failure, options)] : [];
  });
}

function isToBeTold({ standing }: PointStanding, failure: string | null): boolean {
  switch (standing.kind) {
    case "done":
      return standing.verdict !== "GO" || standing.wasNotGo;
    case "missed":
      return true;
    case "open":
      return failure !== null;
  }
}

function noticeOf(one: PointStanding, failure: string | null, options: NoticeOptions): Notice {
  const { environment, isRehearsal, release, timeZone, language } = options;
  const { phase, at } = one.point;
  const verdict = verdictOfPoint(one);
  const words = WORDS[language];
  const about = `checkpoint ${phase} ${at} ${verdict}`;
  const head = `*${words.verdicts[verdict]}*  ${REPORT_WORDS[language].phases[phase]}, ${localTime(at, timeZone)} ${timeZone}`;
  const where = `${environment}${isRehearsal ? ` – ${words.rehearsal}` : ""}: ${release.service} ${release.canaryVersion} (${release.id})`;
  return {
    key: `${environment}/${release.id}/${release.canaryVersion}/${about}`,
    purpose: about,
    text: [head, where, ...detailLines(one, failure, options)].join("\n"),
  };
}

function detailLines({ standing }: PointStanding, failure: string | null, options: NoticeOptions): string[] {
  const { environment, language } = options;
  const words = REPORT_WORDS[language];
  switch (standing.kind) {
    case "missed":
      return [`• ${consoleLine(standing.detail)}`];
    case "open":
      return [`• ${consoleLine(failure ?? "")}`];
    case "done":
      return [
        ...standing.findings.map(
          ({ items, outcome, cause, summary }) =>
            `• ${items.join(" + ")} ${outcomeText(words, outcome, cause)}: ${consoleLine(summary)}`,
        ),
        `${WORDS[language].report}: reports/${environment}/runs/${standing.runId}/index.html`,
      ];
  }
}

interface NoticeWords {
  readonly verdicts: Readonly<Record<PointVerdict, string>>;
  readonly rehearsal: string;
  readonly report: string;
}

const WORDS: Readonly<Record<Language, NoticeWords>> = {
  en: {
    verdicts: { GO: "GO again", "NO-GO": "NO-GO", INCONCLUSIVE: "INCONCLUSIVE", "not run": "NOT RUN" },
    rehearsal: "a rehearsal, not production",
    report: "Report",
  },
  ko: {
    verdicts: { GO: "다시 GO", "NO-GO": "NO-GO", INCONCLUSIVE: "INCONCLUSIVE (판정 불가)", "not run": "미실행" },
    rehearsal: "리허설, 프로덕션 아님",
    report: "보고서",
  },
};
