import { REHEARSAL } from "../../environment/schema";
import { loadSchedule } from "../../environment/load-schedule";
import type { Interrupt } from "../phase/interrupt";
import { ENVIRONMENTS, ownPlace, rehearsalPlace, type Place } from "../phase/place";
import { prepareRehearsal, rehearsedTimes } from "../phase/rehearsal-options";
import type { WatchedWindow } from "../../watch/watched-points";
import type { WatchOptions } from "./options";

/** Where a watch carries its checkpoints out. */
export interface Grounds {
  /** The place, for one checkpoint: of an own environment the file is read anew, so that what was edited is seen. */
  place(): Place;
  /** When the window is, as the file says it now. @throws ConfigurationError the file has faults. */
  window(): WatchedWindow;
  /** Ends the rehearsal; nothing elsewhere. Safe to call twice. */
  leave(): Promise<void>;
}

/**
 * An own environment, or the rehearsal, booted once with its canary week.
 * @throws ConfigurationError all faults of the file; PartNotReadyError and the like.
 */
export async function groundsOf(
  { environment, faults }: WatchOptions,
  interrupt: Interrupt,
  log: (line: string) => void,
): Promise<Grounds> {
  const window = (): WatchedWindow => {
    const variables = environment === REHEARSAL ? rehearsedTimes() : process.env;
    const { schedule, release } = loadSchedule({ name: environment, folder: ENVIRONMENTS, variables });
    return { schedule, rolledOutAt: release.rolledOutAt };
  };
  window();
  if (environment !== REHEARSAL) {
    ownPlace(environment);
    return { place: () => ownPlace(environment), window, leave: () => Promise.resolve() };
  }
  await prepareRehearsal(faults);
  const place = await rehearsalPlace({ faults, history: true, signal: interrupt.signal, log });
  interrupt.beforeEnd(() => place.leave());
  return { place: () => place, window, leave: () => place.leave() };
}
