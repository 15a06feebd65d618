import type { CounterSeries } from "../../../model/readings/canary-metrics";
import { withoutName } from "../series-key";
import type { Grid, GridSeries } from "./asker";

/** How a counter is read: the window in pieces, some pieces before it, and how many pieces make a slice. */
export interface PieceGrid extends Grid {
  /** Pieces before the window: a counter that was seen in them was there before. */
  readonly before: number;
  readonly perSlice: number;
}

/** One counter's piece that the values at its two ends do not settle. */
export interface OpenPiece {
  readonly series: GridSeries;
  readonly index: number;
  /** The newest value before the piece; undefined: the counter was never seen before. */
  readonly carried: number | undefined;
}

/** What the samples of one piece add up to. */
export interface Increase {
  readonly increase: number;
  readonly resets: number;
}

/**
 * The pieces in which a counter's increase is not the difference of the last values of two neighbouring pieces:
 * it began anew in one of the two, it had no sample in the piece before, or it fell.
 * @param hasReset whether the counter began anew in the piece or in the one before it.
 */
export function openPieces(
  series: GridSeries,
  { before }: PieceGrid,
  hasReset: (index: number) => boolean,
): readonly OpenPiece[] {
  let carried: number | undefined;
  return series.values.flatMap((value, index) => {
    const earlier = carried;
    carried = value ?? carried;
    if (value === undefined || index < before) return [];
    const hasGap = earlier !== undefined && series.values[index - 1] === undefined;
    const fell = earlier !== undefined && value < earlier;
    return hasReset(index) || hasGap || fell ? [{ series, index, carried: earlier }] : [];
  });
}

/** Adds samples up one by one: after a fall the new value counts whole. NaN stays NaN. */
export function addedUp(values: readonly number[], carried: number | undefined): Increase {
  let [previous, increase, resets] = [carried ?? 0, 0, 0];
  for (const value of values) {
    const fell = value < previous;
    increase += fell ? value : value - previous;
    resets += fell ? 1 : 0;
    previous = value;
  }
  return { increase, resets };
}

/**
 * A counter's increases by slice; null: it has no sample in the window.
 * @param settled what was found out about the open pieces, by their index.
 */
export function countedSeries(
  { labels, values }: GridSeries,
  { before, perSlice }: PieceGrid,
  settled: ReadonlyMap<number, Increase>,
): CounterSeries | null {
  const inWindow = values.slice(before);
  if (inWindow.every((value) => value === undefined)) return null;
  let carried = values.slice(0, before).findLast((value) => value !== undefined);
  const isBornInside = carried === undefined;
  const pieces = inWindow.map((value, offset) => {
    const increase = value === undefined ? null : (settled.get(before + offset)?.increase ?? value - (carried ?? 0));
    carried = value ?? carried;
    return increase;
  });
  const resets = [...settled.values()].reduce((sum, one) => sum + one.resets, 0);
  return { labels: withoutName(labels), increases: bySlice(pieces, perSlice), isBornInside, resets };
}

/** Sums by slice; null where no piece of the slice has a value. */
function bySlice(pieces: readonly (number | null)[], perSlice: number): (number | null)[] {
  return Array.from({ length: pieces.length / perSlice }, (_, slice) =>
    sumOfKnown(pieces.slice(slice * perSlice, (slice + 1) * perSlice)),
  );
}

/** The sum of what is known; null where nothing is. */
export function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
