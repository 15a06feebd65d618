import { setTimeout as sleep } from "node:timers/promises";
import { DRILL_TRAFFIC, runTraffic, type RunningRehearsal, type Traffic } from "../../../rehearsal/drills";
import type { Place } from "../phase/place";

/** A rehearsal whose canary gets users' requests since a while. */
export interface BusyPlace {
  /** The rehearsal, its canary rolled out when the requests began. */
  readonly place: Place;
  readonly rehearsed: RunningRehearsal;
  readonly traffic: Traffic;
  /** Ends the requests. */
  end(): Promise<void>;
}

/**
 * Lets users' requests come in, and waits until they have for so many seconds. For the checks the canary was rolled out when
 * they began: before that there was nothing to look at.
 */
export async function withTraffic(place: Place, calmSeconds: number, signal: AbortSignal): Promise<BusyPlace> {
  const { rehearsed } = place;
  const url = rehearsed?.variables["REHEARSAL_BALANCER_URL"];
  if (rehearsed === undefined || url === undefined) throw new Error("Only a booted rehearsal has traffic of its own.");
  await place.monitored;
  const over = new AbortController();
  signal.addEventListener("abort", () => over.abort(), { once: true });
  const traffic = runTraffic({ url, ...DRILL_TRAFFIC, signal: over.signal });
  const rolledOutAt = new Date().toISOString();
  const end = async (): Promise<void> => {
    over.abort();
    await traffic.ended;
  };
  try {
    await sleep(1_000 * calmSeconds, undefined, { signal });
  } catch (error) {
    await end();
    throw error;
  }
  const { environment } = place;
  const busy = { ...place, environment: { ...environment, release: { ...environment.release, rolledOutAt } } };
  return { place: busy, rehearsed, traffic, end };
}
