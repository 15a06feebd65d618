import { z } from "zod";
import { findEnvironmentFile } from "./environment-file";
import { faultsOfIssues } from "./faults";
import { examine, firstOfEachPlace, isSamePath, unusable } from "./load";
import { scheduleSchema } from "./schema/judgement";
import { releaseSchema } from "./schema/release";
import type { Variables } from "./variables";
import type { PlacedFault } from "./yaml-source";

const schema = z.object({
  release: releaseSchema(),
  schedule: scheduleSchema().prefault({}),
  language: z.enum(["en", "ko"]).default("en"),
});

/** What an environment file says of its times, and which variables whoever carries it out will need. */
export interface LoadedSchedule {
  readonly release: z.infer<typeof schema>["release"] & { readonly rolledOutAt: string };
  readonly schedule: z.infer<typeof schema>["schedule"];
  readonly language: "en" | "ko";
  /** Names of the environment variables that the file reads, secrets and others, in the order of the alphabet. */
  readonly variableNames: readonly string[];
}

/** Sections that the schedule is made from. */
const SECTIONS: readonly PropertyKey[] = Object.keys(schema.shape);

/**
 * The schedule of an environment. Its file is checked as far as that goes here: the secrets and addresses that only the
 * machine has which carries it out may be missing.
 * @throws ConfigurationError all faults of the file; or it does not say when the canary is rolled out.
 */
export function loadSchedule(given: { name: string; folder: string; variables: Variables }): LoadedSchedule {
  const file = findEnvironmentFile(given.folder, given.name);
  const names = new Set<string>();
  const secretOf = (name: string): string => (names.add(name), "a secret that is not asked for");
  const { source, early, missing, data, result } = examine(file, given.variables, secretOf);
  const isElsewhere = ({ path: [section] }: PlacedFault): boolean =>
    section === undefined || !SECTIONS.includes(section);
  const absent = missing.filter(isElsewhere);
  const issues = result.success ? [] : faultsOfIssues(result.error.issues, data);
  const faults = firstOfEachPlace([...early, ...missing.filter((fault) => !isElsewhere(fault)), ...issues]).filter(
    (fault) => !absent.some(({ path }) => isSamePath(path, fault.path)),
  );
  if (faults.length > 0) throw unusable(file, source.place(faults));
  const { release, schedule, language } = schema.parse(data);
  const { rolledOutAt } = release;
  if (rolledOutAt === undefined) throw unusable(file, source.place([NOT_ROLLED_OUT]));
  for (const [, name = ""] of JSON.stringify(source.data).matchAll(/\$\{([A-Za-z_]\w*)\}/g)) names.add(name);
  return { release: { ...release, rolledOutAt }, schedule, language, variableNames: [...names].sort() };
}

const NOT_ROLLED_OUT: PlacedFault = {
  path: ["release"],
  at: "key",
  what: "rolledOutAt is missing, and all times count from it",
  fix: "write when the canary got, or is to get, its first traffic: rolledOutAt: 2025-10-22T14:00:00Z",
};
