import { interruptible } from "../phase/interrupt";
import { rehearsalPlace } from "../phase/place";
import { prepareRehearsal } from "../phase/rehearsal-options";
import { warmUp } from "../phase/warm-up";
import type { WeekOptions } from "./options";
import { playWeek } from "./play";
import { showEnd } from "./show-end";
import { weekStage } from "./stage";

/**
 * Plays the runbook's whole week on one rehearsal, and ends with its decision.
 * @returns the exit code of the week's verdict. @throws UnknownFaultError and the like, before anything is started.
 */
export async function runWeek(options: WeekOptions): Promise<number> {
  const beganAt = performance.now();
  await prepareRehearsal(options.faults);
  const interrupt = interruptible();
  try {
    const log = (line: string): void => void process.stdout.write(`${line}\n`);
    const going = rehearsalPlace({ faults: options.faults, history: true, signal: interrupt.signal, log });
    const warm = warmUp({ hasCache: true, hasPages: true });
    const place = await going;
    interrupt.beforeEnd(() => place.leave());
    try {
      const { carryOut } = await warm;
      const stage = weekStage({ options, place, interrupt, carryOut });
      try {
        const week = await playWeek(stage);
        return showEnd(week, stage, performance.now() - beganAt);
      } finally {
        stage.screen.close();
      }
    } finally {
      await place.leave();
    }
  } finally {
    interrupt.lift();
  }
}
