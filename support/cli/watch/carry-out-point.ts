import { setMaxListeners } from "node:events";
import { ConfigurationError } from "../../errors";
import { takeRunLock } from "../../journal/run-lock";
import type { JournalRelease } from "../../model/journal-entry";
import type { RunResult } from "../../model/run-result";
import type { WindowPoint } from "../../model/window-points";
import type * as CarryOut from "../phase/carry-out";
import { decidedBy } from "../phase/decided-by";
import type { Interrupt } from "../phase/interrupt";
import { lockPath } from "../phase/lock-path";
import type { Place } from "../phase/place";
import { nowhere, SILENT } from "../phase/voice";
import type { WatchOptions } from "./options";

/** What a watch carries its checkpoints out with. */
export interface PointTools {
  readonly options: WatchOptions;
  readonly release: JournalRelease;
  readonly carryOut: typeof CarryOut.carryOut;
  place(): Place;
}

/**
 * Carries out one point of the window, as of its time, with its reports.
 * @throws LockHeldError; ConfigurationError; Error where the run decided nothing (exit code 3 of its command).
 */
export async function carryOutPoint(point: WindowPoint, tools: PointTools): Promise<RunResult> {
  const { options, release } = tools;
  const { out, environment, faults, language, isHtml } = options;
  const place = tools.place();
  expectSameRelease(place, release, environment);
  const lock = takeRunLock(lockPath(out, environment, release.id), `npm run watch, ${point.phase} of ${point.at}`);
  try {
    const carried = await tools.carryOut({
      phase: point.phase,
      startedAt: new Date(),
      options: { environment, at: new Date(point.at), faults, isFaultList: false, out, language, isHtml },
      place,
      interrupt: uninterrupted(),
      voice: SILENT,
      output: nowhere(),
      afterChecks: () => undefined,
    });
    return decidedBy(carried);
  } finally {
    lock.release();
  }
}

/** A run that is broken off would stand in the journal as an inconclusive one: what is under way is finished instead. */
function uninterrupted(): Interrupt {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return { signal, beforeEnd: () => undefined, lift: () => undefined };
}

function expectSameRelease({ environment: { release }, file }: Place, watched: JournalRelease, name: string): void {
  if (release.id === watched.id && release.canaryVersion === watched.canaryVersion) return;
  throw new ConfigurationError(`This watch is of ${watched.id} (${watched.canaryVersion}).`, [
    {
      where: file,
      what: `the release is now ${release.id} (${release.canaryVersion})`,
      fix: `end this watch and begin another: npm run watch -- --environment ${name}`,
    },
  ]);
}
