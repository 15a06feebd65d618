import { join, relative } from "node:path";
import { REHEARSAL } from "../../environment/schema";
import { itemsOfWeek, notPassed, verdictOfWeek } from "../../judgement/week";
import { weekEndLines } from "../../reporting/week/end-text";
import { EXIT, exitCodeOf } from "../main";
import { drillFolder } from "./drill";
import type { PlayedWeek } from "./play";
import type { WeekStage } from "./stage";

/** Shows what a week came to: what did not pass first, then the decision, its reasons, and where it is. @returns the exit code. */
export function showEnd({ played, decision, drill }: PlayedWeek, stage: WeekStage, tookMs: number): number {
  const { runbook, options, language, width, screen } = stage;
  const items = itemsOfWeek(runbook, played);
  const ends = { decision: decision?.verdict ?? null, drill: drill?.verdict ?? null };
  const verdict = verdictOfWeek(ends, items);
  const folder = join(options.folder, REHEARSAL);
  const paths = [
    join(folder, "decision.html"),
    join(folder, "decision.json"),
    ...(decision === null ? [] : [join(folder, "runs", decision.runId, "verdict.json")]),
    ...(drill === null ? [] : [join(drillFolder(options.folder), REHEARSAL, "runs", drill.result.runId, "index.html")]),
  ];
  const end = {
    verdict,
    open: notPassed(items),
    all: items.length,
    reasons: [...(decision?.reasons ?? []), ...(drill?.reasons ?? [])],
    drill: drill?.found ?? null,
    tookMs,
    paths: paths.map((path) => relative(process.cwd(), path)),
  };
  screen.print(weekEndLines(end, language, width));
  return decision === null ? EXIT.couldNotRun : exitCodeOf(verdict);
}
