/**
 * The probability of exactly `events` in `total` independent trials that each succeed with probability `share`.
 * Both counts are whole. Accurate to about 14 digits up to 1e8 trials and beyond, because no logarithm of a factorial
 * is subtracted from another one: the saddle-point form of C. Loader, "Fast and Accurate Computation of Binomial
 * Probabilities", 2000.
 */
export function binomialProbability(events: number, total: number, share: number): number {
  const others = total - events;
  if (share <= 0) return events === 0 ? 1 : 0;
  if (share >= 1) return others === 0 ? 1 : 0;
  if (events === 0) return Math.exp(total * Math.log1p(-share));
  if (others === 0) return Math.exp(total * Math.log(share));
  const corrections = stirlingError(total) - stirlingError(events) - stirlingError(others);
  const deviations = deviance(events, total * share) + deviance(others, total * (1 - share));
  return Math.exp(corrections - deviations) * Math.sqrt(total / (2 * Math.PI * events * others));
}

/** From here on four terms of Stirling's series are exact to the last digit. */
const SERIES_FROM = 16;

/** ln(n!) less Stirling's formula for it, for n from 1 to 15: from the factorials themselves. */
const SMALL_ERRORS = Array.from({ length: SERIES_FROM }, (_, n) => {
  const factorial = Array.from({ length: n }, (_unused, index) => index + 1).reduce(
    (product, each) => product * each,
    1,
  );
  return Math.log(factorial) - ((n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI));
});

function stirlingError(n: number): number {
  const small = SMALL_ERRORS[n];
  if (small !== undefined) return small;
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / n;
}

/** observed · ln(observed ÷ expected) + expected − observed, without loss of digits where both are close. */
function deviance(observed: number, expected: number): number {
  const difference = observed - expected;
  const sum = observed + expected;
  if (Math.abs(difference) >= 0.1 * sum) return observed * Math.log(observed / expected) - difference;
  const ratio = difference / sum;
  let power = 2 * observed * ratio;
  let result = difference * ratio;
  for (let odd = 3; ; odd += 2) {
    power *= ratio * ratio;
    const next = result + power / odd;
    if (next === result) return result;
    result = next;
  }
}
