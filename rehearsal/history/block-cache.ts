import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

/** Where what was made once is kept. */
export const CACHE_FOLDER = join(__dirname, "../../node_modules/.cache/canary-runbook/history");

/** Lists the files and their sizes; written last, so that a folder without it was never finished. */
const MARKER = "complete.json";
/** What nobody has asked for in so long is removed. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** An unfinished folder that is older was left behind. */
const UNFINISHED_MS = 3_600_000;

const UNFINISHED = ".unfinished";

/** The name that belongs to exactly this content. */
export function cacheKey(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** The sources of these folders' TypeScript files, as one hash. */
export function hashOfSources(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort())
    if (name.endsWith(".ts")) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex");
}

/** The folder of this key where it is there and whole; else `undefined`. */
export async function findCached(cacheFolder: string, key: string): Promise<string | undefined> {
  const folder = join(cacheFolder, key);
  if (!isWhole(folder)) return undefined;
  const now = new Date();
  await utimes(join(folder, MARKER), now, now).catch(() => undefined); // removed by another process just now
  return folder;
}

/**
 * Makes the folder of this key: `make` fills a new one, which takes its name only when it is whole. Where two make the
 * same at once, the first one's stays.
 */
export async function makeCached(
  cacheFolder: string,
  key: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const [folder, unfinished] = [join(cacheFolder, key), join(cacheFolder, `${key}.${randomUUID()}${UNFINISHED}`)];
  await mkdir(unfinished, { recursive: true });
  try {
    await make(unfinished);
    writeFileSync(join(unfinished, MARKER), JSON.stringify(sizes(unfinished)));
    await takeName(unfinished, folder);
    return folder;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Removes what has not been asked for in a month, and what killed processes left unfinished. */
export async function removeStale(cacheFolder: string): Promise<void> {
  for (const name of await readdir(cacheFolder).catch(() => [])) {
    const folder = join(cacheFolder, name);
    const isUnfinished = name.endsWith(UNFINISHED);
    const seen = await stat(isUnfinished ? folder : join(folder, MARKER)).catch(() => undefined);
    const age = seen === undefined ? 0 : Date.now() - seen.mtimeMs;
    if (age > (isUnfinished ? UNFINISHED_MS : KEPT_MS)) await rm(folder, { recursive: true, force: true });
  }
}

async function takeName(unfinished: string, folder: string): Promise<void> {
  for (let attempt = 0; !isWhole(folder); attempt++) {
    try {
      return await rename(unfinished, folder);
    } catch (error) {
      // The name is taken: by a whole folder of another process, or by one that was broken since.
      if (attempt === 2) throw error;
      if (!isWhole(folder)) await rm(folder, { recursive: true, force: true });
    }
  }
}

function isWhole(folder: string): boolean {
  const marker = join(folder, MARKER);
  if (!existsSync(marker)) return false;
  const { [MARKER]: _own, ...found } = sizes(folder);
  return readFileSync(marker, "utf8") === JSON.stringify(found);
}

/** The sizes of a folder's files by their paths, in order. */
function sizes(folder: string): Record<string, number> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const found = files.map((path) => ({ path, seen: statSync(join(folder, path), { throwIfNoEntry: false }) }));
  return Object.fromEntries(found.flatMap(({ path, seen }) => (seen?.isFile() === true ? [[path, seen.size]] : [])));
}
