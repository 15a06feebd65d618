import { setMaxListeners } from "node:events";
import { closeTransports } from "../clients/transport/create-http-transport";
import { loadEnvironment, type LoadedEnvironment } from "../environment/load";
import { REHEARSAL } from "../environment/schema";
import type { Variables } from "../environment/variables";
import { ConfigurationError } from "../errors";
import { examineCommands } from "./commands";
import { lookingContext } from "./context";
import { ok, type Finding } from "./finding";
import { examinePeople } from "./people";
import { examinePermits } from "./permits";
import { examineRehearsal, findingsOfFaults } from "./rehearsal";
import { examineSystems } from "./systems";
import { examineBrowser, examineJava, examineNode } from "./tools";

/** What the doctor found, and the secrets that its output must not show. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly secretsByName: Readonly<Record<string, string>>;
}

/** What is examined, and where its variables come from. */
export interface ExaminationOptions {
  readonly environment: string;
  /** Folder of the environment files. */
  readonly folder: string;
  /** The process's environment: variables and secrets. */
  readonly variables: Variables;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/** Examines an environment: its file, its secrets, the tools here, and whether each system lets us in. Changes nothing. */
export async function examine(options: ExaminationOptions): Promise<Examination> {
  const { environment: name, folder, variables } = options;
  if (name === REHEARSAL) return { findings: await examineRehearsal(folder), secretsByName: {} };
  try {
    const loaded = loadEnvironment({ name, folder, variables, secrets: variables });
    return { findings: await examineLoaded(loaded, options.signal), secretsByName: loaded.secretsByName };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    // Without a valid file nothing is known about the systems.
    const findings = [examineNode(), ...findingsOfFaults(error), await examineJava()];
    return { findings, secretsByName: {} };
  } finally {
    closeTransports();
  }
}

async function examineLoaded(
  { environment, secretsByName }: LoadedEnvironment,
  signal: AbortSignal,
): Promise<Finding[]> {
  // Every look listens to it, and all run at once.
  setMaxListeners(0, signal);
  const context = lookingContext(environment.name, signal);
  const needsBrowser = environment.apiDocumentation !== undefined || environment.grafana !== undefined;
  const [java, browser, commands, systems] = await Promise.all([
    examineJava(),
    needsBrowser ? examineBrowser(environment.browser, context) : null,
    examineCommands(environment),
    examineSystems(environment, context),
  ]);
  return [
    ok("environment file", `valid; ${Object.keys(secretsByName).length} secrets are set`),
    examinePermits(environment),
    ...examinePeople(environment),
    examineNode(),
    java,
    ...(browser === null ? [] : [browser]),
    ...commands,
    ...systems,
  ];
}
