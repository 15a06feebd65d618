import type { CounterReading, CounterSeries } from "../model/readings/canary-metrics";
import { listed } from "./judged";

/** Counters may come as floats: so close to a whole number they are one. */
const WHOLE_WITHIN = 1e-6;

/** What a counter gives in each slice and in all of them. */
export interface CounterTotals {
  /** null where no series had a sample. */
  readonly bySlice: readonly (number | null)[];
  /** null where no series had a sample in any slice. */
  readonly whole: number | null;
  /** What is no count, in words: one for each such series; the sums are without meaning then. */
  readonly unreadable: readonly string[];
}

/** Sums a counter over its series. */
export function totalsOf({ series }: CounterReading, sliceCount: number): CounterTotals {
  const sums = Array.from({ length: sliceCount }, () => ({ sum: 0, isSeen: false }));
  const unreadable: string[] = [];
  for (const each of series) {
    const wrong = each.increases.find((increase) => increase !== null && wholeOf(increase) === null);
    if (wrong !== undefined && wrong !== null) unreadable.push(`${labelsOf(each)} (${oddity(wrong)})`);
    sums.forEach((slot, slice) => {
      const increase = each.increases[slice] ?? null;
      if (increase === null) return;
      slot.sum += wholeOf(increase) ?? 0;
      slot.isSeen = true;
    });
  }
  const bySlice = sums.map(({ sum, isSeen }) => (isSeen ? sum : null));
  return { bySlice, whole: sumOf(bySlice), unreadable };
}

/** The sum of what is there; null where nothing is. */
export function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);
}

/** An increase as a whole number; null where it is none: not finite, negative, or with a fraction. */
export function wholeOf(increase: number): number | null {
  const whole = Math.round(increase);
  return Number.isSafeInteger(whole) && whole >= 0 && Math.abs(increase - whole) <= WHOLE_WITHIN
    ? Math.abs(whole)
    : null;
}

/** What an increase is that is no count. */
export function oddity(increase: number): string {
  if (Number.isNaN(increase)) return "no number";
  if (!Number.isFinite(increase)) return "infinite";
  return increase < 0 ? `negative: ${increase}` : `not whole: ${increase}`;
}

/** A series by its labels: `{status="500", handler="/orders"}`. */
export function labelsOf({ labels }: Pick<CounterSeries, "labels">): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return `{${listed(pairs, 8)}}`;
}

/** The series that counted most, with their counts; those that began inside the window are named apart. */
export function busiestSeries({ series }: CounterReading, most = 3): string {
  const counts = series.map((each) => ({ each, count: Math.round(sumOf(each.increases) ?? 0) }));
  const busiest = counts.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  const born = busiest.filter(({ each }) => each.isBornInside).map(({ each }) => labelsOf(each));
  const said = listed(
    busiest.map(({ each, count }) => `${labelsOf(each)} ${count}`),
    most,
  );
  return born.length === 0 ? said : `${said}. New in this window: ${listed(born, most)}`;
}
