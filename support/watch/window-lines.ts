import type { Verdict } from "../model/outcome";
import { consoleLine } from "../reporting/console-text";
import { REPORT_WORDS, type Language } from "../reporting/messages";
import { localTime } from "../reporting/schedule/local-time";
import { inColumns } from "../reporting/text-columns";
import type { WindowState } from "./hook";
import { pointKey, type DonePoint, type PointStanding } from "./standing";

/** How the terminal names times and phases. */
export interface LineOptions {
  /** IANA name. */
  readonly timeZone: string;
  readonly language: Language;
}

const SIGNS: Readonly<Record<Verdict, string>> = { GO: "✓", "NO-GO": "✗", INCONCLUSIVE: "?" };

/** The window as a table: a line for each point with its run, headings first. */
export function windowLines(state: WindowState, options: LineOptions): string[] {
  return tableLines(state.points, state, options, true);
}

/** The window as a table of at most so many lines: without the runs, and of many points those around the next one. */
export function fittingWindowLines(state: WindowState, options: LineOptions, mostLines: number): string[] {
  const { points, running, next } = state;
  if (points.length + 1 <= mostLines) return tableLines(points, state, options, false);
  const current = running ?? next?.point ?? null;
  const at = points.findIndex(({ point }) => current !== null && pointKey(point) === pointKey(current));
  // Headings, and a line for what is left out before and after.
  const most = Math.max(1, mostLines - 3);
  const wished = (at === -1 ? points.length : at) - (most >> 1);
  const from = Math.max(0, Math.min(wished, points.length - most));
  const shown = points.slice(from, from + most);
  const later = points.length - from - shown.length;
  const [heading = "", ...rows] = tableLines(shown, state, options, false);
  return [heading, ...(from > 0 ? [`… ${from} before`] : []), ...rows, ...(later > 0 ? [`… ${later} after`] : [])];
}

function tableLines(
  points: readonly PointStanding[],
  state: WindowState,
  { timeZone, language }: LineOptions,
  isWithRun: boolean,
): string[] {
  const { phases } = REPORT_WORDS[language];
  const rows = points.map((one) => {
    const [sign, words] = standingText(one, state, isWithRun);
    return [sign, localTime(one.point.at, timeZone), phases[one.point.phase], consoleLine(words)];
  });
  return inColumns([["", timeZone, "Phase", "Verdict"], ...rows]);
}

/** One point with how it stands, for a log. */
export function pointLine(one: PointStanding, state: WindowState, { timeZone, language }: LineOptions): string {
  const [sign, words] = standingText(one, state, true);
  const { phase, at } = one.point;
  return `${sign} ${localTime(at, timeZone)} ${timeZone}  ${REPORT_WORDS[language].phases[phase]}  ${consoleLine(words)}`;
}

/** What comes next, and when; null: nothing. @param nowMs by the wall clock. */
export function nextLine(
  { next, running }: WindowState,
  nowMs: number,
  { timeZone, language }: LineOptions,
): string | null {
  if (next === null || running !== null) return null;
  const { point, dueAt, isAgain } = next;
  const left = Date.parse(dueAt) - nowMs;
  const when = left <= 0 ? "now" : `in ${durationText(left)}`;
  const name = `${REPORT_WORDS[language].phases[point.phase]}, ${localTime(point.at, timeZone)} ${timeZone}`;
  return `Next: ${name}, ${isAgain ? "again " : ""}${when}`;
}

function standingText(
  { point, standing }: PointStanding,
  { running, failures }: WindowState,
  isWithRun: boolean,
): [string, string] {
  if (running !== null && pointKey(running) === pointKey(point)) return ["…", "being carried out"];
  switch (standing.kind) {
    case "done":
      return [SIGNS[standing.verdict], doneText(standing, isWithRun)];
    case "missed":
      return ["!", `missed: ${standing.detail}`];
    case "open": {
      const failure = failures.get(pointKey(point));
      return failure === undefined ? ["·", ""] : ["!", `could not be run: ${failure}`];
    }
  }
}

function doneText({ verdict, isLate, runs, findings, runId }: DonePoint, isWithRun: boolean): string {
  const words = [verdict, ...(isLate ? ["late"] : []), ...(runs > 1 ? [`judged ${runs} times`] : [])].join(", ");
  return [words, findingsText(findings), isWithRun ? runId : ""].filter((part) => part !== "").join(" – ");
}

/** "D4-1 failed"; where nothing failed, "D4-2 inconclusive (too-few-samples)". What failed says enough: the rest is in the report. */
function findingsText(findings: DonePoint["findings"]): string {
  const failed = findings.filter(({ outcome }) => outcome === "failed");
  const texts = (failed.length > 0 ? failed : findings).map(
    ({ items, outcome, cause }) => `${items.join("+")} ${outcome}${cause === null ? "" : ` (${cause})`}`,
  );
  return [...new Set(texts)].join(", ");
}

/** "2 d 3 h", "3 h 12 min", "12 min 5 s", "5 s". */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = parts.slice(Math.max(0, first), Math.max(0, first) + 2).filter(([count]) => count > 0);
  return shown.length === 0 ? "0 s" : shown.map(([count, unit]) => `${count} ${unit}`).join(" ");
}
