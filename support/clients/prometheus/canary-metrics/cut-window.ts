import type { Window } from "../../../model/measurement";
import type { Slices } from "../../../model/slices";

/** A window in whole milliseconds. */
interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * A window with both ends moved down to whole scrape intervals since the epoch: a scrape that is due now may not have
 * been stored yet.
 * @throws RangeError where nothing is left of it.
 */
export function alignedWindow({ start, end }: Window, scrapeSeconds: number): Stretch {
  const scrapeMs = Math.round(scrapeSeconds * 1_000);
  const down = (time: string) => Math.floor(Date.parse(time) / scrapeMs) * scrapeMs;
  const [startMs, endMs] = [down(start), down(end)];
  if (!(endMs > startMs)) {
    throw new RangeError(`The window from ${start} to ${end} holds no whole scrape interval of ${scrapeSeconds} s.`);
  }
  return { startMs, endMs };
}

/**
 * Cuts an aligned window into equal slices that are no longer than asked: the fewest whose length is a whole number of
 * milliseconds. So no slice is shorter than another, also where the window is no multiple of the length that was asked.
 * @throws RangeError where a slice would be shorter than a scrape interval.
 */
export function cutWindow(window: Window, sliceSeconds: number, scrapeSeconds: number): Slices {
  if (!(sliceSeconds >= scrapeSeconds)) {
    throw new RangeError(`A slice of ${sliceSeconds} s is shorter than the scrape interval of ${scrapeSeconds} s.`);
  }
  const { startMs, endMs } = alignedWindow(window, scrapeSeconds);
  const count = fewestParts(endMs - startMs, sliceSeconds * 1_000);
  const sliceMs = (endMs - startMs) / count;
  return { edges: Array.from({ length: count + 1 }, (_, index) => (startMs + index * sliceMs) / 1_000) };
}

/** The length of one slice in ms. */
export function sliceMs({ edges: [first = Number.NaN, second = Number.NaN] }: Slices): number {
  return Math.round((second - first) * 1_000);
}

/** The fewest equal parts of whole milliseconds, none longer than `longestMs`. */
export function fewestParts(lengthMs: number, longestMs: number): number {
  let count = Math.max(1, Math.ceil(lengthMs / longestMs));
  while (lengthMs % count !== 0) count += 1;
  return count;
}

/**
 * A grid for a curve: equal steps of whole milliseconds over the window, as many as may be drawn and none shorter than
 * the interval of the samples. Each step stands at its end.
 */
export function stepsOf(
  window: Window,
  sampleSeconds: number,
  mostSteps: number,
): Stretch & { readonly stepMs: number } {
  const { startMs, endMs } = alignedWindow(window, sampleSeconds);
  const lengthMs = endMs - startMs;
  let count = Math.min(mostSteps, Math.floor(lengthMs / (sampleSeconds * 1_000)));
  while (lengthMs % count !== 0) count -= 1;
  const stepMs = lengthMs / count;
  return { startMs: startMs + stepMs, endMs, stepMs };
}
