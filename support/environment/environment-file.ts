import { readdirSync, readFileSync } from "node:fs";
import { basename, isAbsolute, join, relative } from "node:path";
import { ConfigurationError } from "../errors";
import { nearestWord } from "./nearest";
import { ENVIRONMENT_NAME } from "./schema";

const ENDING = ".yaml";
const EXAMPLE_ENDING = ".example.yaml";

/** The name that an environment file must bear inside: its own without ".yaml" or ".example.yaml". */
export function environmentNameOf(file: string): string {
  return basename(file).replace(/(?:\.example)?\.yaml$/, "");
}

/** A path as faults show it: from the working folder where it is inside, else whole. */
export function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === "" || fromHere.startsWith("..") || isAbsolute(fromHere) ? path : fromHere;
}

/**
 * The text of an environment file.
 * @throws ConfigurationError it cannot be read; where it does not exist, which environments there are.
 */
export function readEnvironmentText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "";
    throw new ConfigurationError("The environment file cannot be read.", [
      {
        where: shownPath(file),
        what: `it cannot be read (${code || error.message})`,
        fix: "check its path and that you may read it",
      },
    ]);
  }
}

/**
 * Path of the file of an environment.
 * @throws ConfigurationError there is none of that name; says which there are.
 */
export function findEnvironmentFile(folder: string, name: string): string {
  const files = filesIn(folder);
  const file = `${name}${ENDING}`;
  if (ENVIRONMENT_NAME.test(name) && files.includes(file)) return join(folder, file);
  const names = files
    .filter((entry) => entry.endsWith(ENDING) && !entry.endsWith(EXAMPLE_ENDING))
    .map(environmentNameOf);
  const nearest = nearestWord(name, names);
  const example = files.includes(`${name}${EXAMPLE_ENDING}`) ? `${name}${EXAMPLE_ENDING}` : "production.example.yaml";
  const list = names.length === 0 ? "there is none yet" : `there are: ${names.join(", ")}`;
  throw new ConfigurationError(`There is no environment "${name}".`, [
    {
      where: shownPath(join(folder, file)),
      what: `there is no such file; ${list}`,
      fix: `${nearest === undefined ? "" : `did you mean "${nearest}"? Otherwise `}copy ${shownPath(join(folder, example))} to it and fill it in`,
    },
  ]);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    throw new ConfigurationError("The folder of the environment files cannot be read.", [
      {
        where: shownPath(folder),
        what: "there is no such folder, or it cannot be read",
        fix: "start the command in the folder of the runbook",
      },
    ]);
  }
}
