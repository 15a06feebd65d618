import type { RoleId } from "../../model/role";
import type { WindowPoint } from "../../model/window-points";

/** Something that is left undone in a rehearsed week: what no part of the rehearsal can be broken for. */
export interface Omission {
  /** The name that `--fault` takes. */
  readonly name: string;
  readonly sentence: string;
  /** The items that it turns. */
  readonly turns: string;
  /** Whether the run of a time is left out. @param index among the times of its phase. */
  readonly isRunLeftOut?: (point: WindowPoint, index: number) => boolean;
  /** The role that never signs. */
  readonly unsigned?: RoleId;
}

/** All of them. */
export const OMISSIONS: readonly Omission[] = [
  {
    name: "missing-sign-off",
    sentence: "Customer support never signs that it stands by (the whole week only).",
    turns: "D4-C3 inconclusive, SC-7 inconclusive",
    unsigned: "customer-support",
  },
  {
    name: "missing-checkpoint",
    sentence: "The second checkpoint of Day 4 is not run (the whole week only).",
    turns: "D4-1 to D4-4 not run, SC-7 inconclusive",
    isRunLeftOut: ({ phase }, index) => phase === "day4" && index === 1,
  },
];

/** The omission of this name; undefined: there is none, so it is a fault. */
export function omissionNamed(name: string): Omission | undefined {
  return OMISSIONS.find((one) => one.name === name);
}

/** Prints them as the faults are printed. */
export function printOmissions(): void {
  const width = Math.max(...OMISSIONS.map(({ name }) => name.length));
  for (const { name, sentence, turns } of OMISSIONS)
    process.stdout.write(`${name.padEnd(width)}  ${sentence}\n${"".padEnd(width)}  → ${turns}\n`);
}
