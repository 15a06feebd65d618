import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ENVIRONMENTS } from "./place";

const schema = z.object({ release: z.object({ id: z.string().min(1) }) });

/**
 * The release that an environment file names, for the name of the lock: read before anything else is. A file that
 * cannot be read gives "unknown"; what is wrong with it is said, with line and fix, when it is loaded.
 */
export function releaseIdOf(environment: string): string {
  try {
    const { release } = schema.parse(parse(readFileSync(join(ENVIRONMENTS, `${environment}.yaml`), "utf8")));
    return release.id;
  } catch {
    return "unknown";
  }
}
