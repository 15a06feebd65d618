import type { Difference } from "./compare";
import type { JudgedAgain } from "./judge-again";
import type { StoredRun } from "./stored-run";

/** The longest value that is shown whole. */
const LONGEST = 160;

/** What a replay says: whether the verdict is the same, and each field that is not as it was; a line each. */
export function samenessLines({ document, checks }: StoredRun, again: JudgedAgain): string[] {
  const { result, differences, neverBegun } = again;
  const differing = new Set(differences.flatMap(({ check }) => check ?? []));
  const count = counted(checks.length, "check");
  const begun = neverBegun.length === 0 ? "" : ` (${neverBegun.length} of them never begun, then and now)`;
  if (differences.length === 0) return [`The same verdict: ${result.verdict}, ${count} alike${begun}.`];
  const verdicts =
    document.verdict === result.verdict
      ? `The verdict is the same, ${result.verdict}, but not all that it says`
      : `Another verdict: ${document.verdict} is stored, and ${result.verdict} is what the stored answers give`;
  return [`${verdicts}: ${differing.size} of ${count} differ.`, ...differences.map(differenceLine)];
}

function differenceLine({ check, field, then, now }: Difference): string {
  return `  ${check ?? "the run"}: ${field}: stored ${valueText(then)}, judged again ${valueText(now)}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}

/** A number with its noun: "1 check", "14 checks". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
