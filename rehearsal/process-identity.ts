import { readdirSync, readFileSync } from "node:fs";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from the system's start to the process's (/proc/<pid>/stat, field 22); numbers are reused, this is not. */
  readonly startTime: string;
}

/** The process's identity, or `undefined` where it has ended (a zombie has ended). */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readProcessFile(pid, "stat");
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startTime = fields[18];
  return state === "Z" || state === "X" || startTime === undefined ? undefined : { pid, startTime };
}

/** Whether exactly this process still runs. */
export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  return identify(pid)?.startTime === startTime;
}

/** The running processes whose environment has this entry ("NAME=value"), as far as this user may see it. */
export function findByEnvironment(entry: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readProcessFile(pid, "environ")?.split("\0").includes(entry) === true);
}

function readProcessFile(pid: number, file: "stat" | "environ"): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}
