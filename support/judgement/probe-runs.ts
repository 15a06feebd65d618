import type { ProbedTarget } from "../model/readings/canary-metrics";
import { counted, moment, span } from "./figures";

/** Failed probes of one target in a row. */
export interface Run {
  readonly length: number;
  readonly text: string;
}

/** Two probes up to this many intervals apart miss at most one between them, give or take a late one. */
const NEXT_WITHIN_INTERVALS = 2.5;

/** The longest run of failed probes that was seen; null: none failed. A single missing probe does not end a run. */
export function longestRun({ target, samples }: ProbedTarget, intervalSeconds: number): Run | null {
  let longest = { length: 0, from: 0, to: 0 };
  let run = { length: 0, from: 0, to: 0 };
  for (const { at, value } of samples) {
    const goesOn = run.length > 0 && at - run.to <= NEXT_WITHIN_INTERVALS * intervalSeconds;
    if (value !== 0) run = { length: 0, from: 0, to: 0 };
    else run = { length: goesOn ? run.length + 1 : 1, from: goesOn ? run.from : at, to: at };
    if (run.length > longest.length) longest = run;
  }
  const { length, from, to } = longest;
  if (length === 0) return null;
  const when = length === 1 ? `at ${moment(from)}` : `from ${span(from, to)}`;
  return { length, text: `${target}, ${counted(length, "probe")} ${when}` };
}

/** How many failed probes may have been one run, if nothing came right in the gaps between them. */
export function possibleRun({ samples }: ProbedTarget): number {
  let [longest, length] = [0, 0];
  for (const { value } of samples) {
    length = value === 0 ? length + 1 : 0;
    longest = Math.max(longest, length);
  }
  return longest;
}
