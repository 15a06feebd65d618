import { nearNames } from "../faults/near-names";
import type { Drill } from "./drill";
import { INCIDENTS } from "./incidents";

export type { Drill, DrillExpectation, DrillParts, Trouble } from "./drill";
export { drillParts, restoreRouting, type RunningRehearsal } from "./parts";
export { DRILL_TRAFFIC, runTraffic, type Traffic, type TrafficOptions } from "./traffic";
export type { EndpointTally, SecondTally, TrafficLog } from "./traffic-log";

/** `--drill` named a drill that the rehearsal does not have. */
export class UnknownDrillError extends Error {
  override readonly name = "UnknownDrillError";
  constructor(
    readonly drill: string,
    /** Drills with a similar name, nearest first. */
    readonly near: readonly string[],
  ) {
    const hint = near.length === 0 ? "" : ` Did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`;
    const all = INCIDENTS.map(({ name }) => name).join(", ");
    super(`The rehearsal has no drill "${drill}".${hint} All of them: ${all}.`);
  }
}

/** All drills of the rehearsal. */
export function listDrills(): readonly Drill[] {
  return INCIDENTS;
}

/** The drill of this name. @throws UnknownDrillError, with similar names */
export function findDrill(name: string): Drill {
  const drill = INCIDENTS.find((known) => known.name === name);
  if (drill !== undefined) return drill;
  const names = INCIDENTS.map((known) => known.name);
  throw new UnknownDrillError(name, nearNames(name, names));
}
