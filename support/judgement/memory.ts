import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { MemorySamples } from "../model/readings/canary-metrics";
import { atSecond } from "../model/slices";
import { listed, measured, undecided } from "./judged";
import { memoryDoubts } from "./memory-doubts";
import { hold, type HeldMemory, type MemoryLevelLimit } from "./memory-level";
import { leftLevelProblem, levelDoubts, restartedProblem, stableText, unknownRollOut } from "./memory-level-words";
import { gigabytes, largestMemory, restartCount, sizes } from "./memory-samples";
import { weighed } from "./weighed";

export type { MemoryLevelLimit } from "./memory-level";

/**
 * Judges that memory is stable since the roll-out: each instance stays within the tolerance of its level, and none was
 * restarted. The level is the median of the five minutes around `settleMinutes` after the roll-out (of the last five
 * minutes where the window ends there); of an instance that appeared later, `settleMinutes` after that. A proven
 * failure stands whatever else is in doubt; a pass needs every sample.
 */
export function judgeMemoryLevel(reading: MemorySamples, limit: MemoryLevelLimit): Judgement {
  const rolledOutAt = Date.parse(limit.rolledOutAt) / 1000;
  if (!Number.isFinite(rolledOutAt)) return undecided("no-data", unknownRollOut(reading));
  const held = reading.instances.map((memory) => hold(reading, memory, rolledOutAt, limit));
  const restarted = held.filter(({ restarts }) => restarts.length > 0);
  const left = held.filter(({ outside }) => outside.length > 0);
  return weighed({
    summary: `Memory is stable: ${listed(held.map((one) => stableText(one, limit)))}; no restart.`,
    measurements: [
      largestMemory(reading),
      ...held.map((one) => measurementOf(reading, one, limit)),
      restartCount(
        reading,
        restarted.reduce((sum, { restarts }) => sum + restarts.length, 0),
      ),
    ],
    problems: [
      ...restarted.map((one) => restartedProblem(reading, one)),
      ...left.map((one) => leftLevelProblem(reading, one, limit)),
    ],
    doubts: [...memoryDoubts(reading, rolledOutAt), ...levelDoubts(reading, held)],
  });
}

function measurementOf(reading: MemorySamples, held: HeldMemory, { tolerancePercent }: MemoryLevelLimit): Measurement {
  const newest = sizes(held.memory).at(-1);
  const end = reading.slices.edges.at(-1) ?? Number.NaN;
  return measured({
    signal: `memory of ${held.memory.instance} (±${tolerancePercent} % of its level)`,
    value: newest === undefined ? null : gigabytes(newest.value),
    unit: "GB",
    limit: held.level === null ? null : gigabytes(held.level),
    comparison: held.level === null ? null : "within",
    window: held.levelAt <= end ? { start: atSecond(held.levelAt), end: atSecond(end) } : null,
    samples: held.heldCount,
    source: reading.source,
    query: reading.query,
  });
}
