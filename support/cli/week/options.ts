import { join, resolve } from "node:path";
import { REHEARSAL } from "../../environment/schema";
import type { Language } from "../../reporting/messages";
import type { PhaseOptions } from "../phase/options";
import { omissionNamed, type Omission } from "./omissions";

/** Folder of all rehearsed weeks, below that of all reports. */
export const WEEKS = "weeks";

/** What a rehearsed week was asked for. */
export interface WeekOptions {
  /** Names of what is broken in the rehearsal. */
  readonly faults: readonly string[];
  /** What is left undone in the week. */
  readonly omissions: readonly Omission[];
  /** Folder of this week's reports, absolute; nothing of another week is in it. */
  readonly folder: string;
  /** Language of terminal and reports; null: the environment's. */
  readonly language: Language | null;
  /** Whether the decision's Allure report is generated. */
  readonly isHtml: boolean;
}

/** @param fault names of `--fault`. @param out folder of all reports. */
export function weekOptions(
  given: {
    readonly fault: readonly string[];
    readonly out: string;
    readonly html: boolean;
    readonly language?: Language;
  },
  startedAt: Date,
): WeekOptions {
  const time = startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return {
    faults: given.fault.filter((name) => omissionNamed(name) === undefined),
    omissions: given.fault.flatMap((name) => omissionNamed(name) ?? []),
    folder: join(resolve(given.out), WEEKS, time),
    language: given.language ?? null,
    isHtml: given.html,
  };
}

/** The options of one of the week's runs. @param at the time that is judged; null: the phase's own. */
export function runOptions({ faults, folder, language }: WeekOptions, at: Date | null, isHtml: boolean): PhaseOptions {
  return { environment: REHEARSAL, at, faults, isFaultList: false, out: folder, language, isHtml };
}
