import { binomialProbability } from "./binomial";
import { assertCounts } from "./clopper-pearson";

/** Events among trials, both whole. */
export interface Counted {
  readonly events: number;
  readonly total: number;
}

/**
 * The probability that chance alone gives the first group this many events or more, if both groups had the same share:
 * the one-sided exact test of R. A. Fisher ("The Design of Experiments", 1935), conditional on all four sums.
 * Small (below 0.05): the first group's share is higher. 1 where a group has no trial, or nobody has an event.
 * @throws RangeError where the counts are not whole, or not counts of a part and its whole.
 */
export function probabilityOfAsManyByChance(first: Counted, second: Counted): number {
  for (const { events, total } of [first, second]) assertCounts(events, total, 0.5);
  const events = first.events + second.events;
  const least = Math.max(0, events - second.total);
  const most = Math.min(events, first.total);
  const terms = { first: first.total, second: second.total, events };
  const expected = (events * first.total) / Math.max(1, first.total + second.total);
  if (first.events <= least) return 1;
  if (first.events > expected) return Math.min(1, sumUpwards(first.events, most, terms));
  return Math.max(0, 1 - sumDownwards(first.events - 1, least, terms));
}

interface Sums {
  readonly first: number;
  readonly second: number;
  readonly events: number;
}

/** Terms that add less than this part of the sum are left out. */
const NEGLIGIBLE = 1e-17;

function sumUpwards(from: number, to: number, sums: Sums): number {
  let term = hypergeometric(from, sums);
  let sum = term;
  for (let k = from; k < to && term > sum * NEGLIGIBLE; k += 1) {
    term *= ((sums.first - k) * (sums.events - k)) / ((k + 1) * (sums.second - sums.events + k + 1));
    sum += term;
  }
  return sum;
}

function sumDownwards(from: number, to: number, sums: Sums): number {
  let term = hypergeometric(from, sums);
  let sum = term;
  for (let k = from; k > to && term > sum * NEGLIGIBLE; k -= 1) {
    term *= (k * (sums.second - sums.events + k)) / ((sums.first - k + 1) * (sums.events - k + 1));
    sum += term;
  }
  return sum;
}

/** The probability of exactly `k` of all events in the first group, out of three binomial ones (Loader, 2000). */
function hypergeometric(k: number, { first, second, events }: Sums): number {
  const share = events / (first + second);
  const both = binomialProbability(k, first, share) * binomialProbability(events - k, second, share);
  return both / binomialProbability(events, first + second, share);
}
