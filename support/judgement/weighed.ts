import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { Measurement } from "../model/measurement";
import { judged } from "./judged";
import type { Fault } from "./precedence";

interface Weighed {
  /** What is said where nothing is wrong and nothing in doubt. */
  readonly summary: string;
  readonly measurements: readonly Measurement[];
  /** What is proven to be wrong. */
  readonly problems: readonly Explanation[];
  /** What could not be found out, the weightiest first: its cause becomes the judgement's. */
  readonly doubts: readonly Fault[];
}

/**
 * A judgement from problems and doubts: failed where anything is proven wrong, else inconclusive where anything is in
 * doubt, else passed. All doubts are told.
 */
export function weighed({ summary, measurements, problems, doubts }: Weighed): Judgement {
  const [first] = doubts;
  if (problems.length > 0 || first === undefined) return judged({ summary, measurements, problems });
  const more = doubts.length === 1 ? "" : ` (and ${doubts.length - 1} more)`;
  return {
    outcome: "inconclusive",
    cause: first.cause,
    summary: `${first.problem.what}${more}`,
    measurements,
    problems: doubts.map(({ problem }) => problem),
  };
}
