import { upperBound } from "./clopper-pearson";
import { isBelow } from "./rounded";

/** Nobody waits for more requests than this. */
const MOST_REQUESTS = 1e8;

/**
 * How many requests it takes until an observed share proves "below the limit": with that many it does, with one fewer
 * it does not. The events among n requests are share · n, rounded down, as a count is until the next event comes. Because
 * of that the proof comes and goes around the answer (each further event takes it away for a while): of the several
 * turning points the one is given that halving the stretch from `beyond` to 1e8 leads to.
 * null: that share proves nothing with 1e8 requests, or is not below the limit.
 * @param beyond a number of requests that is known not to suffice; the answer is greater.
 */
export function requestsNeeded(share: number, limitShare: number, confidence: number, beyond = 0): number | null {
  const proves = (requests: number): boolean =>
    isBelow(upperBound(eventsAmong(requests, share), requests, confidence), limitShare);
  let [tooFew, enough] = [beyond, MOST_REQUESTS];
  if (!isBelow(share, limitShare) || beyond >= MOST_REQUESTS || !proves(enough)) return null;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (proves(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** share · requests rounded down; 1e-9 of a request makes up for what the product of two fractions loses. */
function eventsAmong(requests: number, share: number): number {
  return Math.min(requests, Math.floor(requests * share + 1e-9));
}
