import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseDocument } from "yaml";
import { weekSchema, type WeekDescription } from "./description";
import { UnknownWeekError, WeekDescriptionError } from "./errors";
import { isoMinute } from "./timeline";

/** Where the weeks are described, a file each. */
export const WEEKS_FOLDER = join(__dirname, "weeks");

type Raw = Readonly<Record<string, unknown>>;

/** The names of all described weeks. */
export function listWeeks(folder = WEEKS_FOLDER): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => basename(name, ".yaml"))
    .sort();
}

/**
 * Reads a week's file, laid over the weeks that it extends, and checks the whole.
 * @throws UnknownWeekError · WeekDescriptionError with all faults of the description
 */
export function loadWeek(name: string, folder = WEEKS_FOLDER): WeekDescription {
  const file = `${name}.yaml`;
  const parsed = weekSchema.safeParse(layered(name, folder, []));
  if (!parsed.success)
    throw new WeekDescriptionError(
      file,
      parsed.error.issues.map(({ path, message }) => `${path.map(String).join(".") || "the file"}: ${message}`),
    );
  const faults = contradictions(parsed.data);
  if (faults.length > 0) throw new WeekDescriptionError(file, faults);
  return parsed.data;
}

function layered(name: string, folder: string, above: readonly string[]): Raw {
  if (above.includes(name)) throw new WeekDescriptionError(`${name}.yaml`, ["extends: the week extends itself"]);
  const { extends: base, ...own } = readFile(name, folder);
  if (base === undefined) return own;
  if (typeof base !== "string") throw new WeekDescriptionError(`${name}.yaml`, ["extends: not the name of a week"]);
  return laidOver(layered(base, folder, [...above, name]), own);
}

function readFile(name: string, folder: string): Raw {
  const known = listWeeks(folder);
  if (!known.includes(name)) throw new UnknownWeekError(name, known);
  const document = parseDocument(readFileSync(join(folder, `${name}.yaml`), "utf8"));
  const faults = [...document.errors, ...document.warnings].map(({ message }) => message);
  const data: unknown = faults.length > 0 ? undefined : document.toJS();
  if (!isMapping(data)) throw new WeekDescriptionError(`${name}.yaml`, faults.length > 0 ? faults : ["no mapping"]);
  return data;
}

/** Mappings are joined key by key; everything else replaces what it is laid over. */
function laidOver(below: Raw, above: Raw): Raw {
  const joined = Object.entries(above).map(([key, value]) => {
    const under = below[key];
    return [key, isMapping(under) && isMapping(value) ? laidOver(under, value) : value] as const;
  });
  return { ...below, ...Object.fromEntries(joined) };
}

function isMapping(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function contradictions({ times, checkpoints, stretches, outbursts, refusals }: WeekDescription): string[] {
  const { startsAt, canaryStartsAt, rolledOutAt, endsAt } = times;
  const ends = Object.keys(stretches).map(Number);
  const faults: string[] = [];
  if (!(startsAt < canaryStartsAt && canaryStartsAt < rolledOutAt && rolledOutAt < endsAt))
    faults.push("times: startsAt, canaryStartsAt, rolledOutAt and endsAt must come in this order");
  if (!ends.includes(rolledOutAt)) faults.push("stretches: one must last until the roll-out");
  if (ends.at(-1) !== endsAt) faults.push("stretches: the last one must last until endsAt");
  if (ends.some((end) => end <= startsAt)) faults.push("stretches: each must end after startsAt");
  const inWindow = { ...checkpoints, outbursts: outbursts.map(({ until }) => until), refusals: refusals?.at ?? [] };
  for (const [where, moments] of Object.entries(inWindow))
    for (const moment of [moments].flat())
      if (moment <= rolledOutAt || moment > endsAt)
        faults.push(`${where}: ${isoMinute(moment)} is not between the roll-out and the end`);
  return faults;
}
