import type { EntryOf, JournalEntry, JournalRelease } from "../model/journal-entry";
import { entriesOf } from "./questions";

/** The step of a roll-back that asks the service for it: "begun" is written before the request is sent, "failed" where it was not. */
const ASKED = "asked";

/** A roll-back that was asked for before, as the journal tells of it. */
export interface EarlierRollback {
  /** Its line before the request was sent; the detail is the idempotency key. */
  readonly asked: EntryOf<"rollback-step">;
  /**
   * `open`: nobody knows whether it was carried out: its command was ended before that was seen, or it was never answered.
   * `out`: the canary was seen out of the traffic. `without-effect`: it was answered, and then the canary was seen in it.
   */
  readonly state: "open" | "out" | "without-effect";
}

/**
 * The roll-back of the release that was asked for last.
 * @param since when the canary was rolled out, ISO 8601: what was asked for before is none of this roll-out's; null: all.
 * @returns null: none was asked for; one whose request was known not to be sent is none.
 */
export function earlierRollback(
  entries: readonly JournalEntry[],
  release: JournalRelease,
  since: string | null,
): EarlierRollback | null {
  const start = since === null ? -Infinity : Date.parse(since);
  const steps = entriesOf(entries, release)
    .filter((entry) => entry.kind === "rollback-step")
    .filter(({ at }) => !(Date.parse(at) < start));
  const index = steps.findLastIndex((one, place) => isAsked(one, "begun") && !isAsked(steps[place + 1], "failed"));
  const asked = steps[index];
  return asked === undefined ? null : { asked, state: stateOf(steps.slice(index + 1)) };
}

function isAsked(entry: EntryOf<"rollback-step"> | undefined, outcome: "begun" | "failed"): boolean {
  return entry?.step === ASKED && entry.outcome === outcome;
}

function stateOf(later: readonly EntryOf<"rollback-step">[]): EarlierRollback["state"] {
  const has = (name: string, outcome?: "done" | "failed"): boolean =>
    later.some((one) => one.step === name && (outcome === undefined || one.outcome === outcome));
  if (has("last-canary-answer", "done")) return "out";
  // The state is read only where no answer came.
  const isAnswered = has("accepted") && !has("read-state");
  return isAnswered && has("last-canary-answer", "failed") ? "without-effect" : "open";
}
