import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import type { Cause } from "../model/outcome";
import { judged, undecided } from "./judged";

/** Why something could not be found out. */
export interface Fault {
  readonly cause: Cause;
  readonly problem: Explanation;
}

/** What can stand between metrics over a window and a pass. */
export type Obstacle =
  | "numbers that are no counts"
  | "counts that contradict each other"
  | "a limit that is proven to be broken"
  | "a hole in the coverage"
  | "counts that are absent or zero"
  | "a limit that is not proven to be kept";

/**
 * The table of precedence, most serious first: the first row that applies decides; where none does, it passes. Numbers that
 * mean nothing prove nothing. A failure that is proven on the data that is there stands, also where other data is
 * missing. A pass needs all of the data. A hole is named before what it explains: absent counts, too few requests.
 */
export const PRECEDENCE: readonly (readonly [Obstacle, Exclude<Judgement["outcome"], "passed">])[] = [
  ["numbers that are no counts", "inconclusive"],
  ["counts that contradict each other", "inconclusive"],
  ["a limit that is proven to be broken", "failed"],
  ["a hole in the coverage", "inconclusive"],
  ["counts that are absent or zero", "inconclusive"],
  ["a limit that is not proven to be kept", "inconclusive"],
];

/** What was found of each obstacle; each has to be answered, so that none is forgotten. */
export interface Findings {
  readonly "numbers that are no counts": Fault | null;
  readonly "counts that contradict each other": Fault | null;
  readonly "a limit that is proven to be broken": readonly Explanation[];
  readonly "a hole in the coverage": Fault | null;
  readonly "counts that are absent or zero": Fault | null;
  readonly "a limit that is not proven to be kept": Fault | null;
}

/**
 * Decides by the table. `summary` is said where nothing stands in the way; null where there is nothing to say, because
 * nothing was judged: that is no pass either.
 */
export function decide(findings: Findings, summary: string | null, measurements: readonly Measurement[]): Judgement {
  for (const [obstacle] of PRECEDENCE) {
    if (obstacle === "a limit that is proven to be broken") {
      const problems = findings[obstacle].map((problem) => withHole(problem, findings["a hole in the coverage"]));
      if (problems.length > 0) return judged({ summary: "", measurements, problems });
    } else {
      const fault = findings[obstacle];
      if (fault !== null) return undecided(fault.cause, fault.problem, measurements);
    }
  }
  if (summary === null) return undecided("no-data", NOTHING_JUDGED, measurements);
  return judged({ summary, measurements, problems: [] });
}

const NOTHING_JUDGED: Explanation = {
  what: "Nothing was judged, though nothing is known to stand in the way.",
  where: "the judgement of the canary's metrics",
  why: "The reading has neither counts nor a reason for their absence.",
  fix: "Look at the evidence of this check; its reading is not complete.",
};

/** Tells that a proven failure rests on a part of the data only. */
function withHole(problem: Explanation, hole: Fault | null): Explanation {
  return hole === null ? problem : { ...problem, why: `${problem.why} Besides: ${hole.problem.what}` };
}
