import { ConflictingFaultsError, UnknownFaultError } from "../errors";
import { HEALTHY_PLAN, type RehearsalPlan } from "../plan";
import { DATA_FAULTS } from "./data-faults";
import type { Fault } from "./fault";
import { MESSAGING_FAULTS } from "./messaging-faults";
import { MONITORING_FAULTS } from "./monitoring-faults";
import { nearNames } from "./near-names";
import { PEOPLE_FAULTS } from "./people-faults";
import { PROVIDER_FAULTS } from "./provider-faults";
import { ROUTING_FAULTS } from "./routing-faults";
import { SERVICE_FAULTS } from "./service-faults";
import { WINDOW_FAULTS } from "./window-faults";

export type { Checkout, Fault } from "./fault";

const FAULTS = [
  ...SERVICE_FAULTS,
  ...DATA_FAULTS,
  ...ROUTING_FAULTS,
  ...MONITORING_FAULTS,
  ...MESSAGING_FAULTS,
  ...PEOPLE_FAULTS,
  ...WINDOW_FAULTS,
  ...PROVIDER_FAULTS,
];

/** All faults of the rehearsal, in the order of the runbook's items. */
export function listFaults(): readonly Fault[] {
  return FAULTS;
}

/** The fault of this name. @throws UnknownFaultError, with similar names */
export function findFault(name: string): Fault {
  const fault = FAULTS.find((known) => known.name === name);
  if (fault !== undefined) return fault;
  throw new UnknownFaultError(
    name,
    nearNames(
      name,
      FAULTS.map((known) => known.name),
    ),
  );
}

/**
 * How the rehearsal is built with these faults.
 * @throws ConflictingFaultsError where two of them want the same part in different states.
 */
export function planWith(faults: readonly Fault[]): RehearsalPlan {
  const changedBy = new Map<string, string>();
  for (const fault of faults) {
    for (const part of partsChanged(fault)) {
      const earlier = changedBy.get(part);
      if (earlier !== undefined) throw new ConflictingFaultsError([earlier, fault.name], part);
      changedBy.set(part, fault.name);
    }
  }
  return faults.reduce((plan, fault) => ({ ...plan, ...fault.plan }), HEALTHY_PLAN);
}

function partsChanged({ plan = {}, overlay, changes }: Fault): string[] {
  const checkout = overlay === undefined ? [] : Object.keys(changes).map((item) => `the checkout for ${item}`);
  return [...Object.keys(plan), ...checkout];
}
