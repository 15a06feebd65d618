/** What is judged as of so long ago is the past. */
const PRESENT_MS = 10 * 60_000;

/**
 * Whether what is judged is the present: then systems that only tell how they are now are asked. Of the past, scrapes and
 * messages tell; an alert's state, a dependency's health and the times of this run's own steps do not.
 * @param judgedAt ISO 8601 @param nowMs Unix milliseconds
 */
export function isPresent(judgedAt: string, nowMs: number): boolean {
  return nowMs - Date.parse(judgedAt) < PRESENT_MS;
}
