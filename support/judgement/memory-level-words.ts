import type { Explanation } from "../model/explanation";
import type { MemorySamples, TimedValue } from "../model/readings/canary-metrics";
import { duration, moment } from "./figures";
import type { HeldMemory, MemoryLevelLimit } from "./memory-level";
import { sizes, spokenRestarts, spokenSize } from "./memory-samples";
import type { Fault } from "./precedence";

/** What is said of an instance that stayed within its level. */
export function stableText({ memory, level, isLevelNew }: HeldMemory, { tolerancePercent }: MemoryLevelLimit): string {
  const now = spokenSize(sizes(memory).at(-1)?.value ?? Number.NaN);
  return isLevelNew
    ? `${memory.instance} ${now}, which is its level from now on`
    : `${memory.instance} ${now} (level ${spokenSize(level ?? Number.NaN)} ±${tolerancePercent} %)`;
}

/** Instances that have no level: not settled yet, or the window does not hold the time at which it is taken. */
export function levelDoubts(reading: MemorySamples, held: readonly HeldMemory[]): readonly Fault[] {
  const unlevelled = held.filter(({ level, memory }) => level === null && sizes(memory).length > 0);
  return unlevelled.map(({ memory, levelAt }) => {
    const end = reading.slices.edges.at(-1) ?? Number.NaN;
    const isEarly = end < levelAt - reading.stepSeconds;
    return {
      cause: isEarly ? "too-few-samples" : "partial-coverage",
      problem: {
        what: isEarly
          ? `${memory.instance} has not settled yet: its level is taken at ${Number.isFinite(levelAt) ? moment(levelAt) : "a time that is still unknown"}, the window ends at ${moment(end)}.`
          : `The level of ${memory.instance} at ${Number.isFinite(levelAt) ? moment(levelAt) : "its first minutes"} is not known: the window has no samples of the five minutes around it.`,
        where: reading.where,
        why: isEarly
          ? "A process that has just started fills its caches, so its memory says little."
          : "The window begins later than that, or the metric was missing then.",
        fix: isEarly ? "Judge again after that time." : "Judge a window that begins with the roll-out.",
      },
    };
  });
}

/** An instance was restarted after the roll-out. */
export function restartedProblem({ where }: MemorySamples, { memory, restarts }: HeldMemory): Explanation {
  return {
    what: `${memory.instance} was restarted ${restarts.length === 1 ? "once" : `${restarts.length} times`} after the roll-out: ${spokenRestarts(restarts)}; expected is no restart.`,
    where,
    why: "It crashed, was killed for its memory, or somebody deployed again.",
    fix: "Look at why the process ended (exit code, out-of-memory kills) before its memory is judged again.",
  };
}

/** An instance left its level; the farthest sample is named. */
export function leftLevelProblem(
  { where }: MemorySamples,
  { memory, outside, heldCount, level, levelAt }: HeldMemory,
  { tolerancePercent }: MemoryLevelLimit,
): Explanation {
  const base = level ?? Number.NaN;
  const [first] = outside;
  const farthest = outside.reduce((worst, one) => (distance(one, base) > distance(worst, base) ? one : worst));
  const [low, high] = [1 - tolerancePercent / 100, 1 + tolerancePercent / 100].map((share) => spokenSize(share * base));
  const span = duration((outside.at(-1)?.at ?? 0) - (first?.at ?? 0));
  return {
    what: `The memory of ${memory.instance} left its level: ${spokenSize(farthest.value)} at ${moment(farthest.at)}; its level at ${moment(levelAt)} was ${spokenSize(base)}, so ${low} to ${high} was expected (±${tolerancePercent} %).`,
    where,
    why: `${outside.length} of ${heldCount} samples lie outside, over ${span}. ${farthest.value > base ? "Memory that is taken and not given back, or a load that is new." : "A cache was dropped, or worker processes ended."}`,
    fix: "Compare with legacy under the same load, and take a heap profile of the instance before it is restarted.",
  };
}

function distance({ value }: TimedValue, level: number): number {
  return Math.abs(value - level);
}

/** The roll-out time is no time. */
export function unknownRollOut({ where }: MemorySamples): Explanation {
  return {
    what: "When the canary was rolled out is not known, so its memory has no level to be held against.",
    where,
    why: "The release's roll-out time is missing or is no ISO time.",
    fix: "State the roll-out time in the environment file's release.",
  };
}
