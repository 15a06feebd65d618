import type { Window } from "../../../model/measurement";
import { atSecond } from "../../../model/slices";
import type { RawSeries } from "../canary-metrics/asker";
import type { Asked } from "./asked";

/** Longer without a scrape, in intervals, and what happened meanwhile cannot be said to have begun at the next one. */
const LONGEST_GAP_SCRAPES = 3;

/** A scrape at which an instance's errors had risen. */
export interface Rise {
  readonly atSeconds: number;
  /** The instance was scraped shortly before, so that the errors came between the two scrapes. */
  readonly isTight: boolean;
}

/** The begin of the newest run of errors; see `IncidentMetrics.findFirstBadAnswer`. */
export async function findFirstBadAnswer(
  { asker, sources, metrics }: Asked,
  { start, end }: Window,
  quietSeconds: number,
): Promise<string | null> {
  const gapSeconds = LONGEST_GAP_SCRAPES * metrics.scrapeSeconds;
  const endMs = Date.parse(end);
  // What came before the window is read as well: a run that began in it must have been preceded by a quiet time.
  const fromMs = Date.parse(start) - Math.round(1_000 * (quietSeconds + gapSeconds));
  const [errors, up] = await Promise.all([
    asker.raw(sources.of("errors", "canary"), fromMs, endMs),
    asker.raw(sources.of("up", "canary"), fromMs, endMs),
  ]);
  const scrapes = scrapesBy(up, metrics.instanceLabel);
  const rises = errors.flatMap((series) =>
    risesOf(series, scrapes(series.labels[metrics.instanceLabel]), fromMs / 1_000, gapSeconds),
  );
  const first = beginOfNewestRun(rises, fromMs / 1_000, quietSeconds);
  return first === null || !first.isTight || first.atSeconds * 1_000 < Date.parse(start)
    ? null
    : atSecond(first.atSeconds);
}

/** The answered scrapes of an instance, in order; of all instances where the series do not name theirs. */
function scrapesBy(up: readonly RawSeries[], label: string): (instance: string | undefined) => readonly number[] {
  return (instance) => {
    const own = up.filter(({ labels }) => labels[label] === instance);
    return (own.length === 0 ? up : own)
      .flatMap(({ samples }) => samples.filter(({ value }) => value === 1).map(({ atSeconds }) => atSeconds))
      .sort((one, other) => one - other);
  };
}

/**
 * The scrapes at which one counter had risen. A counter that is born with errors has risen from nothing, unless the
 * question begins where it is first seen; one that fell and is not zero has risen since it began anew.
 */
export function risesOf(
  { samples }: Pick<RawSeries, "samples">,
  scrapes: readonly number[],
  fromSeconds: number,
  gapSeconds: number,
): readonly Rise[] {
  return samples.flatMap(({ atSeconds, value }, index) => {
    const before = scrapes.findLast((scrape) => scrape < atSeconds);
    const isTight = before !== undefined && atSeconds - before <= gapSeconds;
    const previous = samples[index - 1];
    const isFirstSeen = previous === undefined && before === undefined && atSeconds - fromSeconds <= gapSeconds;
    const carried = previous?.value ?? 0;
    const hasRisen = !isFirstSeen && value !== carried && value > 0;
    return hasRisen && !Number.isNaN(carried) ? [{ atSeconds, isTight }] : [];
  });
}

/** Going back from the newest rise: the first one before which it was quiet; null where it was not, since the begin. */
export function beginOfNewestRun(rises: readonly Rise[], fromSeconds: number, quietSeconds: number): Rise | null {
  const newestFirst = [...rises].sort((one, other) => other.atSeconds - one.atSeconds);
  const begin = newestFirst.findIndex(({ atSeconds }, index) => {
    const earlier = newestFirst.slice(index + 1).find((other) => other.atSeconds < atSeconds);
    return atSeconds - (earlier?.atSeconds ?? fromSeconds) >= quietSeconds;
  });
  const atSeconds = newestFirst[begin]?.atSeconds;
  if (atSeconds === undefined) return null;
  // Several counters rise at one scrape: one of them that was not seen before leaves the time open.
  return { atSeconds, isTight: newestFirst.every((one) => one.atSeconds !== atSeconds || one.isTight) };
}
