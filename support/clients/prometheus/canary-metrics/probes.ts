import type { ProbedTarget, TimedValue } from "../../../model/readings/canary-metrics";
import type { Asker, RawSeries } from "./asker";
import { instanceOf } from "./coverage";
import { groupedBy } from "./grouped-by";
import type { Source } from "./source";

/** Raw samples are asked for by half days at most. */
const LONGEST_PIECE_MS = 43_200_000;

/** Every probe's sample in the window, by target. A target that several series claim has none: no one knows which is right. */
export async function readProbes(
  asker: Asker,
  source: Source,
  targetLabel: string,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Promise<readonly ProbedTarget[]> {
  const starts = Array.from(
    { length: Math.ceil((endMs - startMs) / LONGEST_PIECE_MS) },
    (_, index) => startMs + index * LONGEST_PIECE_MS,
  );
  const pieces = await asker.inTurn(starts, (start) =>
    asker.raw(source, start, Math.min(start + LONGEST_PIECE_MS, endMs)),
  );
  const found = pieces.flat().filter(({ samples }) => samples.length > 0);
  return [...groupedBy(found, (series) => instanceOf(series, targetLabel)).entries()].map(([target, parts]) => {
    const seriesCount = new Set(parts.map(({ key }) => key)).size;
    return { target, samples: seriesCount === 1 ? parts.flatMap(timed) : [], seriesCount };
  });
}

function timed({ samples }: RawSeries): readonly TimedValue[] {
  return samples.map(({ atSeconds, value }) => ({ at: atSeconds, value }));
}
