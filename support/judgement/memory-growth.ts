import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { MemorySamples, TimedValue } from "../model/readings/canary-metrics";
import { atSecond } from "../model/slices";
import { duration } from "./figures";
import { listed, measured } from "./judged";
import { memoryDoubts } from "./memory-doubts";
import { livesOf, type MemoryGrowthLimit, type MemoryLife } from "./memory-lives";
import { largestMemory, restartCount, spokenRestarts, spokenSize } from "./memory-samples";
import type { Fault } from "./precedence";
import { weighed } from "./weighed";

export type { MemoryGrowthLimit } from "./memory-lives";

interface InstanceLives {
  readonly instance: string;
  readonly isReadable: boolean;
  readonly restarts: readonly TimedValue[];
  readonly lives: readonly MemoryLife[];
}

/**
 * Judges that memory does not leak: per instance and per life of its process, the growth of a robust trend after the
 * warm-up, projected and held against a share of the level, with its whole interval (see `memory-lives.ts` for the rule).
 * A restart resets what a leak would have shown: without proven growth it makes the answer unknown, never "flat".
 */
export function judgeMemoryGrowth(reading: MemorySamples, limit: MemoryGrowthLimit): Judgement {
  const begin = reading.slices.edges[0] ?? Number.NaN;
  const instances = reading.instances.map((memory) => ({
    instance: memory.instance,
    isReadable: memory.seriesCount <= 1,
    ...livesOf(reading, memory, limit),
  }));
  const restarted = instances.filter(({ restarts }) => restarts.length > 0);
  const problems = instances.flatMap(({ isReadable, restarts, lives }) => {
    const worst = worstOf(lives.filter(({ finding }) => finding === "growing"));
    return isReadable && worst !== null ? [leakProblem(reading, worst, restarts, limit)] : [];
  });
  return weighed({
    summary: `No memory leak: ${listed(instances.map((one) => steadyText(one, limit)))}; no restart.`,
    measurements: [
      ...instances.map((one) => measurementOf(reading, one, limit)),
      largestMemory(reading),
      restartCount(
        reading,
        restarted.reduce((sum, { restarts }) => sum + restarts.length, 0),
      ),
    ],
    problems,
    doubts: [
      ...restarted.map((one) => restartDoubt(reading, one)),
      ...memoryDoubts(reading, begin),
      ...instances.flatMap((one) => (one.restarts.length > 0 ? [] : lifeDoubts(reading, one, limit))),
    ],
  });
}

/** The life that grows most; null: none has a trend. */
function worstOf(lives: readonly MemoryLife[]): MemoryLife | null {
  return lives.reduce<MemoryLife | null>(
    (worst, life) => (life.growth !== null && life.growth.low > (worst?.growth?.low ?? -Infinity) ? life : worst),
    lives[0] ?? null,
  );
}

function lifeDoubts(reading: MemorySamples, { lives }: InstanceLives, limit: MemoryGrowthLimit): readonly Fault[] {
  return lives.flatMap((life) => {
    if (life.finding === "too-short") return [tooShort(reading, life)];
    return life.finding === "unclear" ? [unclear(reading, life, limit)] : [];
  });
}

function steadyText({ instance, lives }: InstanceLives, limit: MemoryGrowthLimit): string {
  const growth = worstOf(lives)?.growth;
  if (growth === null || growth === undefined) return `${instance} has no trend`;
  const isBelow = growth.high < limit.growthPercent;
  const held = isBelow
    ? `below ${limit.growthPercent} %`
    : `not proven below ${limit.growthPercent} %, but at most twice of it`;
  return `${instance} grows by ${signed(growth.percent)} % in ${limit.projectedHours} h (${ends(growth)}, ${held})`;
}

function measurementOf(
  reading: MemorySamples,
  { instance, lives }: InstanceLives,
  limit: MemoryGrowthLimit,
): Measurement {
  const life = worstOf(lives);
  const [first, last] = [life?.samples[0], life?.samples.at(-1)];
  const growth = life?.growth ?? null;
  const hasEnds = growth !== null && Number.isFinite(growth.low) && Number.isFinite(growth.high);
  return measured({
    signal: `memory growth of ${instance}, projected over ${limit.projectedHours} h`,
    value: growth === null ? null : growth.percent,
    unit: "percent",
    limit: limit.growthPercent,
    comparison: "at-most",
    window: first === undefined || last === undefined ? null : { start: atSecond(first.at), end: atSecond(last.at) },
    samples: life?.trend?.used ?? 0,
    interval: hasEnds ? { low: growth.low, high: growth.high, confidence: life?.trend?.confidence ?? 0 } : null,
    source: reading.source,
    query: reading.query,
  });
}

function leakProblem(
  { where }: MemorySamples,
  life: MemoryLife,
  restarts: readonly TimedValue[],
  limit: MemoryGrowthLimit,
): Explanation {
  const slope = life.trend?.slopePerSecond ?? Number.NaN;
  const now = life.samples.at(-1)?.value ?? Number.NaN;
  const untilDouble = Math.max(0, (2 * life.level - now) / slope);
  const restarted = restarts.length === 0 ? "" : ` It was restarted meanwhile: ${spokenRestarts(restarts)}.`;
  return {
    what: `The memory of ${life.instance} grows by ${((slope * 3600) / 1e6).toFixed(1)} MB/h from a level of ${spokenSize(life.level)}: ${signed(life.growth?.percent ?? 0)} % in ${limit.projectedHours} h (${ends(life.growth)}); the limit is ${limit.growthPercent} %.${restarted}`,
    where,
    why: `At this pace it reaches twice its level in ${duration(untilDouble)}. The trend rests on ${life.samples.length} samples over ${life.hours.toFixed(1)} h${thinnedText(life)}.`,
    fix: "Take two heap profiles some hours apart and compare them; hold the promotion until the growth is explained.",
  };
}

function restartDoubt({ where }: MemorySamples, { instance, restarts }: InstanceLives): Fault {
  return {
    cause: "partial-coverage",
    problem: {
      what: `${instance} was restarted ${restarts.length === 1 ? "once" : `${restarts.length} times`} in the window: ${spokenRestarts(restarts)}; whether its memory leaks cannot be said.`,
      where,
      why: "A restart gives all memory back, so it resets what a leak would have shown.",
      fix: "Find out why the process ended (out-of-memory kills are a leak's usual end), then judge a window without a restart.",
    },
  };
}

function tooShort({ where }: MemorySamples, { instance, samples, hours }: MemoryLife): Fault {
  return {
    cause: "too-few-samples",
    problem: {
      what: `The memory of ${instance} was seen for ${hours.toFixed(1)} h after its warm-up, with ${samples.length} samples: too little to say that it does not leak (6 h and 30 samples are).`,
      where,
      why: "The instance is young, the window is short, or the metric is sampled rarely.",
      fix: "Judge again when the instance has run for longer.",
    },
  };
}

function unclear({ where }: MemorySamples, life: MemoryLife, limit: MemoryGrowthLimit): Fault {
  const { autocorrelation = 0, effectiveSamples = 0 } = life.trend ?? {};
  return {
    cause: "too-few-samples",
    problem: {
      what: `The memory of ${life.instance} grows by ${signed(life.growth?.percent ?? 0)} % in ${limit.projectedHours} h, ${ends(life.growth)}: a leak above ${2 * limit.growthPercent} %, twice the limit, is neither proven nor excluded.`,
      where,
      why: `Its ${life.samples.length} samples over ${life.hours.toFixed(1)} h wander slowly (neighbours are alike by ${autocorrelation.toFixed(2)}), so they are worth ${Math.round(effectiveSamples)} independent ones${thinnedText(life)}.`,
      fix: "Judge again over a longer window.",
    },
  };
}

function thinnedText({ trend }: MemoryLife): string {
  return trend !== null && trend.used < trend.given ? `, thinned evenly to ${trend.used}` : "";
}

function ends(growth: MemoryLife["growth"]): string {
  if (growth === null) return "without bounds";
  const [low, high] = [growth.low, growth.high].map((end) => (Number.isFinite(end) ? `${signed(end)} %` : "any"));
  return `between ${low} and ${high} with 95 % confidence each`;
}

/** With one decimal; what rounds to nothing has no sign. */
function signed(percent: number): string {
  const text = percent.toFixed(1);
  return text === "-0.0" ? "0.0" : text;
}
