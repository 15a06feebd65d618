import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { CheckContext } from "../../model/check-context";
import type { CommandEnd } from "../../model/readings/command";
import { captureOutput, lastLines } from "./captured-output";
import { interruptedError } from "./interrupted-error";
import { startProcessGroup, type ProcessEnd, type ProcessGroup, type Program } from "./process-group";
import { startDeadline } from "../transport/deadline";

/** A program with what it may take. */
export interface TimedProgram extends Program {
  /** What it is, for people: "unit tests". */
  readonly title: string;
  /** From its start to its end, in ms; what still runs then is ended. */
  readonly timeoutMs: number;
  /** From SIGTERM to SIGKILL, in ms; 2,000 unless given. */
  readonly graceMs?: number;
}

/** How a program ended, and what it wrote: at most 256 KiB of each output. */
export interface FinishedProgram {
  readonly end: CommandEnd;
  readonly stdout: string;
  readonly stderr: string;
}

const TAIL_LINES = 20;
/** Once the program has ended, its children may hold the outputs open: for so long they may finish their line. */
const LAST_OUTPUT_MS = 500;

/**
 * Runs a program to its end or its deadline, and ends all that it left behind. Keeps both outputs as evidence.
 * @throws InconclusiveError where the check was interrupted meanwhile.
 */
export async function runProgram(program: TimedProgram, context: CheckContext): Promise<FinishedProgram> {
  const startedAt = performance.now();
  const captured = { stdout: captureOutput(), stderr: captureOutput() };
  const group = startProcessGroup(program, (stream, chunk) => captured[stream].add(chunk));
  const ended = await endInTime(group, program, context.signal);
  const stdout = captured.stdout.text();
  const stderr = captured.stderr.text();
  const end: CommandEnd = {
    command: commandLine(program.run),
    folder: program.folder,
    exitCode: ended === "timed-out" ? null : ended.exitCode,
    timedOut: ended === "timed-out",
    notStarted: ended === "timed-out" ? null : ended.notStarted,
    durationMs: Math.round(performance.now() - startedAt),
    tail: lastLines(stripVTControlCharacters(`${stderr.trimEnd()}\n${stdout}${signalNote(ended)}`).trim(), TAIL_LINES),
  };
  await context.evidence.keep({
    title: `Output of the ${program.title}`,
    mediaType: "text/plain",
    content: transcript(end, stdout, stderr),
  });
  if (context.signal.aborted) throw interruptedError(`the ${program.title}`, end.command, context);
  return { end, stdout, stderr };
}

/** Program and arguments as one would type them: quoted where a shell would need it. */
export function commandLine(run: readonly string[]): string {
  return run.map((word) => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

async function endInTime(
  group: ProcessGroup,
  { timeoutMs, graceMs = 2_000 }: TimedProgram,
  signal: AbortSignal,
): Promise<ProcessEnd | "timed-out"> {
  const deadline = startDeadline(timeoutMs, [signal]);
  const stopped = new Promise<"timed-out">((resolve) => {
    deadline.signal.addEventListener("abort", () => resolve("timed-out"), { once: true });
  });
  const ended = signal.aborted ? "timed-out" : await Promise.race([group.ended, stopped]);
  deadline.release();
  if (ended !== "timed-out")
    await Promise.race([group.outputsClosed, sleep(LAST_OUTPUT_MS, undefined, { ref: false })]);
  await group.stop(graceMs);
  return ended;
}

function signalNote(ended: ProcessEnd | "timed-out"): string {
  return ended !== "timed-out" && ended.signal !== null ? `\n(ended by ${ended.signal})` : "";
}

function transcript(end: CommandEnd, stdout: string, stderr: string): string {
  const how = end.notStarted ?? (end.timedOut ? "ended at its deadline" : `exit code ${end.exitCode ?? "none"}`);
  return [
    `Command: ${end.command}`,
    `Folder: ${end.folder}`,
    `Ended: ${how}, after ${end.durationMs} ms`,
    "--- standard output ---",
    stdout.trimEnd(),
    "--- standard error ---",
    stderr.trimEnd(),
    "",
  ].join("\n");
}
