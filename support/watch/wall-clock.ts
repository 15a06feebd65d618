import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "./wait-until";

/** The clock of this machine. */
export const WALL_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};
