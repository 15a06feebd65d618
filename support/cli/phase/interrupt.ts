import { setMaxListeners } from "node:events";

/** How a command is interrupted: checks are told to stop, reports are still written, the rehearsal is ended. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Also done when the user insists (a second signal), before the process ends. */
  beforeEnd(action: () => Promise<void>): void;
  /** Gives the signals back to Node. */
  lift(): void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Exit code of a process that a user ended by force: what was found out is not decided. */
const FORCED = 2;

/** Listens for SIGINT, SIGTERM and SIGHUP: the first asks the run to end well, a second ends it at once. */
export function interruptible(): Interrupt {
  const controller = new AbortController();
  // Every client of every check listens to it: their number is bounded by the checks, and says nothing of a leak.
  setMaxListeners(0, controller.signal);
  const actions: (() => Promise<void>)[] = [];
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      void Promise.allSettled(actions.map((action) => action())).then(() => process.exit(FORCED));
      return;
    }
    process.stderr.write(
      `\n${name}: ending the run; what was found out so far is reported. Once more ends it at once.\n`,
    );
    controller.abort(new Error(`interrupted by ${name}`));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    beforeEnd: (action) => void actions.push(action),
    lift: () => SIGNALS.forEach((name) => process.off(name, onSignal)),
  };
}
