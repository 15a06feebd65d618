import type { RunResult } from "../../model/run-result";
import type { Carried } from "./carry-out";

/** The result of a run that decided something. @throws Error where it did not: its command would end with exit code 3. */
export function decidedBy({ result, reports, couldNotRun }: Carried): RunResult {
  const [difference] = reports.differences;
  if (difference !== undefined) throw new Error(`The reports of ${result.runId} disagree: ${difference}`);
  if (couldNotRun) throw new Error(`${result.runId} broke off: ${result.reasons[0] ?? "no reason is known"}`);
  return result;
}
