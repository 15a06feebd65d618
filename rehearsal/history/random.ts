/** A repeatable stream of numbers, evenly spread over [0, 1). */
export type Random = () => number;

/** How many numbers are passed over, so that near seeds do not begin alike. */
const WARM_UP = 20;

/** The stream of a seed and a purpose: 32-bit xorshift with the shifts 13, 17, 5 (Marsaglia, Xorshift RNGs, 2003). */
export function randomOf(seed: number, purpose: string): Random {
  let state = [...purpose].reduce((mixed, letter) => Math.imul(mixed ^ letter.charCodeAt(0), 16_777_619), seed) || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let passed = 0; passed < WARM_UP; passed++) next();
  return next;
}

/** About normal, mean 0 and deviation 1, never beyond 6: the sum of twelve even numbers. */
export function normal(random: Random): number {
  return Array.from({ length: 12 }, random).reduce((sum, part) => sum + part, -6);
}

/** How many of rare events happen where so many are expected (Poisson, by waiting times). */
export function rareEvents(random: Random, expected: number): number {
  let events = -1;
  for (let waited = 0; waited < expected; events++) waited -= Math.log(1 - random());
  return Math.max(events, 0);
}
