import { betaQuantile } from "./incomplete-beta";

/**
 * The greatest share that is still compatible with `events` in `total` trials: the exact upper bound at one-sided
 * `confidence` (0.95). 1 where there is no trial. C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial
 * limits illustrated in the case of the binomial", Biometrika 26, 1934.
 * @throws RangeError where the counts are not whole, or not counts of a part and its whole.
 */
export function upperBound(events: number, total: number, confidence: number): number {
  assertCounts(events, total, confidence);
  if (events === total) return 1;
  if (events === 0) return -Math.expm1(Math.log1p(-confidence) / total);
  return betaQuantile(confidence, events + 1, total - events);
}

/**
 * The least share that is still compatible with `events` in `total` trials: the exact lower bound at one-sided
 * `confidence`. 0 where there is no event. Source as for the upper bound.
 * @throws RangeError where the counts are not whole, or not counts of a part and its whole.
 */
export function lowerBound(events: number, total: number, confidence: number): number {
  assertCounts(events, total, confidence);
  if (events === 0) return 0;
  if (events === total) return Math.exp(Math.log1p(-confidence) / total);
  return betaQuantile(1 - confidence, events, total - events + 1);
}

/** Refuses what cannot be counts: such a number is a fault in our own code. @throws RangeError */
export function assertCounts(events: number, total: number, confidence: number): void {
  const areWhole = Number.isSafeInteger(events) && Number.isSafeInteger(total);
  if (!areWhole || events < 0 || total < events)
    throw new RangeError(`${events} of ${total} are no counts of events and trials.`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`A confidence lies between 0 and 1; this one is ${confidence}.`);
}
