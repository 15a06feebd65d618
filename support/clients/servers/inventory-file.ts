import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { InconclusiveError } from "../../errors";
import type { CheckContext } from "../../model/check-context";
import type { ServerEntry } from "./server-entry";

/** A file that lists the servers: YAML or JSON by its ending, an address a line otherwise. */
export interface FileInventory {
  readonly kind: "file";
  readonly path: string;
}

/** Faults of a file that are named; the rest is counted. */
const NAMED_FAULTS = 5;

const ENTRY = z.strictObject({
  name: z.string().min(1).optional(),
  url: z.string(),
  versions: z.array(z.string().min(1)).min(1).optional(),
});

/** An entry as it stands in the file, and where. */
interface Found {
  readonly place: string;
  readonly value: unknown;
}

/**
 * Reads the servers of a file: a list of addresses, or of `{name, url, versions}`; as plain text an address a line,
 * with comments after `#`.
 * @throws InconclusiveError no-data when it cannot be read or holds anything else; every faulty entry is named.
 */
export async function readInventoryFile(
  { path }: FileInventory,
  { environment }: CheckContext,
): Promise<readonly ServerEntry[]> {
  const where = `servers.inventory, file ${path}, environment ${environment}`;
  const text = await readFile(path, "utf8").catch(() => {
    throw unreadable(where, "cannot be read", "It does not exist, or this account may not read it.");
  });
  const found = isStructured(path) ? entriesOf(parsed(text, path, where), where) : linesOf(text);
  const servers: ServerEntry[] = [];
  const faults: string[] = [];
  for (const { place, value } of found) {
    const entry = ENTRY.safeParse(typeof value === "string" ? { url: value } : value);
    if (entry.success && isWebAddress(entry.data.url)) servers.push(entry.data);
    else faults.push(place);
  }
  if (faults.length > 0) throw unreadable(where, `is faulty: ${named(faults)}`, "An entry is no address of a server.");
  return servers;
}

function isStructured(path: string): boolean {
  return [".json", ".yaml", ".yml"].includes(extname(path).toLowerCase());
}

function parsed(text: string, path: string, where: string): unknown {
  try {
    return extname(path).toLowerCase() === ".json" ? JSON.parse(text) : parseYaml(text);
  } catch {
    throw unreadable(where, "does not parse", "It is neither YAML nor JSON, or was cut off.");
  }
}

function entriesOf(value: unknown, where: string): readonly Found[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw unreadable(where, "holds no list", "Its outermost value is something else.");
  return value.map((entry: unknown, index) => ({ place: `entry ${index + 1}`, value: entry }));
}

function linesOf(text: string): readonly Found[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ place: `line ${index + 1}`, value: line.replace(/(^|\s)#.*$/, "").trim() }))
    .filter(({ value }) => value !== "");
}

/** Whether a text is an http(s) address without credentials and without query. */
function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return ["http:", "https:"].includes(protocol) && `${username}${password}${search}${hash}` === "";
}

function named(places: readonly string[]): string {
  const more = places.length > NAMED_FAULTS ? ` and ${places.length - NAMED_FAULTS} more` : "";
  return places.slice(0, NAMED_FAULTS).join(", ") + more;
}

function unreadable(where: string, fault: string, why: string): InconclusiveError {
  return new InconclusiveError("no-data", [
    {
      what: `The inventory's file ${fault}.`,
      where,
      why,
      fix: "Write a list of addresses (https://web-01.example:8443), or of {name, url, versions}.",
    },
  ]);
}
