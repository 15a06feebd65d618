import { join } from "node:path";
import { loadEnvironment, type LoadedEnvironment } from "../../environment/load";
import { REHEARSAL } from "../../environment/schema";
import type { PhaseOptions } from "./options";

/** The folder that holds package.json. */
export const PROJECT = join(__dirname, "..", "..", "..");

/** Folder of the environment files. */
export const ENVIRONMENTS = join(PROJECT, "environments");

/** Where a run takes place: a team's own environment, or a booted rehearsal. */
export interface Place extends LoadedEnvironment {
  /** Values that must appear in no output, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** How long the rehearsal took to boot, in ms; null elsewhere. */
  readonly bootMs: number | null;
  /** Ends the rehearsal; nothing elsewhere. Safe to call twice. */
  leave(): Promise<void>;
}

/**
 * Goes to where the run takes place; boots the rehearsal where that is it.
 * @throws ConfigurationError the environment file; errors of the rehearsal that did not come up.
 */
export async function goTo(options: PhaseOptions, signal: AbortSignal, log: (line: string) => void): Promise<Place> {
  if (options.environment !== REHEARSAL) {
    const loaded = loadEnvironment({
      name: options.environment,
      folder: ENVIRONMENTS,
      variables: process.env,
      secrets: process.env,
    });
    return { ...loaded, secrets: loaded.secretsByName, bootMs: null, leave: () => Promise.resolve() };
  }
  const { bootRehearsal } = rehearsalCode();
  const rehearsal = await bootRehearsal({ faults: options.faults, signal, onProgress: (part) => log(`  up: ${part}`) });
  try {
    const { variables, secrets, bootMs } = rehearsal;
    const loaded = loadEnvironment({ name: REHEARSAL, folder: ENVIRONMENTS, variables, secrets });
    return { ...loaded, secrets, bootMs, leave: () => rehearsal.stop() };
  } catch (error) {
    await rehearsal.stop();
    throw error;
  }
}

/** Loaded only where it is needed: a team's own environment has no use for the rehearsal's servers. */
function rehearsalCode(): typeof import("../../../rehearsal/boot") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would bypass the compiler hook
  return require("../../../rehearsal/boot");
}
