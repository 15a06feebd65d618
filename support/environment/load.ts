import { dirname, resolve } from "node:path";
import { ConfigurationError, type ConfigurationFault } from "../errors";
import { environmentNameOf, findEnvironmentFile, readEnvironmentText, shownPath } from "./environment-file";
import { faultsOfIssues } from "./faults";
import { findLiteralSecrets } from "./literal-secrets";
import { environmentSchema, type Environment } from "./schema";
import type { SchemaContext, TransportDefaults } from "./schema/context";
import { BUILT_IN_DEFAULTS, defaultsSchema } from "./schema/transport";
import { substituteVariables, type Variables } from "./variables";
import { readYaml, type DataPath, type PlacedFault } from "./yaml-source";

/** What the outside gives to an environment file: the process's environment, or what the rehearsal's boot gave. */
export interface EnvironmentInput {
  /** Values for `${NAME}` in the file. */
  readonly variables: Variables;
  /** Values for the variables that …From fields name. */
  readonly secrets: Variables;
}

/** An environment, ready to be used. */
export interface LoadedEnvironment {
  readonly environment: Environment;
  /** Every secret that the file uses, by the name of its variable: what the redactor must keep out of all output. */
  readonly secretsByName: Readonly<Record<string, string>>;
  /** Absolute path of the file. */
  readonly file: string;
}

/**
 * Reads and checks the environment of that name.
 * @param options.folder where the environment files are.
 * @throws ConfigurationError with all faults at once, each with file, line, column and fix.
 */
export function loadEnvironment(options: EnvironmentInput & { name: string; folder: string }): LoadedEnvironment {
  return loadEnvironmentFile(findEnvironmentFile(options.folder, options.name), options);
}

/**
 * Reads and checks one environment file, such as the example.
 * @throws ConfigurationError as `loadEnvironment`.
 */
export function loadEnvironmentFile(file: string, { variables, secrets }: EnvironmentInput): LoadedEnvironment {
  const secretsByName: Record<string, string> = {};
  const secretOf = (name: string): string | undefined => keep(secretsByName, name, secrets[name]);
  const { source, early, missing, data, result } = examine(file, variables, secretOf);
  const faults = firstOfEachPlace([
    ...early,
    ...missing,
    ...(result.success ? [] : faultsOfIssues(result.error.issues, data)),
  ]);
  if (!result.success || faults.length > 0) throw unusable(file, source.place(faults));
  return { environment: result.data, secretsByName, file: resolve(file) };
}

/**
 * Checks a file as far as that goes without its variables and secrets: such as the rehearsal's before it is booted.
 * @throws ConfigurationError as `loadEnvironment`, without what a variable or a secret is to blame for.
 */
export function checkEnvironmentForm(file: string): void {
  const { source, early, missing, data, result } = examine(file, {}, () => "a secret that is not asked for");
  const isUnknown = (fault: PlacedFault): boolean => missing.some(({ path }) => isSamePath(path, fault.path));
  const issues = result.success ? [] : faultsOfIssues(result.error.issues, data);
  const faults = firstOfEachPlace([...early, ...issues]).filter((fault) => !isUnknown(fault));
  if (faults.length > 0) throw unusable(file, source.place(faults));
}

/** Reads a file and holds it against the schema: what came of each, not yet judged. @throws ConfigurationError no YAML. */
export function examine(file: string, variables: Variables, secretOf: SchemaContext["secretOf"]) {
  const source = readYaml(readEnvironmentText(file), shownPath(file));
  const { data, misplaced, missing } = substituteVariables(source.data, variables);
  const context: SchemaContext = {
    name: environmentNameOf(file),
    defaults: BUILT_IN_DEFAULTS,
    resolvePath: (path) => resolve(dirname(file), path),
    secretOf,
  };
  const result = environmentSchema({ ...context, defaults: defaultsIn(data, context) }).safeParse(data);
  const early = [...findLiteralSecrets(source.data), ...misplaced, ...findLiteralSecrets(data)];
  return { source, early, missing, data, result };
}

/** The error of a file with these faults. */
export function unusable(file: string, faults: ConfigurationFault[]): ConfigurationError {
  return new ConfigurationError(`The environment "${environmentNameOf(file)}" cannot be used.`, faults);
}

function keep(secretsByName: Record<string, string>, name: string, value: string | undefined): string | undefined {
  if (value !== undefined) secretsByName[name] = value;
  return value;
}

/** The file's own defaults; the built-in ones where it has none or they have faults, which the whole check then reports. */
function defaultsIn(data: unknown, context: SchemaContext): TransportDefaults {
  const given: unknown = typeof data === "object" && data !== null && "defaults" in data ? data.defaults : undefined;
  const result = defaultsSchema(context).safeParse(given);
  return result.success ? result.data : BUILT_IN_DEFAULTS;
}

/** The first fault of each place: what follows from it at the same place would only confuse. */
export function firstOfEachPlace(faults: readonly PlacedFault[]): PlacedFault[] {
  return faults.filter((fault, index) => faults.findIndex(({ path }) => isSamePath(path, fault.path)) === index);
}

/** Whether two paths lead to the same place. */
export function isSamePath(one: DataPath, other: DataPath): boolean {
  return one.length === other.length && one.every((step, index) => String(step) === String(other[index]));
}
