import { toldInDryRun } from "../../assembly/communication";
import { namedIn } from "../../assembly/named";
import { REHEARSAL } from "../../environment/schema";
import { InconclusiveError } from "../../errors";
import { EXIT } from "../main";
import { interruptible } from "../phase/interrupt";
import { readPhaseOptions, type PhaseOptions } from "../phase/options";
import { ownPlace, rehearsalPlace, type Place } from "../phase/place";
import { prepareRehearsal } from "../phase/rehearsal-options";

/**
 * Shows what people would be told of the roll-out, by channel; nothing is asked and nothing is posted.
 * @returns the exit code: 0; 2 where the environment lacks a part of the plan. @throws ConfigurationError
 */
export async function showAnnouncements(purpose: string, argv: readonly string[]): Promise<number> {
  const options = readPhaseOptions("preparation", purpose, argv);
  const interrupt = interruptible();
  const place = await placeOf(options, interrupt.signal);
  try {
    const { environment } = place;
    const notices = toldInDryRun(environment, namedIn(environment.name), options.language ?? environment.language);
    for (const { channel, text } of notices) process.stdout.write(`\n${channel.channelName}\n${indented(text)}\n`);
    process.stdout.write("\nNothing was posted.\n");
    return EXIT.go;
  } catch (error) {
    if (!(error instanceof InconclusiveError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.inconclusive;
  } finally {
    await place.leave();
    interrupt.lift();
  }
}

/** The rehearsal's addresses are known only when it is up. */
async function placeOf({ environment, faults }: PhaseOptions, signal: AbortSignal): Promise<Place> {
  if (environment !== REHEARSAL) return ownPlace(environment);
  await prepareRehearsal(faults);
  return await rehearsalPlace({ faults, history: false, signal, log: () => undefined });
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
