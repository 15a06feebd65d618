import { join } from "node:path";
import { Writable } from "node:stream";
import { readRunbook } from "../../environment/runbook";
import type { Phase, RunbookItem } from "../../model/runbook";
import type { RunResult } from "../../model/run-result";
import { createRedactor, type Redactor } from "../../reporting/redact";
import type { Language } from "../../reporting/messages";
import { WIDEST } from "../../reporting/week/section-text";
import { createWeekScreen, type WeekScreen } from "../../reporting/week/screen";
import type * as CarryOut from "../phase/carry-out";
import type { Interrupt } from "../phase/interrupt";
import type { Place } from "../phase/place";
import { FEATURES } from "../phase/session-for";
import type { Voice } from "../phase/voice";
import { runOptions, type WeekOptions } from "./options";

/** What a week is played with. */
export interface WeekStage {
  readonly options: WeekOptions;
  readonly place: Place;
  readonly interrupt: Interrupt;
  readonly runbook: readonly RunbookItem[];
  readonly redactor: Redactor;
  readonly language: Language;
  readonly screen: WeekScreen;
  /** Columns of the terminal. */
  readonly width: number;
  readonly carryOut: typeof CarryOut.carryOut;
}

const USUAL_WIDTH = 80;

/** Sets up a week at a rehearsal that stands. */
export function weekStage(given: Pick<WeekStage, "options" | "place" | "interrupt" | "carryOut">): WeekStage {
  const { place, options } = given;
  const redactor = createRedactor({ ...place.secrets, ...place.secretsByName });
  const isTerminal = process.stdout.isTTY && process.env["CI"] === undefined;
  return {
    ...given,
    runbook: readRunbook(join(FEATURES, "runbook.yaml")),
    redactor,
    language: options.language ?? place.environment.language,
    screen: createWeekScreen({ stream: process.stdout, isTerminal, redact: redactor.text }),
    width: Math.min(WIDEST, process.stdout.isTTY ? process.stdout.columns : USUAL_WIDTH),
  };
}

/** Says nothing: the week shows its own tables. */
export const SILENT: Voice = { say: () => undefined, through: () => undefined };

/** Takes what a run would print. */
export function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/**
 * Carries out one phase of the week, with all its reports but Allure's pages; the decision has those too.
 * @param at the time that is judged; null: the phase's own. @throws Error where the run decided nothing.
 */
export async function runOne(
  { options, place, interrupt, carryOut }: WeekStage,
  phase: Phase,
  at: Date | null,
): Promise<RunResult> {
  const { result, reports, couldNotRun } = await carryOut({
    phase,
    startedAt: new Date(),
    options: runOptions(options, at, options.isHtml && phase === "decision"),
    place,
    interrupt,
    voice: SILENT,
    output: nowhere(),
    afterChecks: () => undefined,
  });
  const [difference] = reports.differences;
  if (difference !== undefined) throw new Error(`The reports of ${result.runId} disagree: ${difference}`);
  if (couldNotRun) throw new Error(`${result.runId} broke off: ${result.reasons[0] ?? "no reason is known"}`);
  return result;
}
