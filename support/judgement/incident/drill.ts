import type { DrillExpectation, DrillFinding } from "../../model/drill";
import type { Verdict } from "../../model/outcome";
import { lengthText } from "./times";

/** How long a drill's steps may take from the first bad answer on, in ms. */
export interface DrillTimes {
  readonly alertMs: number;
  readonly rollbackVerifiedMs: number;
}

/** The item of the symptom: whether it is red is what the exit code says. */
const SYMPTOM = "INC-0";

/**
 * Judges a drill's procedure: GO where the incident was detected, diagnosed, decided and handled as expected, within its
 * times; every difference is a reason.
 */
export function judgeDrill(
  expected: DrillExpectation,
  found: DrillFinding,
  limits: DrillTimes,
): { readonly verdict: Verdict; readonly reasons: readonly string[] } {
  const red = Object.entries(found.outcomes).flatMap(([item, outcome]) =>
    outcome === "failed" && item !== SYMPTOM ? [item] : [],
  );
  const isAlertExpected = !expected.itemsRed.includes("INC-1");
  const reasons = [
    ...differs("recommendation", expected.recommendation, found.recommendation ?? "none was given"),
    ...differs("canary rolled back", yesNo(expected.isRolledBack), yesNo(found.isRolledBack)),
    ...differs("exit code of the incident", expected.exitCodeOfIncident, found.exitCodeOfIncident),
    ...differs("items that fail", names(expected.itemsRed), names(red)),
    ...(isAlertExpected ? late("the alert in its channel", found.alertMs, limits.alertMs) : []),
    ...(expected.isRolledBack
      ? late("the verified rollback", found.rollbackVerifiedMs, limits.rollbackVerifiedMs)
      : []),
  ];
  return { verdict: reasons.length === 0 ? "GO" : "NO-GO", reasons };
}

function differs(what: string, expected: string | number, found: string | number): readonly string[] {
  return expected === found ? [] : [`${what}: expected ${expected}, found ${found}`];
}

function late(what: string, ms: number | null, limitMs: number): readonly string[] {
  if (ms === null) return [`${what}: it never came`];
  return ms <= limitMs ? [] : [`${what}: ${lengthText(ms)} after the first bad answer; at most ${lengthText(limitMs)}`];
}

function names(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.toSorted().join(", ");
}

function yesNo(is: boolean): string {
  return is ? "yes" : "no";
}
