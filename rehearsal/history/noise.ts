import type { TimedStretch, WeekDescription } from "./description";
import { normal, randomOf, rareEvents } from "./random";

/** Noise changes from one piece of a stretch to the next. */
const PIECE_SECONDS = 30 * 60;

/** Requests come in whole lots of this, so that the canary's share of 5 % is a multiple of 20 and has a whole P95. */
const LOT = 400;

/** How much of the last piece's deviation goes on in the next one. */
const PERSISTENCE = 0.5;

/** The stretches from the roll-out on, cut into pieces with the noise that the description asks for; else as they are. */
export function withNoise(
  stretches: readonly TimedStretch[],
  { noise, times, canaryPercent }: Pick<WeekDescription, "noise" | "times" | "canaryPercent">,
): readonly TimedStretch[] {
  if (noise === undefined) return stretches;
  const { seed, trafficPercent, errorPercent, p95Ms } = noise;
  const traffic = wandering(seed, "traffic");
  const latency = wandering(seed, "latency");
  const failures = randomOf(seed, "errors");
  return pieces(stretches, times.rolledOutAt).map(({ until, requests, ...stretch }) => {
    if (until <= times.rolledOutAt) return { ...stretch, until, requests };
    const lots = Math.max(1, Math.round((requests * (1 + traffic() * (trafficPercent / 100))) / LOT));
    const canaryRequests = (lots * LOT * canaryPercent) / 100;
    const middle = (p95Ms.least + p95Ms.most) / 2;
    return {
      ...stretch,
      until,
      requests: lots * LOT,
      errors: rareEvents(failures, (canaryRequests * errorPercent) / 100),
      p95Ms: Math.round(middle + (latency() * (p95Ms.most - p95Ms.least)) / 2),
    };
  });
}

/** A repeatable walk within [-1, 1] that stays near where it was. */
function wandering(seed: number, purpose: string): () => number {
  const random = randomOf(seed, purpose);
  let position = 0;
  return () => {
    position = PERSISTENCE * position + 0.35 * normal(random);
    return Math.min(Math.max(position, -1), 1);
  };
}

function pieces(stretches: readonly TimedStretch[], rolledOutAt: number): TimedStretch[] {
  return stretches.flatMap((stretch, index) => {
    const begin = stretches[index - 1]?.until ?? stretch.until;
    if (stretch.until <= rolledOutAt) return [stretch];
    return Array.from({ length: Math.ceil((stretch.until - begin) / PIECE_SECONDS) }, (_, piece) => {
      const from = begin + piece * PIECE_SECONDS;
      const until = Math.min(from + PIECE_SECONDS, stretch.until);
      return { ...stretch, until, requests: (stretch.requests * (until - from)) / (stretch.until - begin) };
    });
  });
}
