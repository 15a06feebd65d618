import { z } from "zod";
import { ConfigurationError } from "../errors";
import type { Person } from "../model/signers";
import { environmentNameOf, findEnvironmentFile, readEnvironmentText, shownPath } from "./environment-file";
import { faultsOfIssues } from "./faults";
import { text } from "./schema/fields";
import { peopleSchema } from "./schema/people";
import type { Variables } from "./variables";
import { readYaml } from "./yaml-source";

/** What a sign-off needs of an environment. */
export interface Signing {
  readonly name: string;
  readonly release: { readonly id: string; readonly canaryVersion: string };
  /** undefined: anybody may sign, in any role. */
  readonly people?: readonly Person[] | undefined;
}

const schema = z.object({
  release: z.object({ id: text("Name of the release."), canaryVersion: text("Version of the canary, in quotes.") }),
  people: peopleSchema().optional(),
});

/**
 * The release and the people of an environment file. Nothing else of it is looked at, so that who signs needs none of its
 * secrets, and the rehearsal need not be up. @throws ConfigurationError with all faults, each with line and fix.
 */
export function loadSigning(folder: string, name: string, variables: Variables) {
  const file = findEnvironmentFile(folder, name);
  const source = readYaml(readEnvironmentText(file), shownPath(file));
  const result = schema.safeParse(source.data);
  if (!result.success) {
    const faults = source.place(faultsOfIssues(result.error.issues, source.data));
    throw new ConfigurationError(`The environment "${environmentNameOf(file)}" cannot be used.`, faults);
  }
  const signing: Signing = { name, ...result.data };
  return { signing, secretsByName: secretsIn(source.data, variables) };
}

const SHORTEST_SECRET = 6;

/** The secrets that the file names, as far as they are set here: none of them may reach the record. */
function secretsIn(data: unknown, variables: Variables): Record<string, string> {
  const names = namesIn(data, false);
  const values = names.map((name): [string, string] => [name, variables[name] ?? ""]);
  return Object.fromEntries(values.filter(([, value]) => value.length >= SHORTEST_SECRET));
}

function namesIn(node: unknown, isName: boolean): string[] {
  if (typeof node === "string") return isName ? [node] : [];
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => namesIn(value, isName || key.endsWith("From")));
}
