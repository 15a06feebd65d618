import { join } from "node:path";
import { findDrill } from "../../../rehearsal/drills";
import { calmBefore } from "../drill/command";
import { playDrill, type PlayedDrill } from "../drill/play";
import { withTraffic, type BusyPlace } from "../drill/traffic";
import { nowhere, SILENT } from "../phase/voice";
import { runOptions } from "./options";
import type { WeekStage } from "./stage";

/** Of all drills the one in which every item of the incident can be known for sure: no endpoint has few errors. */
const DRILL = findDrill("all-endpoints-failing");

/** So long it takes until each endpoint has enough errors to know that it is concerned, whatever requests came in before. */
const SEEN_TO_AFTER_MS = 5_000;

/** Users' requests of the drill that is to come. */
export interface Calm {
  /** Resolves when the requests have come in for long enough. */
  readonly busy: Promise<BusyPlace>;
  /** Ends them; safe where they never began. */
  end(): Promise<void>;
}

/** Lets users' requests come in. What is decided meanwhile is of the week that lies in the past, and does not see them. */
export function beginCalm({ place, interrupt }: WeekStage): Calm {
  const busy = withTraffic(place, calmBefore(DRILL), interrupt.signal);
  busy.catch(() => undefined); // told to whoever waits for it
  const end = async (): Promise<void> => {
    const begun = await busy.catch(() => null); // where they never began there is nothing to end
    await begun?.end();
  };
  return { busy, end };
}

/**
 * Plays an incident on a copy: its journal and its reports are its own, so that its rollback is none of the release that
 * was decided on.
 */
export async function playDrillOfWeek({ options, interrupt }: WeekStage, calm: Calm): Promise<PlayedDrill> {
  const busy = await calm.busy;
  const { folder } = options;
  const drillOptions = { ...runOptions(options, null, false), out: drillFolder(folder) };
  return playDrill(DRILL, {
    busy,
    options: drillOptions,
    interrupt,
    voice: SILENT,
    output: nowhere(),
    seenToAfterMs: SEEN_TO_AFTER_MS,
  });
}

/** Where the drill's reports are. @param folder of the week. */
export function drillFolder(folder: string): string {
  return join(folder, "drill");
}
