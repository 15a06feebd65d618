import { join } from "node:path";
import { REHEARSAL } from "../environment/schema";
import { takeRunLock } from "../journal/run-lock";
import { verdictOfWindow } from "../judgement/window-verdict";
import type { WindowPoint } from "../model/window-points";
import { createRedactor } from "../reporting/redact";
import type { WindowState } from "../watch/hook";
import { createScreen, type Screen } from "../watch/screen";
import { verdictOfPoint } from "../watch/standing";
import { WALL_CLOCK } from "../watch/wall-clock";
import { recordMissed } from "../watch/record";
import { watchWindow, type WatchLimits } from "../watch/watch-window";
import type { WatchedWindow } from "../watch/watched-points";
import { exitCodeOf, runMain } from "./main";
import { interruptible, type Interrupt } from "./phase/interrupt";
import { lockPath } from "./phase/lock-path";
import { ownPlace, type Place } from "./phase/place";
import { releaseIdOf } from "./phase/release-id";
import { needsOf } from "./phase/run-phase";
import { warmUp } from "./phase/warm-up";
import { carryOutPoint } from "./watch/carry-out-point";
import { groundsOf, type Grounds } from "./watch/grounds";
import { readWatchOptions, type WatchOptions } from "./watch/options";
import { watchRecord } from "./watch/record";
import { rehearsedWeek } from "./watch/rehearsed-week";

void runMain(() => watch(process.argv.slice(2)));

const LIMITS: WatchLimits = { attempts: 3, lockAttempts: 15, pauseMs: 60_000, stepMs: 5_000, lookMs: 60_000 };

/** Watches a window to its end. @returns the exit code of its most serious verdict. */
async function watch(argv: readonly string[]): Promise<number> {
  const options = readWatchOptions(argv);
  const isRehearsal = options.environment === REHEARSAL;
  const releaseId = isRehearsal ? releaseIdOf(REHEARSAL) : ownPlace(options.environment).environment.release.id;
  const lock = takeRunLock(lockPath(options.out, options.environment, releaseId, "-watch"), "npm run watch");
  const interrupt = interruptible();
  try {
    const grounds = await groundsOf(options, interrupt, (line) => void process.stdout.write(`${line}\n`));
    try {
      return await watchAt(grounds, options, interrupt);
    } finally {
      await grounds.leave();
    }
  } finally {
    lock.release();
    interrupt.lift();
  }
}

async function watchAt(grounds: Grounds, options: WatchOptions, { signal }: Interrupt): Promise<number> {
  const { environment: name, out } = options;
  const place = grounds.place();
  const isRehearsal = name === REHEARSAL;
  const week = isRehearsal ? rehearsedWeek(join(out, name), options.faults, new Date()) : null;
  const { carryOut } = await warmUp(isRehearsal ? { hasCache: true, hasPages: true } : needsOf(place.environment));
  const { id, canaryVersion } = place.environment.release;
  const release = { id, canaryVersion };
  const redactor = redactorOf(place);
  const screen = screenOf(place, options);
  const record = watchRecord({ out, environment: name, release, since: week?.startedAt ?? null, redactor, screen });
  try {
    const state = await watchWindow({
      clock: WALL_CLOCK,
      signal,
      limits: LIMITS,
      window: steadily(grounds, screen),
      record,
      carryOut: async (point) => {
        const { checks } = await carryOutPoint(point, { options, release, carryOut, place: () => grounds.place() });
        if (isGone(point, checks)) await recordMissed(record, point, GONE);
      },
      tell: () => Promise.resolve(),
      screen,
      hooks: [],
    });
    if (state.next === null) week?.ended();
    return finish(state, screen, name);
  } finally {
    screen.close();
  }
}

const GONE = "It was judged late, and of its time there are no samples any more.";
/** So long after its time a checkpoint is a late one. */
const LATE_MS = 10 * 60_000;

function isGone({ at }: WindowPoint, checks: readonly { readonly cause: string | null }[]): boolean {
  return Date.now() - Date.parse(at) > LATE_MS && checks.some(({ cause }) => cause === "no-data");
}

/** A file that is being edited has faults for a moment: until they are gone, what it said before counts. */
function steadily(grounds: Grounds, screen: Screen): () => WatchedWindow {
  let known = grounds.window();
  let told = "";
  return () => {
    try {
      known = grounds.window();
      told = "";
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== told) screen.note(`The schedule stays as it was: ${why}`);
      told = why;
    }
    return known;
  };
}

function redactorOf(place: Place) {
  return createRedactor({ ...place.secrets, ...place.secretsByName });
}

function screenOf(place: Place, options: WatchOptions): Screen {
  const { environment } = place;
  return createScreen({
    stream: process.stdout,
    isTerminal: process.stdout.isTTY === true && process.env["CI"] === undefined,
    timeZone: environment.schedule.timeZone,
    language: options.language ?? environment.language,
    redact: redactorOf(place).text,
    now: () => Date.now(),
  });
}

function finish(state: WindowState, screen: Screen, environment: string): number {
  const verdict = verdictOfWindow(state.points.map(verdictOfPoint));
  const where = `the window in ${environment}${environment === REHEARSAL ? " – a rehearsal, not production evidence" : ""}`;
  const isAtEnd = state.next === null;
  const now = isAtEnd
    ? `Now decide: npm run decide -- --environment ${environment}`
    : "It was ended before its end; npm run watch goes on with it.";
  screen.finished(state, `${verdict}  ${where}\n  ${now}`);
  return exitCodeOf(verdict);
}
