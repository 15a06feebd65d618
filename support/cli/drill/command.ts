import { join } from "node:path";
import { findDrill, listDrills, type Drill } from "../../../rehearsal/drills";
import { openJournal } from "../../journal/journal";
import { takeRunLock } from "../../journal/run-lock";
import type { JournalFact } from "../../model/journal-entry";
import { lengthText } from "../../judgement/incident/times";
import { exitCodeOf } from "../main";
import { interruptible } from "../phase/interrupt";
import type { PhaseOptions } from "../phase/options";
import { rehearsalPlace, type Place } from "../phase/place";
import { prepareRehearsal } from "../phase/rehearsal-options";
import { createVoice, type Voice } from "../phase/voice";
import { DRILL_TIMES, playDrill, type PlayedDrill } from "./play";
import { withTraffic } from "./traffic";

/** How long requests come in before the errors do; where none are to be proven, as many as that takes. */
const CALM_SECONDS = { beforeErrors: 12, toProveNone: 62 } as const;

/** Prints the drills. @returns exit code 0. */
export function printDrills(): number {
  const width = Math.max(...listDrills().map(({ name }) => name.length));
  for (const { name, sentence } of listDrills()) process.stdout.write(`${name.padEnd(width)}  ${sentence}\n`);
  return 0;
}

/**
 * Boots the rehearsal, plays one incident drill in it, and says how it went.
 * @returns the exit code of the drill's verdict. @throws UnknownDrillError before anything is started.
 */
export async function runDrill(name: string, options: PhaseOptions): Promise<number> {
  const drill = findDrill(name);
  await prepareRehearsal(options.faults);
  const lock = takeRunLock(join(options.out, options.environment, "incident.lock"), "npm run rehearsal -- --drill");
  const interrupt = interruptible();
  const voice = createVoice();
  try {
    const { signal } = interrupt;
    const log = (line: string): void => voice.say(line);
    const place = await rehearsalPlace({ faults: options.faults, history: false, signal, log });
    interrupt.beforeEnd(() => place.leave());
    try {
      const busy = await withTraffic(place, calmBefore(drill), signal);
      try {
        const record = await recorder(options, place);
        await record({ kind: "drill", name, stage: "started", outcome: null, detail: drill.sentence });
        const played = await playDrill(drill, { busy, options, interrupt, voice });
        await record({ kind: "drill", name, stage: "ended", ...endOf(played) });
        show(drill, played, voice);
        return exitCodeOf(played.verdict);
      } finally {
        await busy.end();
      }
    } finally {
      await place.leave();
    }
  } finally {
    lock.release();
    interrupt.lift();
  }
}

/** How long requests come in before a drill. */
export function calmBefore({ expected }: Drill): number {
  return expected.exitCodeOfIncident === 0 ? CALM_SECONDS.toProveNone : CALM_SECONDS.beforeErrors;
}

async function recorder(options: PhaseOptions, { environment }: Place): Promise<(fact: JournalFact) => Promise<void>> {
  const { id, canaryVersion } = environment.release;
  const release = { id, canaryVersion };
  const journal = await openJournal(join(options.out, options.environment), { release, redact: (data) => data });
  return async (fact) => void (await journal.append(fact));
}

function endOf({ verdict, reasons }: PlayedDrill) {
  return {
    outcome: verdict === "GO" ? "passed" : "failed",
    detail: reasons.length === 0 ? "as expected" : reasons.join("; "),
  } as const;
}

function show({ name, expected }: Drill, { found, verdict, reasons }: PlayedDrill, voice: Voice): void {
  const time = (ms: number | null): string => (ms === null ? "never" : lengthText(ms));
  const lines = [
    `\nDrill ${name}: ${verdict === "GO" ? "GO, it was handled as expected" : "NO-GO"}`,
    `  alert read back          ${time(found.alertMs)} after the first bad answer (at most ${time(DRILL_TIMES.alertMs)})`,
    `  rollback verified        ${time(found.rollbackVerifiedMs)} after the first bad answer (at most ${time(DRILL_TIMES.rollbackVerifiedMs)})`,
    `  recommendation           ${found.recommendation ?? "none was given"} (expected ${expected.recommendation})`,
    `  canary rolled back       ${found.isRolledBack ? "yes" : "no"} (expected ${expected.isRolledBack ? "yes" : "no"})`,
    ...reasons.map((reason) => `  ✗ ${reason}`),
  ];
  for (const line of lines) voice.say(line);
}
