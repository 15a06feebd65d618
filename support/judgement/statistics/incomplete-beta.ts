import { binomialProbability } from "./binomial";

/** A continued fraction that has not settled by then is reported as a fault of ours; 1e8 trials need some thousand steps. */
const MOST_STEPS = 1_000_000;
const SETTLED = 1e-15;
const TINY = 1e-300;
const MOST_HALVINGS = 200;

/**
 * The regularised incomplete beta function I_x(a, b) for whole `a` and `b` of at least 1: the probability of at least
 * `a` events in `a + b − 1` trials. By its continued fraction (Abramowitz & Stegun 26.5.8), evaluated as Lentz does
 * (W. J. Lentz, Applied Optics 15, 1976).
 */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x < (a + 1) / (a + b + 2) ? lowerPart(x, a, b) : 1 - lowerPart(1 - x, b, a);
}

/**
 * The `x` at which I_x(a, b) reaches `probability`: Newton's steps, and a halving of the bracket wherever a step leaves it.
 * Exact to about 13 digits.
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  let x = a / (a + b);
  for (let step = 0; step < MOST_HALVINGS; step += 1) {
    const excess = regularisedBeta(x, a, b) - probability;
    if (excess > 0) high = x;
    else low = x;
    const newton = x - excess / density(x, a, b);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-13 * x) return next;
    x = next;
  }
  return x;
}

/** The derivative of I_x(a, b). */
function density(x: number, a: number, b: number): number {
  return front(x, a, b) / (x * (1 - x));
}

/** x^a · (1 − x)^b ÷ B(a, b), by way of the binomial probability. */
function front(x: number, a: number, b: number): number {
  return ((a * b) / (a + b)) * binomialProbability(a, a + b, x);
}

function lowerPart(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) <= SETTLED) return (front(x, a, b) * fraction) / a;
  }
  throw new RangeError(`The incomplete beta function of ${x}, ${a} and ${b} did not settle in ${MOST_STEPS} steps.`);
}

/** Keeps a divisor away from 0. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
