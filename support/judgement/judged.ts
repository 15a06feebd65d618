import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { Cause } from "../model/outcome";

interface Findings {
  /** What is said where nothing is wrong. */
  readonly summary: string;
  readonly measurements: readonly Measurement[];
  /** What is wrong with the system; empty: the check passes. */
  readonly problems: readonly Explanation[];
}

/** A judgement from findings: failed where there is a problem, its summary being the first one's `what`; else passed. */
export function judged({ summary, measurements, problems }: Findings): Judgement {
  const [first, ...others] = problems;
  if (first === undefined) return { outcome: "passed", summary, measurements };
  return { outcome: "failed", summary: summaryOf(first, others.length), measurements, problems };
}

/** A judgement that it could not be found out, and why. */
export function undecided(cause: Cause, problem: Explanation, measurements: readonly Measurement[] = []): Judgement {
  return { outcome: "inconclusive", cause, summary: problem.what, measurements, problems: [problem] };
}

function summaryOf(first: Explanation, otherCount: number): string {
  return otherCount === 0 ? first.what : `${first.what} (and ${otherCount} more)`;
}

type Essential = Pick<Measurement, "signal" | "value" | "unit" | "source" | "query">;

/** A measurement with what is given; all else is null. */
export function measured(given: Essential & Partial<Measurement>): Measurement {
  return { limit: null, comparison: null, window: null, samples: null, interval: null, ...given };
}

/** The items as a sentence's list: "a, b and 3 more"; at most `most` are named. */
export function listed(items: readonly string[], most = 5): string {
  const named = items.slice(0, most).join(", ");
  return items.length > most ? `${named} and ${items.length - most} more` : named;
}

/** How many lines of an output an explanation quotes: the evidence has all of them. */
const QUOTED_LINES = 4;

/** The end of a command's output, quoted for people. */
export function ending(tail: string): string {
  const lines = tail.split("\n").filter((line) => line.trim() !== "");
  return lines.length === 0 ? "It wrote nothing." : `Its last lines:\n${lines.slice(-QUOTED_LINES).join("\n")}`;
}
