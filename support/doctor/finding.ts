import { InconclusiveError } from "../errors";

/** One thing that the doctor looked at. */
export interface Finding {
  /** What was looked at: "Slack", "unit tests". */
  readonly subject: string;
  /** `left-out`: the environment does without it, so its checks end inconclusive. */
  readonly state: "ok" | "problem" | "left-out";
  readonly detail: string;
  /** What to do; null where there is nothing to do. */
  readonly fix: string | null;
}

/** It is in order. */
export function ok(subject: string, detail: string): Finding {
  return { subject, state: "ok", detail, fix: null };
}

/** It is not in order, or could not be found out. */
export function problem(subject: string, detail: string, fix: string): Finding {
  return { subject, state: "problem", detail, fix };
}

/** It is not there, and that is allowed. */
export function leftOut(subject: string, detail: string, fix: string): Finding {
  return { subject, state: "left-out", detail, fix };
}

/**
 * The finding of a look that gives its words when all is well, or a finding of its own.
 * @throws what is no answer of the system: a fault of ours.
 */
export async function findingOf(subject: string, look: () => Promise<string | Finding>): Promise<Finding> {
  try {
    const found = await look();
    return typeof found === "string" ? ok(subject, found) : found;
  } catch (error) {
    if (!(error instanceof InconclusiveError)) throw error;
    const [{ what, why, fix }] = error.problems;
    return problem(subject, `${what} ${why}`, fix);
  }
}
