import { LockHeldError, messageOf } from "../errors";
import { isCanaryPhase } from "../model/schedule";
import type { WindowPoint } from "../model/window-points";
import type { WatchHook, WindowState } from "./hook";
import { recordMissed, type WatchRecord } from "./record";
import type { Screen } from "./screen";
import { nextPoint } from "./next-point";
import { pointKey, standingsOf } from "./standing";
import { waitUntil, type Clock } from "./wait-until";
import { watchedPoints, type WatchedWindow } from "./watched-points";

/** How patient a watch is. */
export interface WatchLimits {
  /** How often a checkpoint that could not be run is tried before the next one has its turn. */
  readonly attempts: number;
  /** The same where another run holds the lock, which is nobody's fault. */
  readonly lockAttempts: number;
  readonly pauseMs: number;
  /** How long after its first run, its second … a point is judged again whose trouble may have passed meanwhile. */
  readonly againAfterMs: readonly number[];
  /** The longest time that passes unseen while it waits. */
  readonly stepMs: number;
  /** How often environment file and journal are looked at again while it waits. */
  readonly lookMs: number;
}

/** What a watch works with. */
export interface WatchTools {
  readonly clock: Clock;
  /** Asks the watch to end well: what is under way is finished first. */
  readonly signal: AbortSignal;
  readonly limits: WatchLimits;
  /** The window as the environment file says it now. */
  window(): WatchedWindow;
  readonly record: WatchRecord;
  readonly screen: Pick<Screen, "show" | "note">;
  /** Carries out a point as of its time. @throws whatever kept it from deciding anything: the journal has no sound end of it. */
  readonly carryOut: (point: WindowPoint) => Promise<unknown>;
  /** Tells people of what is not GO, each once. @throws Error somebody could not be told. */
  readonly tell: (state: WindowState) => Promise<void>;
  readonly hooks: readonly WatchHook[];
}

/**
 * Carries out every point of a window at its time, and ends when all have been. What is done is read from the journal, so
 * a watch that was killed goes on where it was; what was due meanwhile is judged as of its time.
 * @returns how the window stands at the end, or when it was asked to end.
 */
export async function watchWindow(tools: WatchTools): Promise<WindowState> {
  return new Watch(tools).untilTheEnd();
}

interface Failures {
  readonly attempts: number;
  readonly lockAttempts: number;
  readonly reason: string;
}

const TOO_LATE = "The roll-out has begun, so what was to be looked at before it cannot be made up.";

class Watch {
  private readonly began: Date;
  private readonly failed = new Map<string, Failures>();
  private isLastRound = false;
  private untold: string | null = null;

  constructor(private readonly tools: WatchTools) {
    this.began = new Date(tools.clock.now());
  }

  async untilTheEnd(): Promise<WindowState> {
    const { clock, signal, limits } = this.tools;
    await this.begin();
    for (;;) {
      const { state, rolledOutAt } = await this.look();
      const { next } = state;
      if (signal.aborted) return state;
      if (next === null) {
        if (!this.mayTryOnceMore(state)) return state;
      } else if (Date.parse(next.dueAt) > clock.now()) {
        await waitUntil(Math.min(Date.parse(next.dueAt), clock.now() + limits.lookMs), limits.stepMs, clock, signal);
      } else {
        await this.take(next.point, state, rolledOutAt);
      }
    }
  }

  private async look(): Promise<{ readonly state: WindowState; readonly rolledOutAt: string }> {
    const { limits, record, screen } = this.tools;
    const window = this.tools.window();
    const { entries, damage } = await record.read();
    const points = standingsOf(watchedPoints(window, entries, this.began), entries);
    const next = nextPoint(points, limits.againAfterMs, (point) => this.isGivenUp(point));
    const failures = new Map([...this.failed].map(([key, { reason }]) => [key, reason]));
    const state = { points, running: null, next, failures, damage, untold: this.untold };
    screen.show(state);
    return { state, rolledOutAt: window.rolledOutAt };
  }

  private async take(point: WindowPoint, state: WindowState, rolledOutAt: string): Promise<void> {
    const { tools } = this;
    if (!isCanaryPhase(point.phase) && tools.clock.now() >= Date.parse(rolledOutAt)) {
      await recordMissed(tools.record, point, TOO_LATE);
      return this.settled(point);
    }
    tools.screen.show({ ...state, running: point });
    const error = await tools.carryOut(point).then(
      () => null,
      (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))),
    );
    if (error !== null) return this.failedOnce(point, error);
    this.failed.delete(pointKey(point));
    await this.settled(point);
  }

  /** Never lost: it is tried again after a pause, later once more at the end, and by the next watch. */
  private async failedOnce(point: WindowPoint, error: Error): Promise<void> {
    const { limits, clock, signal, record, screen } = this.tools;
    const known = this.failed.get(pointKey(point)) ?? { attempts: 0, lockAttempts: 0, reason: "" };
    const isLocked = error instanceof LockHeldError;
    this.failed.set(pointKey(point), {
      attempts: known.attempts + (isLocked ? 0 : 1),
      lockAttempts: known.lockAttempts + (isLocked ? 1 : 0),
      reason: error.message,
    });
    screen.note(`${point.phase} of ${point.at} could not be run: ${error.message}`);
    if (this.isGivenUp(point)) {
      if (!this.isLastRound) await recordMissed(record, point, `It could not be run: ${error.message}`.slice(0, 500));
      return this.settled(point);
    }
    await waitUntil(clock.now() + limits.pauseMs, limits.stepMs, clock, signal);
  }

  /** One that was killed may have judged a point and not have told it. */
  private async begin(): Promise<void> {
    await this.tell((await this.look()).state);
    const { state } = await this.look();
    for (const hook of this.tools.hooks) await this.listening(() => hook.onBegin(state));
  }

  private async settled(point: WindowPoint): Promise<void> {
    await this.tell((await this.look()).state);
    const { state } = await this.look();
    for (const hook of this.tools.hooks) await this.listening(() => hook.onCheckpoint(point, state));
  }

  /** What cannot be told now is told with the next point, and shown until it is. */
  private async tell(state: WindowState): Promise<void> {
    const { tell, screen } = this.tools;
    const untold = await tell(state).then(() => null, messageOf);
    if (untold !== null && untold !== this.untold) screen.note(`People could not be told: ${untold}`);
    this.untold = untold;
  }

  private async listening(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.tools.screen.note(`What else listens to this watch failed: ${messageOf(error)}`);
    }
  }

  /** At the end of the window each point that could not be run has one more try. */
  private mayTryOnceMore({ points }: WindowState): boolean {
    const open = points.filter(({ standing }) => standing.kind === "open");
    if (this.isLastRound || open.length === 0) return false;
    this.isLastRound = true;
    for (const { point } of open) {
      const known = this.failed.get(pointKey(point));
      if (known === undefined) continue;
      const { attempts, lockAttempts } = this.tools.limits;
      this.failed.set(pointKey(point), { ...known, attempts: attempts - 1, lockAttempts: lockAttempts - 1 });
    }
    return true;
  }

  private isGivenUp(point: WindowPoint): boolean {
    const known = this.failed.get(pointKey(point));
    if (known === undefined) return false;
    return known.attempts >= this.tools.limits.attempts || known.lockAttempts >= this.tools.limits.lockAttempts;
  }
}
