import { join } from "node:path";
import { readRunbook } from "../../environment/runbook";
import type { Phase, RunbookItem } from "../../model/runbook";
import type { RunResult } from "../../model/run-result";
import type { Redactor } from "../../reporting/redact";
import type { Language } from "../../reporting/messages";
import { WIDEST } from "../../reporting/week/section-text";
import { createWeekScreen, type WeekScreen } from "../../reporting/week/screen";
import type * as CarryOut from "../phase/carry-out";
import { decidedBy } from "../phase/decided-by";
import type { Interrupt } from "../phase/interrupt";
import type { Place } from "../phase/place";
import { FEATURES } from "../phase/session-for";
import { redactorOf } from "../phase/redactor-of";
import { isTerminal } from "../phase/terminal";
import { nowhere, SILENT } from "../phase/voice";
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
  const redactor = redactorOf(place);
  return {
    ...given,
    runbook: readRunbook(join(FEATURES, "runbook.yaml")),
    redactor,
    language: options.language ?? place.environment.language,
    screen: createWeekScreen({ stream: process.stdout, isTerminal: isTerminal(process.stdout), redact: redactor.text }),
    width: Math.min(WIDEST, process.stdout.isTTY ? process.stdout.columns : USUAL_WIDTH),
  };
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
  const carried = await carryOut({
    phase,
    startedAt: new Date(),
    options: runOptions(options, at, options.isHtml && phase === "decision"),
    place,
    interrupt,
    voice: SILENT,
    output: nowhere(),
    afterChecks: () => undefined,
  });
  return decidedBy(carried);
}
