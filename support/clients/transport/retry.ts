import type { Attempt } from "./attempt";
import type { FaultKind } from "./fault";

/** Pause before the second try, in ms; doubled before each further one. */
const FIRST_PAUSE_MS = 200;

/** Statuses that say "not now": too many requests, bad gateway, unavailable, gateway timeout. */
const PASSING_STATUSES: readonly number[] = [429, 502, 503, 504];

/** Faults that another try may not meet. */
const PASSING_FAULTS: readonly FaultKind[] = ["refused", "unknown-name", "no-route", "cut-off", "damaged", "too-late"];

/**
 * How long to wait before the same request is sent again; null: what came is the answer.
 * @param triesMade counts the attempt given.
 * @param remainingMs what is left of the deadline: a pause that does not fit into it is not begun.
 * @param now the time that a date in `Retry-After` is held against, in ms since 1970.
 */
export function pauseBeforeRetry(attempt: Attempt, triesMade: number, remainingMs: number, now: number): number | null {
  if (!isPassing(attempt)) return null;
  const backOffMs = FIRST_PAUSE_MS * 2 ** (triesMade - 1);
  const askedMs = attempt.kind === "answered" ? retryAfterMs(attempt.answer.headers["retry-after"], now) : null;
  const pauseMs = askedMs ?? backOffMs;
  return pauseMs < remainingMs ? pauseMs : null;
}

function isPassing(attempt: Attempt): boolean {
  return attempt.kind === "answered"
    ? PASSING_STATUSES.includes(attempt.answer.status)
    : PASSING_FAULTS.includes(attempt.fault.kind);
}

/** `Retry-After` in ms: whole seconds or an HTTP date; null where it is absent or neither. */
function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
