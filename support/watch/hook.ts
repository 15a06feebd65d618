import type { PointStanding } from "./standing";
import type { WindowPoint } from "../model/window-points";

/** What a watch carries out next. */
export interface NextPoint {
  readonly point: WindowPoint;
  /** When, ISO 8601: its time, or later where it is judged again. */
  readonly dueAt: string;
  readonly isAgain: boolean;
}

/** How the window stands at a moment. */
export interface WindowState {
  /** In the order of time. */
  readonly points: readonly PointStanding[];
  /** What is being carried out; null: nothing. */
  readonly running: WindowPoint | null;
  /** What comes next; null: nothing, the window is at its end. */
  readonly next: NextPoint | null;
  /** Points that could not be run, by `pointKey`: what was said last. */
  readonly failures: ReadonlyMap<string, string>;
  /** What is damaged in the journal; null: it is whole. */
  readonly damage: string | null;
  /** Why people could not be told what is not GO; null: they were, or there is nothing to tell. */
  readonly untold: string | null;
}

/** Whoever wants to know how a watch goes on: what it throws is told, and disturbs nothing. */
export interface WatchHook {
  /** The watch has begun, or goes on after a restart: the window stands like this now. */
  onBegin(state: WindowState): void | Promise<void>;
  /** A checkpoint was carried out, or given up: the window stands like this now. */
  onCheckpoint(point: WindowPoint, state: WindowState): void | Promise<void>;
}
