const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14].map((days) => days * DAY),
];

/** One label of the time axis. */
export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

/** At most so many round times (UTC) of a span, Unix milliseconds; the first and each midnight say their date, too. */
export function timeTicks(from: number, to: number, most: number): TimeTick[] {
  const fits = (size: number) => Math.floor(to / size) - Math.ceil(from / size) + 1 <= most;
  const step = TIME_STEPS.find(fits) ?? Math.ceil((to - from) / DAY) * DAY;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const hasDate = ticks.length === 0 || at % DAY === 0;
    ticks.push({ at, label: hasDate ? `${clock(at)}\n${day(at)}` : clock(at) });
  }
  return ticks;
}

/** "14:15", UTC. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

/** "10-22", UTC. */
export function day(at: number): string {
  return new Date(at).toISOString().slice(5, 10);
}

/** "10-22 14:15", UTC. */
export function moment(at: number): string {
  return `${day(at)} ${clock(at)}`;
}

const ROUND_STEPS = [1, 2, 2.5, 5, 10, 20];
const [FEWEST_STEPS, MOST_STEPS] = [3, 6];

/** The value axis from 0 to the least round number that is not below `most`, in three to six round steps. */
export function valueAxis(most: number): { readonly top: number; readonly step: number } {
  const needed = most > 0 ? most : 1;
  const magnitude = 10 ** (Math.floor(Math.log10(needed)) - 1);
  const axes = ROUND_STEPS.map((size) => {
    const step = Number((size * magnitude).toPrecision(6));
    const count = Math.ceil(needed / step - 1e-9);
    return { step, count, top: Number((count * step).toPrecision(6)) };
  });
  const readable = axes.filter(({ count }) => count >= FEWEST_STEPS && count <= MOST_STEPS);
  const { step, top } = readable.reduce((best, axis) => (axis.top < best.top ? axis : best), readable[0] ?? WHOLE);
  return { step, top };
}

const WHOLE = { step: 0.25, top: 1, count: 4 };

/** A number as people write it: without what floating point adds. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
