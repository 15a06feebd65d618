import { findFault, listFaults, planWith } from "../../../rehearsal/faults";
import { historyFacts } from "../../../rehearsal/history";
import { ensureSystemPackages } from "../../../rehearsal/system-packages";

/**
 * Makes sure that the rehearsal can be booted with these faults, before anything is started.
 * @throws UnknownFaultError, ConflictingFaultsError; SystemPackagesError where something is missing and may not be installed.
 */
export async function prepareRehearsal(faults: readonly string[]): Promise<void> {
  planWith(faults.map(findFault));
  await ensureSystemPackages({ log: (line) => process.stdout.write(`${line}\n`) });
}

/** Prints what can be broken in the rehearsal: name, what it is, and the items that it turns. @returns exit code 0. */
export function printFaults(): number {
  const width = Math.max(...listFaults().map(({ name }) => name.length));
  for (const { name, sentence, changes } of listFaults()) {
    const turned = Object.entries(changes).map(([item, outcome]) => `${item} ${outcome}`);
    process.stdout.write(`${name.padEnd(width)}  ${sentence}\n${"".padEnd(width)}  → ${turned.join(", ")}\n`);
  }
  return 0;
}

/** What a boot would say of the rehearsal's times, without one: its canary week is always the same. */
export function rehearsedTimes(): Readonly<Record<string, string>> {
  return { REHEARSAL_ROLLED_OUT_AT: historyFacts(planWith([]).history).rolledOutAt };
}
