import type { Chart, ChartCheckpoint, ChartMark, ChartWords } from "../../model/chart";
import type { Window } from "../../model/measurement";

/** What every chart of readings is given beside them. */
export interface ChartFrame {
  readonly words: ChartWords;
  readonly checkpoints: readonly ChartCheckpoint[];
}

/** A reading of the canary, and legacy's of the same time where there is one. */
export interface ByTrack<Reading> {
  readonly canary: Reading;
  readonly legacy?: Reading | undefined;
}

/** The readings that are there, the canary's first, each with the name of its line. */
export function namedTracks<Reading>(
  { canary, legacy }: ByTrack<Reading>,
  words: ChartWords,
): readonly (readonly [name: string, reading: Reading])[] {
  return [[words.canary, canary], ...(legacy === undefined ? [] : [[words.legacy, legacy] as const])];
}

/** Start and end of a window, Unix milliseconds. */
export function span({ start, end }: Window): { readonly from: number; readonly to: number } {
  return { from: Date.parse(start), to: Date.parse(end) };
}

type Drawn = Pick<Chart, "title" | "unit" | "series" | "gaps"> & Partial<Pick<Chart, "limits" | "marks" | "intervals">>;

/** The chart of a window: its marks are those given and the checkpoints inside it, in the order of time. */
export function framed(window: Window, { checkpoints }: ChartFrame, drawn: Drawn): Chart {
  const { from, to } = span(window);
  const planned: readonly ChartMark[] = checkpoints.map(({ at, name }) => ({
    at: Date.parse(at),
    name,
    kind: "checkpoint",
  }));
  const marks = [...planned, ...(drawn.marks ?? [])].filter(({ at }) => at >= from && at <= to);
  return {
    limits: [],
    ...drawn,
    from: window.start,
    to: window.end,
    marks: marks.sort((one, other) => one.at - other.at),
  };
}
