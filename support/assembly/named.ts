import { InconclusiveError } from "../errors";

/** Gives a section of the environment file. @throws InconclusiveError (not-executed) where it is missing. */
export type Named = <Section>(key: string, section: Section | undefined) => Section;

/** The sections of an environment, by its name. */
export function namedIn(environment: string): Named {
  return (key, section) => {
    if (section === undefined) throw notNamed(key, environment);
    return section;
  };
}

function notNamed(key: string, environment: string): InconclusiveError {
  return new InconclusiveError("not-executed", [
    {
      what: `The environment does not say where this is: ${key} is missing.`,
      where: `environments/${environment}.yaml`,
      why: "A section that is left out cannot be checked, and what is not checked is not known.",
      fix: `Add ${key} to the environment file; environments/production.example.yaml shows how.`,
    },
  ]);
}
