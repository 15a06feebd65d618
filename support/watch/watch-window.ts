import { LockHeldError } from "../errors";
import { isCanaryPhase } from "../model/schedule";
import type { WindowPoint } from "../model/window-points";
import type { WatchHook, WindowState } from "./hook";
import { recordMissed, type WatchRecord } from "./record";
import type { Screen } from "./screen";
import { pointKey, standingsOf, type PointStanding } from "./standing";
import { waitUntil, type Clock } from "./wait-until";
import { watchedPoints, type WatchedWindow } from "./watched-points";

/** How patient a watch is. */
export interface WatchLimits {
  /** How often a checkpoint that could not be run is tried before the next one has its turn. */
  readonly attempts: number;
  /** The same where another run holds the lock, which is nobody's fault. */
  readonly lockAttempts: number;
  readonly pauseMs: number;
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
  carryOut(point: WindowPoint): Promise<void>;
  /** Tells people of what is not GO, each once. */
  tell(points: readonly PointStanding[]): Promise<void>;
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
  attempts: number;
  lockAttempts: number;
  reason: string;
}

class Watch {
  private readonly began: Date;
  private readonly failed = new Map<string, Failures>();
  private isLastRound = false;

  constructor(private readonly tools: WatchTools) {
    this.began = new Date(tools.clock.now());
  }

  async untilTheEnd(): Promise<WindowState> {
    const { clock, signal, limits, screen } = this.tools;
    for (;;) {
      const { state, rolledOutAt } = await this.look();
      screen.show(state);
      const { next } = state;
      if (signal.aborted) return state;
      if (next === null) {
        if (!this.mayTryOnceMore(state)) return state;
      } else if (Date.parse(next.at) > clock.now()) {
        await waitUntil(Math.min(Date.parse(next.at), clock.now() + limits.lookMs), limits.stepMs, clock, signal);
      } else {
        await this.take(next, state, rolledOutAt);
      }
    }
  }

  private async look(): Promise<{ readonly state: WindowState; readonly rolledOutAt: string }> {
    const window = this.tools.window();
    const entries = await this.tools.record.entries();
    const points = standingsOf(watchedPoints(window, entries, this.began), entries);
    const open = points.filter(({ point, standing }) => standing.kind === "open" && !this.isGivenUp(point));
    const failures = new Map([...this.failed].map(([key, { reason }]) => [key, reason]));
    return {
      state: { points, running: null, next: open[0]?.point ?? null, failures },
      rolledOutAt: window.rolledOutAt,
    };
  }

  private async take(point: WindowPoint, state: WindowState, rolledOutAt: string): Promise<void> {
    const { tools } = this;
    if (!isCanaryPhase(point.phase) && tools.clock.now() >= Date.parse(rolledOutAt)) {
      await recordMissed(
        tools.record,
        point,
        "The roll-out has begun, so what was to be looked at before it cannot be made up.",
      );
      return this.settled(point);
    }
    tools.screen.show({ ...state, running: point });
    const reason = await tools.carryOut(point).then(
      () => null,
      (error: unknown) => error,
    );
    if (reason === null) {
      this.failed.delete(pointKey(point));
      return this.settled(point);
    }
    await this.failedOnce(point, reason);
  }

  /** Never lost: it is tried again after a pause, later once more at the end, and by the next watch. */
  private async failedOnce(point: WindowPoint, error: unknown): Promise<void> {
    const { limits, clock, signal, record, screen } = this.tools;
    const reason = error instanceof Error ? error.message : String(error);
    const known = this.failed.get(pointKey(point)) ?? { attempts: 0, lockAttempts: 0, reason };
    if (error instanceof LockHeldError) known.lockAttempts += 1;
    else known.attempts += 1;
    this.failed.set(pointKey(point), { ...known, reason });
    screen.note(`${point.phase} of ${point.at} could not be run: ${reason}`);
    if (this.isGivenUp(point)) {
      if (!this.isLastRound) await recordMissed(record, point, `It could not be run: ${reason}`.slice(0, 500));
      return this.settled(point);
    }
    await waitUntil(clock.now() + limits.pauseMs, limits.stepMs, clock, signal);
  }

  private async settled(point: WindowPoint): Promise<void> {
    const { state } = await this.look();
    this.tools.screen.show(state);
    await this.undisturbed("People could not be told", () => this.tools.tell(state.points));
    for (const hook of this.tools.hooks)
      await this.undisturbed("What else listens to this watch failed", () => hook.onCheckpoint(point, state));
  }

  private async undisturbed(what: string, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.tools.screen.note(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** At the end of the window each point that could not be run has one more try. */
  private mayTryOnceMore({ points }: WindowState): boolean {
    const open = points.filter(({ standing }) => standing.kind === "open");
    if (this.isLastRound || open.length === 0) return false;
    this.isLastRound = true;
    for (const { point } of open) {
      const known = this.failed.get(pointKey(point));
      if (known !== undefined) known.attempts = this.tools.limits.attempts - 1;
      if (known !== undefined) known.lockAttempts = Math.min(known.lockAttempts, this.tools.limits.lockAttempts - 1);
    }
    return true;
  }

  private isGivenUp(point: WindowPoint): boolean {
    const known = this.failed.get(pointKey(point));
    if (known === undefined) return false;
    return known.attempts >= this.tools.limits.attempts || known.lockAttempts >= this.tools.limits.lockAttempts;
  }
}
