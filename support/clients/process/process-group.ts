import { existsSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { childEnvironment } from "./child-environment";
import { hasLiveMember } from "./live-members";

/** A program to be run, as the environment file gives it. */
export interface Program {
  /** Program and arguments; no shell reads them. */
  readonly run: readonly string[];
  /** Working folder. */
  readonly folder: string;
  /** Environment variables beside PATH, HOME, LANG and TMPDIR. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How a process ended; `exitCode` null: by a signal. `notStarted`: it never ran, and why. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly notStarted: string | null;
}

/** A running program with all that it has started, as long as they stay in its process group. */
export interface ProcessGroup {
  /** Settles when the program itself has ended; its children may still run. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Settles when nobody writes its outputs any more. Never rejects. */
  readonly outputsClosed: Promise<void>;
  /** Ends the whole group: SIGTERM, and SIGKILL for what is left after `graceMs`. Safe to call at any time, and twice. */
  stop(graceMs: number): Promise<void>;
}

/** After SIGKILL only the kernel has work to do. */
const DEATH_MS = 1_000;

const liveGroups = new Set<number>();
let isExitWatched = false;

/** Starts a program in a process group of its own. @param onOutput is given each chunk of both outputs. */
export function startProcessGroup(
  program: Program,
  onOutput: (stream: "stdout" | "stderr", chunk: Uint8Array) => void,
): ProcessGroup {
  endGroupsWhenWeExit();
  const child = spawn(program);
  const { pid } = child;
  if (pid !== undefined) {
    liveGroups.add(pid);
    yieldToUs(pid);
  }
  const ended = endOf(child, program);
  child.stdout.on("data", (chunk: Uint8Array) => onOutput("stdout", chunk));
  child.stderr.on("data", (chunk: Uint8Array) => onOutput("stderr", chunk));
  const outputsClosed = child.then(
    () => undefined,
    () => undefined,
  );
  let stopped: Promise<void> | undefined;
  const stop = (graceMs: number): Promise<void> => {
    // Once only: the number of a group that is gone may be another's later.
    stopped ??= pid === undefined ? Promise.resolve() : endGroup(pid, graceMs);
    return stopped.then(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    });
  };
  return { ended, outputsClosed, stop };
}

/** Steps back behind this process, whose deadlines of other checks would pass while a test suite takes all processors. */
function yieldToUs(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system keeps priorities to itself: then it runs as it is.
  }
}

type Child = ReturnType<typeof spawn>;

function spawn({ run, folder, environment }: Program) {
  const [file = "", ...args] = run;
  return execa(file, args, {
    cwd: folder,
    env: childEnvironment(environment),
    extendEnv: false,
    detached: true,
    stdin: "ignore",
    buffer: false,
    reject: false,
  });
}

function endOf(child: Child, program: Program): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal, notStarted: null }));
    void child.then((result) => {
      // Resolves after the event "exit" wherever the program ran at all; so this is what never ran.
      resolve({ exitCode: null, signal: null, notStarted: reasonNotToStart(program, result.code) });
    });
  });
}

function reasonNotToStart({ run, folder }: Program, code: string | undefined): string {
  if (!existsSync(folder)) return `there is no folder ${folder}`;
  const [file = ""] = run;
  if (file === "") return "no program is named";
  if (code === "ENOENT") return `there is no program ${file}`;
  return code === "EACCES" ? `this account may not run ${file}` : `${file}: ${code ?? "unknown reason"}`;
}

/** The exit code as a shell gives it: 128 and the signal's number where a signal ended the process. */
export function shellExitCode(end: ProcessEnd): number | null {
  return end.signal === null ? end.exitCode : 128 + constants.signals[end.signal];
}

async function endGroup(pid: number, graceMs: number): Promise<void> {
  signalGroup(pid, "SIGTERM");
  if (!(await isGoneWithin(pid, graceMs))) {
    signalGroup(pid, "SIGKILL");
    await isGoneWithin(pid, DEATH_MS);
  }
  liveGroups.delete(pid);
}

async function isGoneWithin(pid: number, durationMs: number): Promise<boolean> {
  const end = Date.now() + durationMs;
  while (hasLiveMember(pid)) {
    if (Date.now() >= end) return false;
    await sleep(15);
  }
  return true;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

/** A detached group outlives us unless we end it, also where the run ends without playing its undos. */
function endGroupsWhenWeExit(): void {
  if (isExitWatched) return;
  isExitWatched = true;
  process.once("exit", () => liveGroups.forEach((pid) => signalGroup(pid, "SIGKILL")));
}
