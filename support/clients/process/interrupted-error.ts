import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";

/**
 * The check was stopped from outside before it could find out: its own deadline is over, or the run was interrupted.
 * @param subject what was under way, for people: "the unit tests". @param address where, without secrets.
 */
export function interruptedError(subject: string, address: string, context: CheckContext): InconclusiveError {
  const isDeadline = context.signal.reason instanceof DOMException && context.signal.reason.name === "TimeoutError";
  return new InconclusiveError(isDeadline ? "timed-out" : "not-executed", [
    {
      what: `It is not known how ${subject} would have ended: the check was stopped before.`,
      where: `${address} (${context.environment})`,
      why: isDeadline ? "The check's own deadline was over." : "The run was interrupted.",
      fix: isDeadline ? "Raise the check's deadline, or find out why it takes so long." : "Run it again.",
    },
  ]);
}
