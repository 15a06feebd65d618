import { currentScope, type StrayError } from "./check-scope";
import { ProcessExitError, errorType, fullMessage } from "./runner-errors";

/** Exit code of a process that ended in the middle of a run: it could not run to its end. */
const EXIT_CODE_CUT_OFF = 3;

let guards = 0;

/** Whether a run is under way, whose guard takes the errors that nobody awaits. */
export function isRunGuarded(): boolean {
  return guards > 0;
}

/**
 * Keeps a run from being ended, or its checks from being blamed, by what happens beside the steps:
 * an error that nobody awaits goes to the check that started the work and to no other; `process.exit` in a check
 * becomes an error of that check; a process that ends in the middle of the run does not end with exit code 0.
 * @param onStray is given every stray error.
 * @returns lifts the guard.
 * @throws Error if a run is guarded already: one run at a time per process.
 */
export function guardRun(onStray: (stray: StrayError) => void): () => void {
  const take = (thrown: unknown): void => {
    const scope = currentScope();
    onStray({ checkId: scope?.id ?? null, type: errorType(thrown), message: fullMessage(thrown) });
    for (const tellRunningStep of scope?.stepErrorListeners ?? []) tellRunningStep(thrown);
  };
  const lifts = [
    listen("uncaughtException", take),
    listen("unhandledRejection", take),
    listen("exit", exitAsCutOff),
    claimStepListeners(),
    forbidExit(take),
  ];
  guards += 1;
  return () => {
    guards -= 1;
    lifts.forEach((lift) => lift());
  };
}

function listen(
  event: "uncaughtException" | "unhandledRejection" | "exit",
  listener: (value: unknown) => void,
): () => void {
  process.on(event, listener);
  return () => process.off(event, listener);
}

/**
 * Cucumber makes every running step listen for any error of the process, which would blame all checks for the error
 * of one: a listener that is added within a check is kept with it, and hears of that check's errors only.
 */
function claimStepListeners(): () => void {
  const addListener = process.addListener.bind(process);
  const removeListener = process.removeListener.bind(process);
  Object.assign(process, {
    addListener(event: string | symbol, listener: Listener): unknown {
      const scope = event === "uncaughtException" ? currentScope() : undefined;
      if (scope === undefined) return Reflect.apply(addListener, undefined, [event, listener]);
      scope.stepErrorListeners.add(listener);
      return process;
    },
    removeListener(event: string | symbol, listener: Listener): unknown {
      if (currentScope()?.stepErrorListeners.delete(listener) === true) return process;
      return Reflect.apply(removeListener, undefined, [event, listener]);
    },
  });
  return () => {
    Reflect.deleteProperty(process, "addListener");
    Reflect.deleteProperty(process, "removeListener");
  };
}

type Listener = (...args: unknown[]) => void;

/** @param take keeps the attempt even where the code that made it catches the error. */
function forbidExit(take: (thrown: unknown) => void): () => void {
  const original = Object.getOwnPropertyDescriptor(process, "exit") ?? {};
  const exit = process.exit.bind(process);
  process.exit = (code) => {
    if (currentScope() === undefined) return exit(code);
    const error = new ProcessExitError(Number(code ?? 0));
    take(error);
    throw error;
  };
  return () => void Object.defineProperty(process, "exit", original);
}

function exitAsCutOff(): void {
  if (process.exitCode === undefined || process.exitCode === 0) process.exitCode = EXIT_CODE_CUT_OFF;
}
