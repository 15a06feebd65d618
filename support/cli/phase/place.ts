import { join } from "node:path";
import type * as RehearsalCode from "../../../rehearsal/boot";
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
  /** Ends the rehearsal; nothing elsewhere. Safe to call twice. */
  leave(): Promise<void>;
}

/** A team's own environment: nothing is started. @throws ConfigurationError all faults of the file. */
export function ownPlace(name: string): Place {
  const loaded = loadEnvironment({ name, folder: ENVIRONMENTS, variables: process.env, secrets: process.env });
  return { ...loaded, secrets: loaded.secretsByName, leave: () => Promise.resolve() };
}

/** What a rehearsal is booted with. */
export interface RehearsalWishes {
  readonly faults: readonly string[];
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Boots the rehearsal, and ends it again where its environment file has faults.
 * @throws PartNotReadyError and the like; ConfigurationError.
 */
export async function rehearsalPlace({ faults, signal, log }: RehearsalWishes): Promise<Place> {
  const { bootRehearsal } = rehearsalCode();
  const rehearsal = await bootRehearsal({ faults, signal, onProgress: (part) => log(`  up: ${part}`) });
  const { variables, secrets } = rehearsal;
  try {
    const loaded = loadEnvironment({ name: REHEARSAL, folder: ENVIRONMENTS, variables, secrets });
    log(`The rehearsal is up after ${(rehearsal.bootMs / 1000).toFixed(1)} s.`);
    return { ...loaded, secrets, leave: () => rehearsal.stop() };
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
