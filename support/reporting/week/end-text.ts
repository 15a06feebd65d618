import type { DrillFinding } from "../../model/drill";
import type { Verdict } from "../../model/outcome";
import type { EndedItem } from "../../model/week";
import { consoleLine } from "../console-text";
import type { Language } from "../messages";
import { inColumns, wrapped } from "../text-columns";
import { openItemLines } from "./section-text";
import { WEEK_WORDS } from "./week-words";

/** What a week came to. */
export interface WeekEnd {
  readonly verdict: Verdict;
  /** Items that did not pass, the gravest first. */
  readonly open: readonly EndedItem[];
  /** How many items were to pass. */
  readonly all: number;
  /** Of the decision and the drill. */
  readonly reasons: readonly string[];
  /** null: no drill was played. */
  readonly drill: Pick<DrillFinding, "alertMs" | "rollbackVerifiedMs"> | null;
  readonly tookMs: number;
  readonly paths: readonly string[];
}

/** The end of a week: what did not pass, the verdict, its reasons, and where the reports are. */
export function weekEndLines(end: WeekEnd, language: Language, width: number): string[] {
  const { verdict, open, all, reasons, drill, tookMs, paths } = end;
  const told = open.filter(({ item, end: came }) => item.phase !== "incident" || came !== null);
  const words = WEEK_WORDS[language];
  const [alert, rollback] = words.drillTimes;
  const times =
    drill === null
      ? []
      : [
          [alert, seconds(drill.alertMs)],
          [rollback, seconds(drill.rollbackVerifiedMs)],
        ];
  return [
    ...inColumns(times).map((line) => `  ${line}`),
    ...(told.length === 0 ? [] : ["", words.notGo, ...told.flatMap((one) => openItemLines(one, language, width))]),
    ...(drill === null ? ["", ...wrapped(words.noDrill, width, "")] : []),
    "",
    `${verdict}  ${words.week}, ${words.rehearsal}`,
    `  ${words.items(all - open.length, all)}, ${seconds(tookMs)}`,
    ...reasons.flatMap((reason) => wrapped(`  - ${consoleLine(reason)}`, width, "    ")),
    ...paths.map((path) => `  ${consoleLine(path)}`),
  ];
}

function seconds(ms: number | null): string {
  return ms === null ? "–" : `${(ms / 1000).toFixed(1)} s`;
}
