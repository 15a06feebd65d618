import type { Cause, Outcome } from "../model/outcome";

/** What of a check says whether asking again may find out more. */
export interface AskedCheck {
  readonly outcome: Outcome;
  readonly cause: Cause | null;
}

/**
 * Whether what could not be found out may be found out by asking the same again, as of the same time: the trouble lay with
 * the instrument, or the samples had not arrived yet. What the samples themselves leave open stays open.
 */
function mayMend(cause: Cause): boolean {
  switch (cause) {
    case "unreachable":
    case "timed-out":
    case "unauthorised":
    case "provider-warning":
    case "stale":
    case "partial-coverage":
      return true;
    case "no-data":
    case "zero-traffic":
    case "too-few-samples":
    case "disagreeing-sources":
    case "awaiting-sign-off":
    case "not-permitted":
    case "not-executed":
      return false;
  }
}

/** Whether a run is worth judging again: nothing failed, and all that is open may mend. */
export function isWorthAskingAgain(checks: readonly AskedCheck[]): boolean {
  const open = checks.filter(({ outcome }) => outcome !== "passed");
  return (
    open.length > 0 &&
    open.every(({ outcome, cause }) => outcome === "inconclusive" && cause !== null && mayMend(cause))
  );
}
