import type { ProportionRule } from "../../model/proportion-rule";

/** So often it is looked at the canary at most, where a share above the limit is not proven yet. */
export const MOST_LOOKS = 5;

/** The rule for a canary that is looked at again and again until it is clear: "above" is asked at the level for all looks. */
export function ruleOfIncident(rule: ProportionRule): ProportionRule {
  return { ...rule, looks: rule.looks * MOST_LOOKS };
}
