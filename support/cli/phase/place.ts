import { join } from "node:path";
import type * as RehearsalCode from "../../../rehearsal/boot";
import type { RunningRehearsal } from "../../../rehearsal/drills";
import { loadEnvironment, type LoadedEnvironment } from "../../environment/load";
import { REHEARSAL } from "../../environment/schema";

/** The folder that holds package.json. */
export const PROJECT = join(__dirname, "..", "..", "..");

/** Folder of the environment files. */
export const ENVIRONMENTS = join(PROJECT, "environments");

/** Where a run takes place: a team's own environment, or a booted rehearsal. */
export interface Place extends LoadedEnvironment {
  /** Values that must appear in no output, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Resolves when its monitoring sees its parts; rejects where it never will. A team's own is ready at once. */
  readonly monitored: Promise<void>;
  /** Ends the rehearsal; nothing elsewhere. Safe to call twice. */
  leave(): Promise<void>;
  /** What a drill reaches the booted rehearsal by; left out elsewhere. */
  readonly rehearsed?: RunningRehearsal;
}

/** A team's own environment: nothing is started. @throws ConfigurationError all faults of the file. */
export function ownPlace(name: string): Place {
  const loaded = loadEnvironment({ name, folder: ENVIRONMENTS, variables: process.env, secrets: process.env });
  const monitored = Promise.resolve();
  return { ...loaded, secrets: loaded.secretsByName, monitored, leave: () => Promise.resolve() };
}

/** What a rehearsal is booted with. */
export interface RehearsalWishes {
  readonly faults: readonly string[];
  /** Whether Prometheus is to hold a canary week. */
  readonly history: boolean;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Boots the rehearsal until its parts are up, and ends it again where its environment file has faults.
 * @throws PartNotReadyError and the like; ConfigurationError.
 */
export async function rehearsalPlace({ faults, history, signal, log }: RehearsalWishes): Promise<Place> {
  const { beginRehearsal } = rehearsalCode();
  const rehearsal = await beginRehearsal({ faults, history, signal, onProgress: (part) => log(`  up: ${part}`) });
  const { variables, secrets } = rehearsal;
  try {
    const loaded = loadEnvironment({ name: REHEARSAL, folder: ENVIRONMENTS, variables, secrets });
    const monitored = rehearsal.monitored.then(({ bootMs }) =>
      log(`The rehearsal is up after ${(bootMs / 1000).toFixed(1)} s.`),
    );
    monitored.catch(() => undefined); // told to the checks that wait for it
    return { ...loaded, secrets, monitored, leave: () => rehearsal.stop(), rehearsed: { variables, secrets } };
  } catch (error) {
    await rehearsal.stop();
    throw error;
  }
}

/** Loaded only where it is needed: a team's own environment has no use for the rehearsal's servers. */
function rehearsalCode(): typeof RehearsalCode {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-return -- import() would bypass the compiler hook
  return require("../../../rehearsal/boot");
}
