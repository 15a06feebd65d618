import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Writable } from "node:stream";
import type { Rehearsal } from "../../rehearsal/boot";
import { findDrill } from "../../rehearsal/drills";
import { calmBefore } from "../../support/cli/drill/command";
import { playDrill, type PlayedDrill } from "../../support/cli/drill/play";
import { withTraffic } from "../../support/cli/drill/traffic";
import { ENVIRONMENTS, type Place } from "../../support/cli/phase/place";
import { loadEnvironment } from "../../support/environment/load";
import * as probe from "./probes";

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);
/** A rollback of one drill is none of the next one's: the balancer's counters are scraped once more. */
const PAUSE_MS = 2_000;
const LOOKS = 600;
const LOOK_MS = 100;

/** Plays one drill in a rehearsal that stands, when nothing of an earlier one does any more. @param out of the reports */
export async function playIn(rehearsal: Rehearsal, name: string, out: string): Promise<PlayedDrill> {
  const drill = findDrill(name);
  await quiet(rehearsal);
  await sleep(PAUSE_MS);
  const { variables, secrets } = rehearsal;
  const loaded = loadEnvironment({ name: "rehearsal", folder: ENVIRONMENTS, variables, secrets });
  const monitored = Promise.resolve();
  const leave = (): Promise<void> => Promise.resolve();
  const place: Place = { ...loaded, secrets, monitored, leave, rehearsed: { variables, secrets } };
  const busy = await withTraffic(place, calmBefore(drill), NEVER);
  try {
    const options = { environment: "rehearsal", at: null, faults: [], isFaultList: false, language: null } as const;
    return await playDrill(drill, {
      busy,
      options: { ...options, out, isHtml: false },
      interrupt: { signal: NEVER, beforeEnd: () => undefined, lift: () => undefined },
      voice: { say: () => undefined, through: () => undefined },
      output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    });
  } finally {
    await busy.end();
  }
}

/** Waits until no alert of an earlier drill stands any more. @throws Error one stands still after a minute. */
export async function quiet(rehearsal: Rehearsal): Promise<void> {
  const alerts = `${probe.variable(rehearsal, "REHEARSAL_ALERTMANAGER_URL")}/api/v2/alerts?filter=severity=critical`;
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const { body } = await probe.request(alerts);
    if (body.trim() === "[]") return;
    await sleep(LOOK_MS);
  }
  throw new Error("An alert of an earlier drill stands still.");
}
