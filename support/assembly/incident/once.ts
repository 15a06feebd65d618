import type { IncidentRun } from "../../model/incident-run";

/**
 * What is found out once in a run, whichever check asks first; the others get the same. A check whose asking failed
 * leaves the failure to all: one run speaks of one look.
 */
export function once<Found>({ known }: IncidentRun, name: string, find: () => Promise<Found>): Promise<Found> {
  const found = known.get(name) ?? find();
  known.set(name, found);
  // Only `find` of the same name ever stands under it.
  return found as Promise<Found>;
}
