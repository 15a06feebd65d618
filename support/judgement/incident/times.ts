import { duration, figure } from "../figures";

/** A time as Unix milliseconds; null: there is none, or the text is no time. */
export function msOf(at: string | null | undefined): number | null {
  const ms = at === null || at === undefined ? Number.NaN : Date.parse(at);
  return Number.isFinite(ms) ? ms : null;
}

/** Milliseconds from one time to another; null: either is not known. Negative where the second came first. */
export function msBetween(from: string | null | undefined, to: string | null | undefined): number | null {
  const [start, end] = [msOf(from), msOf(to)];
  return start === null || end === null ? null : end - start;
}

/** A length of time for a sentence: "3.2 s", "16 min". */
export function lengthText(ms: number): string {
  return ms < 120_000 ? `${figure(Math.round(ms / 100) / 10)} s` : duration(ms / 1000);
}
