import { REHEARSAL } from "../../environment/schema";
import { verdictOfWindow } from "../../judgement/window-verdict";
import type { Verdict } from "../../model/outcome";
import type { Phase } from "../../model/runbook";
import type { WindowState } from "../../watch/hook";
import { verdictOfPoint } from "../../watch/standing";

/** What has its time before the roll-out, so that a watch which begins later does not see it. */
const BEFORE_ROLL_OUT: readonly Phase[] = ["preflight", "preparation"];

/** How a watch ended: its verdict, and what is said of it: what it speaks for, what it does not, and what comes next. */
export function endingOf(
  { points, damage, next }: Pick<WindowState, "points" | "damage" | "next">,
  environment: string,
): { readonly verdict: Verdict; readonly text: string } {
  const verdict = verdictOfWindow(points.map(verdictOfPoint), damage === null);
  const mark = environment === REHEARSAL ? " – a rehearsal, not production evidence" : "";
  const unseen = BEFORE_ROLL_OUT.filter((phase) => !points.some(({ point }) => point.phase === phase));
  const isAtEnd = next === null;
  const lines = [
    `${verdict}  the window in ${environment}${mark}`,
    ...(unseen.length === 0 ? [] : [`  Not watched: ${unseen.join(" and ")}. The decision looks for their runs.`]),
    isAtEnd
      ? `  Now decide: npm run decide -- --environment ${environment}`
      : "  It was ended before its end; npm run watch goes on with it.",
  ];
  return { verdict, text: lines.join("\n") };
}
