import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { drillParts, restoreRouting, type Drill } from "../../../rehearsal/drills";
import { incidentVerdict } from "../../judgement/incident/exit";
import { judgeDrill, type DrillTimes } from "../../judgement/incident/drill";
import type { DrillFinding } from "../../model/drill";
import type { RollbackMandate } from "../../model/incident-run";
import { gravestByItem, type Verdict } from "../../model/outcome";
import type { RunResult } from "../../model/run-result";
import type { TimelineEventName } from "../../model/timeline";
import { exitCodeOf } from "../main";
import { carryOut, type Carried } from "../phase/carry-out";
import type { Interrupt } from "../phase/interrupt";
import type { PhaseOptions } from "../phase/options";
import type { Voice } from "../phase/voice";
import { answerDecision, withdrawAnswer } from "./answer";
import { awaitAlertInChannel } from "./alert-in-channel";
import type { BusyPlace } from "./traffic";

/** A drill that was played. */
export interface PlayedDrill {
  readonly result: RunResult;
  readonly found: DrillFinding;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** Where a drill is played, and what it says meanwhile. */
export interface Stage {
  readonly busy: BusyPlace;
  readonly options: PhaseOptions;
  readonly interrupt: Interrupt;
  readonly voice: Voice;
  /** Where the incident's own progress is shown; by default this process's output. */
  readonly output?: Writable;
  /** How long after the alert somebody sees to it, in ms; by default at once. Until then errors go on, and show more. */
  readonly seenToAfterMs?: number;
}

/** Longer than this machine's own: the runbook's five minutes are a check of the incident itself. */
export const DRILL_TIMES: DrillTimes = { alertMs: 15_000, rollbackVerifiedMs: 40_000 };

/** In so long a time the canary, at a twentieth of the drills' traffic, would have answered for sure. */
const SILENCE_MS = 1_500;

/**
 * Plays one drill: errors are injected, the alert is awaited, then the incident is handled as `npm run incident -- --roll-back
 * --yes` does; where a human is to answer, it is only read first, and what that asks is answered. Afterwards nothing of it
 * is left, also where it broke off.
 */
export async function playDrill(drill: Drill, stage: Stage): Promise<PlayedDrill> {
  const { busy, interrupt, options, voice, seenToAfterMs = 0 } = stage;
  const parts = drillParts(busy.rehearsed);
  const beganAt = Date.now();
  voice.say(`Drill ${drill.name}: ${drill.sentence}`);
  try {
    await drill.inject(parts);
    const alertAt = await awaitAlertInChannel(busy.place.environment, beganAt, DRILL_TIMES.alertMs, interrupt.signal);
    await sleep(seenToAfterMs, undefined, { signal: interrupt.signal });
    if (drill.answered !== undefined) {
      await handle(stage, { refusal: "Its decision is read and answered first; this run only reads." });
      await answerDecision(drill, { place: busy.place, options });
    }
    const { result } = await handle(stage, { refusal: null });
    await sleep(SILENCE_MS, undefined, { signal: interrupt.signal });
    const found = findingOf(result, busy, { beganAt, alertAt });
    return { result, found, ...judgeDrill(drill.expected, found, DRILL_TIMES) };
  } finally {
    await drill.remove(parts);
    await restoreRouting(busy.rehearsed);
    await withdrawAnswer(drill, { place: busy.place, options });
  }
}

/** Handles the incident as `npm run incident` does. */
function handle({ busy, options, interrupt, voice, output }: Stage, rollback: RollbackMandate): Promise<Carried> {
  return carryOut({
    phase: "incident",
    startedAt: new Date(),
    options: { ...options, at: null },
    place: busy.place,
    interrupt,
    voice,
    rollback,
    ...(output !== undefined && { output }),
    afterChecks: () => undefined,
  });
}

function findingOf(
  result: RunResult,
  { traffic }: BusyPlace,
  { beganAt, alertAt }: { readonly beganAt: number; readonly alertAt: number | null },
): DrillFinding {
  const since = Date.now() - SILENCE_MS;
  const answersOf = (track: string) =>
    traffic.log.counts(since).reduce((sum, one) => sum + (one.track === track ? one.answers : 0), 0);
  const firstBad = traffic.log.firstBadAnswerAt("canary", beganAt);
  const firstBadMs = firstBad === null ? beganAt : Date.parse(firstBad);
  const verified = eventAt(result, "errors-below-limit");
  return {
    recommendation: recommendationOf(result),
    isRolledBack: answersOf("canary") === 0 && answersOf("legacy") > 0,
    exitCodeOfIncident: exitCodeOf(incidentVerdict(result.checks)),
    outcomes: Object.fromEntries(gravestByItem(result.checks)),
    alertMs: alertAt === null ? null : alertAt - firstBadMs,
    rollbackVerifiedMs: verified === null ? null : verified - firstBadMs,
  };
}

function eventAt({ timeline }: RunResult, name: TimelineEventName): number | null {
  const event = timeline?.events.find((one) => one.name === name);
  return event === undefined ? null : Date.parse(event.at);
}

function recommendationOf({ checks }: RunResult): string | null {
  const measurements = checks.flatMap((check) => check.measurements);
  const value = measurements.find(({ signal }) => signal === "recommendation")?.value;
  return typeof value === "string" ? value : null;
}
