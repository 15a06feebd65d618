import type { CheckContext } from "../model/check-context";
import type { CommandEnd } from "../model/readings/command";
import { runProgram, type TimedProgram } from "./process/run-program";

/** A command of the environment: program and arguments, folder, environment variables, deadline in ms. */
export type CommandOptions = TimedProgram;

/** A command of the environment, in the runbook's words. */
export interface Command {
  /**
   * Runs it once, to its end or its deadline, and says how it ended; both outputs are kept as evidence.
   * @throws InconclusiveError where the check was interrupted meanwhile.
   */
  run(): Promise<CommandEnd>;
}

/** A client of one command. */
export function createCommand(options: CommandOptions, context: CheckContext): Command {
  return { run: async () => (await runProgram(options, context)).end };
}
