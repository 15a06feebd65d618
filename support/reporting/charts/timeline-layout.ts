import type { EventRow, PhaseRow, TimelineRows } from "./timeline-rows";
import { widthOf } from "./layout";

/** Pixels beside everything, of a row, and above the first one. */
const EDGE = 8;
const ROW = 24;
const TOP = 64;
/** Below the last row: the axis with its labels. */
const AXIS = 36;
const TICK_LABEL = 76;
const MOST_LABEL_SHARE = 0.42;

const SECOND = 1000;
const TICK_STEPS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60 * SECOND),
  ...[1, 2, 6, 12, 24].map((hours) => hours * 3600 * SECOND),
];

/** Where everything of a drawn timeline stands, in pixels. */
export interface TimelineLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** Middles of the rows: stretches first, then events. */
  readonly phaseY: (index: number) => number;
  readonly eventY: (index: number) => number;
  readonly axisY: number;
  readonly xOf: (at: number) => number;
  /** Unix milliseconds of the axis's labels. */
  readonly ticks: readonly number[];
  /** Pixels that a row's name may take. */
  readonly labelWidth: number;
}

/** How a timeline is laid out in this width. @param zero the time that the axis counts from. */
export function layOutTimeline({ events, phases }: TimelineRows, width: number, zero: number): TimelineLayout {
  const names = [...events, ...phases].map(({ name }: EventRow | PhaseRow) => widthOf(name));
  const labelWidth = Math.min(
    names.reduce((most, each) => Math.max(most, each), 0),
    Math.floor(width * MOST_LABEL_SHARE),
  );
  const [left, right] = [EDGE + labelWidth + 14, width - 22];
  const times = events.flatMap(({ at }) => at ?? []);
  const from = times.reduce((least, at) => Math.min(least, at), times[0] ?? zero);
  const to = Math.max(
    times.reduce((most, at) => Math.max(most, at), from),
    from + SECOND,
  );
  const axisY = TOP + ROW * (phases.length + events.length);
  return {
    width,
    height: axisY + AXIS,
    left,
    right,
    phaseY: (index) => TOP + ROW * (index + 0.5),
    eventY: (index) => TOP + ROW * (phases.length + index + 0.5),
    axisY,
    xOf: (at) => left + ((at - from) / (to - from)) * (right - left),
    ticks: ticksOf(from - zero, to - zero, Math.max(2, Math.floor((right - left) / TICK_LABEL))).map((at) => at + zero),
    labelWidth,
  };
}

/** At most so many round offsets between two, counted from 0. */
function ticksOf(from: number, to: number, most: number): number[] {
  const countOf = (step: number) => Math.floor(to / step) - Math.ceil(from / step) + 1;
  const step = TICK_STEPS.find((size) => countOf(size) <= most) ?? to - from;
  const first = Math.ceil(from / step);
  return Array.from({ length: countOf(step) }, (_, index) => (first + index) * step);
}
