import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Carries out one command, hands over its output line by line, and gives its exit code. */
export type StreamCommand = (
  command: string,
  args: readonly string[],
  onLine: (line: string) => void,
) => Promise<number>;

/**
 * Carries out one command without a terminal, standard output and error as one stream of lines.
 * @returns its exit code, 128 where a signal ended it.
 * @throws the system's error where it cannot be started.
 */
export const streamCommand: StreamCommand = (command, args, onLine) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onLine);
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 128));
  });
