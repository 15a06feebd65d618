import { interruptible } from "../phase/interrupt";
import { rehearsalPlace } from "../phase/place";
import { prepareRehearsal } from "../phase/rehearsal-options";
import { warmUp } from "../phase/warm-up";
import type { WeekOptions } from "./options";
import type * as Acts from "./acts";

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
    // The boot is mostly waiting: what the week is played with is loaded meanwhile.
    const warm = warmUp({ hasCache: true, hasPages: true }).then(({ carryOut }) => ({ carryOut, ...acts() }));
    const place = await going;
    interrupt.beforeEnd(() => place.leave());
    try {
      const { carryOut, playWeek, showEnd, weekStage } = await warm;
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

function acts(): typeof Acts {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-return -- import() would bypass the compiler hook
  return require("./acts");
}
