import type { PointStanding } from "./standing";
import type { WindowPoint } from "../model/window-points";

/** How the window stands at a moment. */
export interface WindowState {
  /** In the order of time. */
  readonly points: readonly PointStanding[];
  /** What is being carried out; null: nothing. */
  readonly running: WindowPoint | null;
  /** What comes next; null: nothing, the window is at its end. */
  readonly next: WindowPoint | null;
  /** Points that could not be run, by `pointKey`: what was said last. */
  readonly failures: ReadonlyMap<string, string>;
}

/** Whoever wants to know how a watch goes on: what it throws is told, and disturbs nothing. */
export interface WatchHook {
  /** A checkpoint was carried out, or given up: the window stands like this now. */
  onCheckpoint(point: WindowPoint, state: WindowState): void | Promise<void>;
}
