import { loadSchedule } from "../../environment/load-schedule";
import { REHEARSAL } from "../../environment/schema";
import { sectionsOf } from "../../judgement/week";
import type { SignOff } from "../../model/journal-entry";
import type { Phase } from "../../model/runbook";
import type { RunResult } from "../../model/run-result";
import { isCanaryPhase } from "../../model/schedule";
import { pointsToPlay, type PlayedRun } from "../../model/week";
import { windowPoints, type WindowPoint } from "../../model/window-points";
import { sectionLines, signedLines } from "../../reporting/week/section-text";
import type { PlayedDrill } from "../drill/play";
import { ENVIRONMENTS } from "../phase/place";
import { rehearsedTimes } from "../phase/rehearsal-options";
import { beginCalm, playDrillOfWeek, type Calm } from "./drill";
import { signAsInvented } from "./sign";
import { runOne, type WeekStage } from "./stage";

/** A week that was played. */
export interface PlayedWeek {
  readonly played: readonly PlayedRun[];
  /** null: it did not come to one. */
  readonly decision: RunResult | null;
  /** null: it was not played. */
  readonly drill: PlayedDrill | null;
}

/**
 * Plays every point of the window in its order, then the drill; the drill only after a GO: what is broken on purpose would
 * stand in its way too, and there is nothing to roll back of what is not promoted.
 */
export async function playWeek(stage: WeekStage): Promise<PlayedWeek> {
  const played: PlayedRun[] = [];
  const signed: SignOff[] = [];
  const points = pointsOf(stage);
  let calm: Calm | null = null;
  try {
    for (const [index, point] of points.entries()) {
      stage.interrupt.signal.throwIfAborted();
      if (point.phase === "decision") calm = beginCalm(stage);
      live(stage, point.phase, played);
      const result = isLeftOut(point, points, stage) ? null : await runPoint(stage, point);
      played.push({ ...point, result });
      if (result !== null) signed.push(...(await sign(stage, result)));
      if (points[index + 1]?.phase === point.phase) continue;
      settle(stage, point.phase, played);
      // Told where they belong: below the sections of their phase.
      if (signed.length > 0) stage.screen.print(signedLines(signed.splice(0), stage.language, stage.width));
    }
    const decision = played.findLast(({ phase }) => phase === "decision")?.result ?? null;
    if (decision?.verdict !== "GO" || calm === null) return { played, decision, drill: null };
    live(stage, "incident", played);
    const drill = await playDrillOfWeek(stage, calm);
    const all = [...played, { phase: "incident" as const, at: drill.result.evaluatedAt, result: drill.result }];
    settle(stage, "incident", all);
    return { played: all, decision, drill };
  } finally {
    await calm?.end();
  }
}

function pointsOf({ runbook }: WeekStage): WindowPoint[] {
  const { schedule, release } = loadSchedule({ name: REHEARSAL, folder: ENVIRONMENTS, variables: rehearsedTimes() });
  return pointsToPlay(windowPoints(schedule, release.rolledOutAt), runbook);
}

function isLeftOut(point: WindowPoint, points: readonly WindowPoint[], { options }: WeekStage): boolean {
  const index = points.filter(({ phase }) => phase === point.phase).indexOf(point);
  return options.omissions.some(({ isRunLeftOut }) => isRunLeftOut?.(point, index) ?? false);
}

/** Only what looks at the canary's metrics is judged as of its time: all else is asked now. */
function runPoint(stage: WeekStage, { phase, at }: WindowPoint): Promise<RunResult> {
  return runOne(stage, phase, isCanaryPhase(phase) ? new Date(at) : null);
}

function sign({ place, options, runbook, redactor }: WeekStage, result: RunResult) {
  const unsigned = options.omissions.flatMap((one) => one.unsigned ?? []);
  return signAsInvented(result, { place, folder: options.folder, runbook, unsigned, redactor });
}

function live(stage: WeekStage, phase: Phase, played: readonly PlayedRun[]): void {
  stage.screen.live(linesOf(stage, phase, played));
}

function settle(stage: WeekStage, phase: Phase, played: readonly PlayedRun[]): void {
  stage.screen.live([]);
  stage.screen.print(linesOf(stage, phase, played));
}

function linesOf({ runbook, language, width }: WeekStage, phase: Phase, all: readonly PlayedRun[]): string[] {
  const played = all.filter((run) => run.phase === phase);
  return sectionsOf(phase, runbook, played).flatMap((section, index) => [
    "",
    // A phase's table belongs to its first section.
    ...sectionLines({ section, played, hasTable: index === 0, language, width }),
  ]);
}
