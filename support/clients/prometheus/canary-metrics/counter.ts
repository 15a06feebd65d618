import { InconclusiveError } from "../../../errors";
import type { CounterReading } from "../../../model/readings/canary-metrics";
import type { Slices } from "../../../model/slices";
import { labelsText } from "../series-key";
import type { Asker, GridSeries } from "./asker";
import { addedUp, countedSeries, openPieces, type Increase, type OpenPiece, type PieceGrid } from "./counter-pieces";
import { fewestParts, sliceMs } from "./cut-window";
import { groupedBy } from "./grouped-by";
import { narrowedTo, overLast, type Source } from "./source";

/** Slices are counted in pieces of at most this length, so that no question asks for a day of raw samples. */
const LONGEST_PIECE_MS = 1_800_000;

/** A counter that was seen within this time before the window was there before: a target may return after an absence. */
const LOOK_BACK_MS = 3_600_000;

/**
 * Counts a counter's increase in each slice, exactly: last value less the last value before, and sample by sample where
 * the counter began anew or was away. What was not seen for an hour before the window is born inside it and counts from
 * zero. Two questions, and one more for each piece and instance that began anew.
 */
export async function readCounter(asker: Asker, source: Source, slices: Slices): Promise<CounterReading> {
  const grid = pieceGrid(slices);
  // `resets` gives counts, never NaN: to leave out its zeros loses nothing. It looks at the piece before as well.
  const [lasts, resets] = await Promise.all([
    asker.atSteps(source, grid, (range) => `last_over_time(${range})`),
    asker.onGrid(`resets(${overLast(source, 2 * grid.stepMs)}) > 0`, grid),
  ]);
  const resetsOf = new Map(resets.map(({ key, values }) => [key, values]));
  const open = lasts.flatMap((series) =>
    openPieces(series, grid, (index) => resetsOf.get(series.key)?.[index] !== undefined),
  );
  const settled = await settle(asker, source, grid, open);
  const series = lasts.flatMap((one) => countedSeries(one, grid, settled.get(one.key) ?? new Map()) ?? []);
  return { query: source.promql, series };
}

function pieceGrid(slices: Slices): PieceGrid {
  const perSlice = fewestParts(sliceMs(slices), LONGEST_PIECE_MS);
  const stepMs = sliceMs(slices) / perSlice;
  const before = Math.ceil(LOOK_BACK_MS / stepMs);
  const [first = Number.NaN, last = Number.NaN] = [slices.edges[0], slices.edges.at(-1)];
  const startMs = Math.round(first * 1_000) - (before - 1) * stepMs;
  return { startMs, endMs: Math.round(last * 1_000), stepMs, before, perSlice };
}

type Settled = Map<string, Map<number, Increase>>;

/** Adds up the open pieces from their raw samples; the series of one instance's piece are asked for together. */
async function settle(asker: Asker, source: Source, grid: PieceGrid, open: readonly OpenPiece[]): Promise<Settled> {
  const together = groupedBy(open, ({ series, index }) => `${index} ${series.labels["instance"] ?? ""}`);
  const settled: Settled = new Map();
  await asker.inTurn([...together.values()], async (pieces) => {
    const [{ index } = { index: 0 }] = pieces;
    const endMs = grid.startMs + index * grid.stepMs;
    const narrowed = narrowedTo(
      source,
      pieces.map(({ series }) => series.labels),
    );
    const raw = await asker.raw(narrowed, endMs - grid.stepMs, endMs);
    for (const { series, carried } of pieces) {
      const samples = raw.find(({ key }) => key === series.key)?.samples ?? [];
      if (samples.length === 0) throw samplesGone(series, source, asker.where);
      const increases = settled.get(series.key) ?? new Map<number, Increase>();
      const values = samples.map(({ value }) => value);
      settled.set(series.key, increases.set(index, addedUp(values, carried)));
    }
  });
  return settled;
}

function samplesGone({ labels }: GridSeries, { promql }: Source, where: string): InconclusiveError {
  return new InconclusiveError("disagreeing-sources", [
    {
      what: `The counter ${labelsText(labels)} of ${promql} has a value, and no samples when they are asked for.`,
      where,
      why: "The server's stores disagree, or it samples or deletes old data while it is asked.",
      fix: "Look at both answers in the evidence; ask a server that keeps raw samples for the whole window.",
    },
  ]);
}
