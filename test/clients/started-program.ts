import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** A real program that a test has started. */
export interface StartedProgram {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a program and waits until `isReady` holds. @throws Error with its output where that is not so in 10 s. */
export async function startProgram(run: readonly string[], isReady: () => Promise<boolean>): Promise<StartedProgram> {
  const [file = "", ...args] = run;
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  };
  const deadline = Date.now() + 10_000;
  while (!(await isReady().catch(() => false))) {
    if (Date.now() > deadline || child.exitCode !== null) {
      await stop();
      throw new Error(`${run.join(" ")} did not become ready:\n${output}`);
    }
    await sleep(25);
  }
  if (child.pid === undefined) throw new Error(`${file} was not started.`);
  return { pid: child.pid, stop };
}
