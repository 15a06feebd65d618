import type { ScheduledPhase, WindowPoint } from "./window-points";

/** One run of a window, as a scheduler carries it out. */
export interface ScheduledRun extends WindowPoint {
  /** Short, unique within the window, good in names of files and objects: "day4-1022-1415". */
  readonly name: string;
  /** When a scheduler begins it: a whole minute, not before `at`, ISO 8601 in UTC. */
  readonly startsAt: string;
  /** A scheduler that could not begin it in time may still do so for so long. */
  readonly startWithinSeconds: number;
  /** It is ended when it takes longer. */
  readonly endWithinSeconds: number;
  /** Words of the command. */
  readonly command: readonly string[];
}

/** A window as schedulers are told of it. */
export interface WindowPlan {
  readonly environment: string;
  readonly release: { readonly id: string; readonly service: string; readonly canaryVersion: string };
  /** ISO 8601 in UTC. */
  readonly rolledOutAt: string;
  /** In it people read the times. */
  readonly timeZone: string;
  /** In the order of time. */
  readonly runs: readonly ScheduledRun[];
  /** Environment variables that the runs read. */
  readonly variableNames: readonly string[];
}

/** The npm script of a phase. */
const SCRIPTS: Readonly<Record<ScheduledPhase, string>> = {
  preflight: "preflight",
  preparation: "preparation",
  day4: "day4",
  "day5-6": "day5-6",
  day7: "day7",
  decision: "decide",
};

const MINUTE_MS = 60_000;
/** Runs of one window never begin closer to each other: they share a lock. */
const APART_MS = 5 * MINUTE_MS;
const LONGEST_START_SECONDS = 1800;
const LONGEST_RUN_SECONDS = 1200;

/**
 * The runs of a window. However late one begins, it is ended before the next begins: the two deadlines together take
 * nine tenths of the time between them.
 */
export function windowPlan(given: Omit<WindowPlan, "runs">, points: readonly WindowPoint[]): WindowPlan {
  const starts = startTimes(points);
  const runs = points.map((point, index): ScheduledRun => {
    const startMs = starts[index] ?? Number.NaN;
    const gapSeconds = ((starts[index + 1] ?? Infinity) - startMs) / 1000;
    return {
      ...point,
      name: `${point.phase}-${new Date(startMs).toISOString().slice(5, 16).replaceAll(/[-:]/g, "").replace("T", "-")}`,
      startsAt: new Date(startMs).toISOString(),
      startWithinSeconds: wholeMinutes(Math.min(LONGEST_START_SECONDS, gapSeconds * 0.25)),
      endWithinSeconds: wholeMinutes(Math.min(LONGEST_RUN_SECONDS, gapSeconds * 0.65)),
      command: commandOf(point, given.environment),
    };
  });
  return { ...given, runs };
}

function startTimes(points: readonly WindowPoint[]): number[] {
  const starts: number[] = [];
  for (const { at } of points) {
    const wholeMinute = Math.ceil(Date.parse(at) / MINUTE_MS) * MINUTE_MS;
    starts.push(Math.max(wholeMinute, (starts.at(-1) ?? -Infinity) + APART_MS));
  }
  return starts;
}

function wholeMinutes(seconds: number): number {
  return Math.max(1, Math.floor(seconds / 60)) * 60;
}

function commandOf({ phase, at }: WindowPoint, environment: string): string[] {
  return ["npm", "run", "--silent", SCRIPTS[phase], "--", "--environment", environment, "--at", shortTime(at)];
}

/** "2025-10-22T14:15:00Z": without milliseconds where there are none. */
export function shortTime(at: string): string {
  return at.replace(/\.000Z$/, "Z");
}
