/** Longest that a client may wait, in ms. */
const LONGEST_WAIT_MS = 30_000;

/** The connection with a deadline that lets a client wait for so long: the limit of the feature decides. */
export function waitingFor<C extends { readonly deadlineMs: number }>(connection: C, waitMs: number): C {
  return { ...connection, deadlineMs: Math.min(waitMs, LONGEST_WAIT_MS) };
}
