import type { Change, DecidedCheckpoint, DecidedSignOff } from "../../model/decision";
import type { Measurement } from "../../model/measurement";
import type { Verdict } from "../../model/outcome";

/** What a decision is compared by. */
export interface Comparable {
  readonly verdict: Verdict;
  readonly criteria: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly fresh: readonly Pick<Measurement, "value" | "unit">[];
  }[];
  readonly checkpoints: readonly Pick<DecidedCheckpoint, "phase" | "at" | "state">[];
  readonly signOffs: readonly Pick<DecidedSignOff, "item" | "name" | "answer">[];
}

/** What is otherwise than in the decision before: the verdict, criteria, checkpoints, sign-offs. */
export function changesBetween(before: Comparable, now: Comparable): Change[] {
  const [old, young] = [statesOf(before), statesOf(now)];
  const names = [...new Set([...young.keys(), ...old.keys()])];
  return names
    .map((of) => ({ of, before: old.get(of) ?? null, now: young.get(of) ?? null }))
    .filter((change) => change.before !== change.now);
}

/** The values that decide a criterion, in one line. */
function valuesOf(fresh: readonly Pick<Measurement, "value" | "unit">[]): string {
  return fresh
    .map(({ value, unit }) => `${typeof value === "number" ? Number(value.toFixed(4)) : (value ?? "none")} ${unit}`)
    .join(", ");
}

function statesOf({ verdict, criteria, checkpoints, signOffs }: Comparable): Map<string, string> {
  return new Map([
    ["verdict", verdict],
    ...criteria.map(({ id, outcome, fresh }) => {
      const values = valuesOf(fresh);
      return [id, values === "" ? outcome : `${outcome} (${values})`] as const;
    }),
    ...checkpoints.map(({ phase, at, state }) => [at === null ? phase : `${phase} ${at}`, state] as const),
    ...signOffs.map(({ item, name, answer }) => [`sign-off ${item} ${name}`, answer] as const),
  ]);
}
