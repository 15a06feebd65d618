import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { findProgram } from "./programs";
import { identify } from "./process-identity";
import { FOLDER_VARIABLE, writeDown } from "./ledger";

/** How long a part may take to end by itself before it is killed. */
const GRACE_MS = 3_000;
/** How much of a part's log an error shows. */
const LOG_TAIL_LINES = 8;

/** What of this process's environment the parts may see: no secret of the user's is among it. */
const INHERITED = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ"];

/** How a part's process is started. */
export interface Command {
  /** The part's name, in messages and for its log file. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Its working folder; without it the data folder. */
  readonly folder?: string;
  /** How long it may take to end by itself; 3 s without it. */
  readonly graceMs?: number;
}

/** A process of the rehearsal: the leader of its own group, so that its children end with it. */
export class Child {
  private readonly process: ChildProcess;
  private readonly graceMs: number;
  private readonly startedAt = performance.now();
  /** How the process ended: "exit code 1", "signal SIGKILL", "it cannot be started: …"; `undefined` while it runs. */
  end: string | undefined;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;

  constructor(
    readonly command: Command,
    readonly logPath: string,
    dataFolder: string,
  ) {
    this.graceMs = command.graceMs ?? GRACE_MS;
    this.process = spawnProtected(command, logPath, dataFolder);
    this.ended = endOf(this.process).then((how) => {
      // What the part left in its group ends with it, now: later its number may belong to others.
      this.signalGroup("SIGKILL");
      this.end = how;
    });
    const { pid } = this.process;
    const identity = pid === undefined ? undefined : identify(pid);
    if (identity !== undefined) writeDown(dataFolder, { role: "part", ...identity, command: command.name });
  }

  /** Time since it was started. */
  ageMs(): number {
    return performance.now() - this.startedAt;
  }

  /** The last lines of what it wrote, oldest first. */
  logTail(): string[] {
    const text = readFileSync(this.logPath, "utf8").trimEnd();
    return text === "" ? [] : text.split("\n").slice(-LOG_TAIL_LINES);
  }

  /** Ends the process and all its group: asked first, killed after the grace time. Safe to call again. */
  async stop(): Promise<void> {
    this.signalGroup("SIGTERM");
    const timer = setTimeout(() => this.signalGroup("SIGKILL"), this.graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  private signalGroup(signal: NodeJS.Signals): void {
    const { pid } = this.process;
    if (pid === undefined || this.end !== undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group has ended.
    }
  }
}

function spawnProtected(command: Command, logPath: string, dataFolder: string): ChildProcess {
  // The kernel ends the part when this process is killed; what slips through is swept by the next rehearsal.
  const setpriv = findProgram("setpriv");
  const protection = setpriv === undefined ? [] : [setpriv, "--pdeathsig", "TERM", "--"];
  const [program = command.program, ...args] = [...protection, command.program, ...command.args];
  const log = openSync(logPath, "a", 0o600);
  try {
    return spawn(program, args, {
      detached: true,
      cwd: command.folder ?? dataFolder,
      env: { ...inheritedEnvironment(), ...command.environment, [FOLDER_VARIABLE]: dataFolder },
      stdio: ["ignore", log, log],
    });
  } finally {
    closeSync(log);
  }
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const exit: unknown[] = await once(child, "exit");
    const [code, signal] = exit;
    return typeof signal === "string" ? `signal ${signal}` : `exit code ${String(code)}`;
  } catch (error) {
    return `it cannot be started: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
