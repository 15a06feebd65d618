import type { Verdict } from "../model/outcome";
import { VERDICTS } from "./verdict";

/** What stands for a point of the window: the verdict of its run, or that there is none. */
export type PointVerdict = Verdict | "not run";

/** The verdicts, most serious first: the order of the table of verdicts of a run. */
const ORDER: readonly Verdict[] = [...new Set<Verdict>([...VERDICTS.map(([, verdict]) => verdict), "GO"])];

/**
 * The verdict of a window: the most serious one of its points. A point that was not run could not be found out; no point is no GO,
 * and neither is a GO in a record that is damaged: what says otherwise may be missing.
 */
export function verdictOfWindow(points: readonly PointVerdict[], isRecordWhole: boolean): Verdict {
  const verdicts = points.map((point): Verdict => (point === "not run" ? "INCONCLUSIVE" : point));
  if (verdicts.length === 0 || !isRecordWhole) verdicts.push("INCONCLUSIVE");
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? "INCONCLUSIVE";
}
