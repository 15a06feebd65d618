import type { Verdict } from "../model/outcome";
import { consoleLine } from "../reporting/console-text";
import { REPORT_WORDS, type Language } from "../reporting/messages";
import { localTime } from "../reporting/schedule/local-time";
import { inColumns } from "../reporting/text-columns";
import type { WindowState } from "./hook";
import { pointKey, type PointStanding } from "./standing";

/** How the terminal names times and phases. */
export interface LineOptions {
  /** IANA name. */
  readonly timeZone: string;
  readonly language: Language;
}

const SIGNS: Readonly<Record<Verdict, string>> = { GO: "✓", "NO-GO": "✗", INCONCLUSIVE: "?" };

/** The window as a table: a line for each point, headings first. */
export function windowLines(state: WindowState, { timeZone, language }: LineOptions): string[] {
  const { phases } = REPORT_WORDS[language];
  const rows = state.points.map((one) => {
    const [sign, words] = standingText(one, state);
    return [sign, localTime(one.point.at, timeZone), phases[one.point.phase], consoleLine(words)];
  });
  return inColumns([["", timeZone, "Phase", "Verdict"], ...rows]);
}

/** One point with how it stands, for a log. */
export function pointLine(one: PointStanding, state: WindowState, { timeZone, language }: LineOptions): string {
  const [sign, words] = standingText(one, state);
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
  const left = Date.parse(next.at) - nowMs;
  const when = left <= 0 ? "now" : `in ${durationText(left)}`;
  return `Next: ${REPORT_WORDS[language].phases[next.phase]}, ${localTime(next.at, timeZone)} ${timeZone}, ${when}`;
}

function standingText({ point, standing }: PointStanding, { running, failures }: WindowState): [string, string] {
  if (running !== null && pointKey(running) === pointKey(point)) return ["…", "being carried out"];
  switch (standing.kind) {
    case "done":
      return [SIGNS[standing.verdict], `${standing.verdict}${standing.isLate ? ", late" : ""}  ${standing.runId}`];
    case "missed":
      return ["!", `missed: ${standing.detail}`];
    case "open": {
      const failure = failures.get(pointKey(point));
      return failure === undefined ? ["·", ""] : ["!", `could not be run: ${failure}`];
    }
  }
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
