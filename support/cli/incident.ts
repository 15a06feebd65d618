import { join } from "node:path";
import { REHEARSAL } from "../environment/schema";
import { takeRunLock } from "../journal/run-lock";
import { incidentVerdict } from "../judgement/incident/exit";
import { withTraffic } from "./drill/traffic";
import { rollbackMandate } from "./incident/mandate";
import { EXIT, exitCodeOf, runMain } from "./main";
import { carryOut, type Carried } from "./phase/carry-out";
import { interruptible } from "./phase/interrupt";
import { phaseCommand, phaseOptionsOf, type GivenOptions, type PhaseOptions } from "./phase/options";
import { ownPlace, rehearsalPlace, type Place } from "./phase/place";
import { prepareRehearsal, printFaults } from "./phase/rehearsal-options";
import { createVoice } from "./phase/voice";

void runMain(() => incident(process.argv.slice(2)));

/** In the rehearsal requests come in for so long before it is looked: fewer would prove nothing. */
const CALM_SECONDS = 60;

interface Given extends GivenOptions {
  readonly rollBack: boolean;
  readonly yes: boolean;
}

/** The high-error-rate scenario: reads, diagnoses, recommends; rolls back where that was asked for and is permitted. */
async function incident(argv: readonly string[]): Promise<number> {
  const startedAt = new Date();
  const { rollBack: isAsked, yes: isConfirmed, ...given } = commandLine(argv);
  const options = phaseOptionsOf(given);
  if (options.isFaultList) return printFaults();
  const own = options.environment === REHEARSAL ? null : ownPlace(options.environment);
  if (own === null) await prepareRehearsal(options.faults);
  // A scheduled run does not keep an incident waiting: only incidents exclude one another.
  const lock = takeRunLock(join(options.out, options.environment, "incident.lock"), "npm run incident");
  const interrupt = interruptible();
  const voice = createVoice();
  try {
    const place = own ?? (await busyRehearsal(options, interrupt.signal, (line) => voice.say(line)));
    interrupt.beforeEnd(() => place.leave());
    try {
      const rollback = await rollbackMandate({ isAsked, isConfirmed }, place.environment, interrupt.signal);
      const run = { phase: "incident", startedAt: own === null ? new Date() : startedAt, options } as const;
      const afterChecks = (): void => void place.leave();
      return exitCodeAfter(await carryOut({ ...run, place, interrupt, voice, rollback, afterChecks }));
    } finally {
      await place.leave();
    }
  } finally {
    lock.release();
    interrupt.lift();
  }
}

function commandLine(argv: readonly string[]): Given {
  return phaseCommand("incident", "A high error rate: symptom, alert, diagnosis, decision. It only reads, by default.")
    .option("--roll-back", "roll the canary back where that is decided and the environment permits it", false)
    .option("--yes", "confirm the rollback in advance: nothing is asked", false)
    .addHelpText("after", "Of an incident: 0 there is none, 1 there is one, 2 it could not be found out.")
    .parse(argv, { from: "user" })
    .opts<Given>();
}

async function busyRehearsal(
  { faults }: PhaseOptions,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<Place> {
  const booted = await rehearsalPlace({ faults, history: false, signal, log });
  try {
    log(`Users' requests come in for ${CALM_SECONDS} s; an incident is played by npm run rehearsal -- --drill.`);
    const busy = await withTraffic(booted, CALM_SECONDS, signal);
    const leave = async (): Promise<void> => void (await Promise.all([busy.end(), booted.leave()]));
    return { ...busy.place, leave };
  } catch (error) {
    await booted.leave();
    throw error;
  }
}

function exitCodeAfter({ result, reports, couldNotRun }: Carried): number {
  for (const difference of reports.differences) process.stderr.write(`The reports disagree: ${difference}\n`);
  if (couldNotRun || reports.differences.length > 0) return EXIT.couldNotRun;
  return exitCodeOf(incidentVerdict(result.checks));
}
