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
  /** What it is about: of notices with the same subject the last one holds. */
  readonly subject: string;
  /** For the journal: the subject with its verdict, "checkpoint day4 2025-10-22T14:45:00.000Z NO-GO". */
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

/** What is told of a window: a damaged record, every point that is not GO, and every one that was not and is now. */
export function noticesOf({ points, failures, damage }: WindowState, options: NoticeOptions): Notice[] {
  const ofPoints = points.flatMap((one) => {
    const failure = failures.get(pointKey(one.point)) ?? null;
    return isToBeTold(one, failure) ? [noticeOf(one, failure, options)] : [];
  });
  return damage === null ? ofPoints : [noticeOfDamage(damage, options), ...ofPoints];
}

/**
 * The notices that people have not heard, or have heard something else after: who was told "GO again" has to hear of a later
 * NO-GO too. One that is told anew has a key of its own.
 * @param told purposes of what was told, in its order.
 */
export function newNotices(notices: readonly Notice[], told: readonly string[]): Notice[] {
  return notices.flatMap((notice) => {
    const { subject, purpose, key } = notice;
    if (told.findLast((one) => one === purpose || one.startsWith(`${subject} `)) === purpose) return [];
    const before = told.filter((one) => one === purpose).length;
    return [before === 0 ? notice : { ...notice, key: `${key}/${before + 1}` }];
  });
}

function noticeOfDamage(damage: string, options: NoticeOptions): Notice {
  const subject = "journal damaged";
  const head = `*${WORDS[options.language].verdicts.INCONCLUSIVE}*`;
  const text = [head, placeText(options), `• ${consoleLine(damage)}`].join("\n");
  return { key: keyOf(subject, options), subject, purpose: subject, text };
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
  const { timeZone, language } = options;
  const { phase, at } = one.point;
  const verdict = verdictOfPoint(one);
  const words = WORDS[language];
  const subject = `checkpoint ${phase} ${at}`;
  const purpose = `${subject} ${verdict}`;
  const head = `*${words.verdicts[verdict]}*  ${REPORT_WORDS[language].phases[phase]}, ${localTime(at, timeZone)} ${timeZone}`;
  const text = [head, placeText(options), ...detailLines(one, failure, options)].join("\n");
  return { key: keyOf(purpose, options), subject, purpose, text };
}

function keyOf(purpose: string, { environment, release }: NoticeOptions): string {
  return `${environment}/${release.id}/${release.canaryVersion}/${purpose}`;
}

function placeText({ environment, isRehearsal, release, language }: NoticeOptions): string {
  const mark = isRehearsal ? ` – ${WORDS[language].rehearsal}` : "";
  return `${environment}${mark}: ${release.service} ${release.canaryVersion} (${release.id})`;
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
