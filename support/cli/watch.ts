import { join } from "node:path";
import { REHEARSAL } from "../environment/schema";
import { takeRunLock } from "../journal/run-lock";
import type { Language } from "../reporting/messages";
import { createScreen, type Screen } from "../watch/screen";
import { WALL_CLOCK } from "../watch/wall-clock";
import { watchWindow, type WatchLimits } from "../watch/watch-window";
import { exitCodeOf, runMain } from "./main";
import { interruptible, type Interrupt } from "./phase/interrupt";
import { lockPath } from "./phase/lock-path";
import { ownPlace, type Place } from "./phase/place";
import { redactorOf } from "./phase/redactor-of";
import { releaseIdOf } from "./phase/release-id";
import { needsOf } from "./phase/run-phase";
import { isTerminal } from "./phase/terminal";
import { warmUp } from "./phase/warm-up";
import { carryOutPoint } from "./watch/carry-out-point";
import { endingOf } from "./watch/ending";
import { groundsOf, type Grounds } from "./watch/grounds";
import { lastGood } from "./watch/last-good";
import { watchMetrics } from "./watch/metrics";
import { readWatchOptions, type WatchOptions } from "./watch/options";
import { watchRecord } from "./watch/record";
import { createTell } from "./watch/tell";
import { rehearsedWeek } from "./watch/rehearsed-week";

void runMain(() => watch(process.argv.slice(2)));

const MINUTE_MS = 60_000;
const LIMITS: WatchLimits = {
  attempts: 3,
  lockAttempts: 15,
  pauseMs: MINUTE_MS,
  againAfterMs: [1, 5, 30, 120].map((minutes) => minutes * MINUTE_MS),
  stepMs: 5_000,
  lookMs: MINUTE_MS,
};
/** What is broken in a rehearsal stays broken: nothing is judged again. */
const REHEARSED: WatchLimits = { ...LIMITS, againAfterMs: [] };

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
  const language = options.language ?? place.environment.language;
  const screen = screenOf(place, language);
  const record = watchRecord({ out, environment: name, release, since: week?.startedAt ?? null, redactor, screen });
  const metrics = await watchMetrics({ grounds, options, redactor, screen });
  try {
    const state = await watchWindow({
      clock: WALL_CLOCK,
      signal,
      limits: isRehearsal ? REHEARSED : LIMITS,
      window: lastGood(
        () => grounds.window(),
        (why) => screen.note(`The schedule stays as it was: ${why}`),
      ),
      record,
      carryOut: (point) => carryOutPoint(point, { options, release, carryOut, place: () => grounds.place() }),
      tell: createTell({ environment: () => grounds.place().environment, isRehearsal, language, record, redactor }),
      screen,
      hooks: [metrics.hook],
    });
    if (state.next === null) week?.ended();
    const { verdict, text } = endingOf(state, name);
    screen.finished(state, text);
    return exitCodeOf(verdict);
  } finally {
    screen.close();
    await metrics.close();
  }
}

function screenOf(place: Place, language: Language): Screen {
  return createScreen({
    stream: process.stdout,
    isTerminal: isTerminal(process.stdout),
    timeZone: place.environment.schedule.timeZone,
    language,
    redact: redactorOf(place).text,
    now: () => Date.now(),
  });
}
