import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const schema = z.object({ version: z.string() });

/** Versions of what judged, for the report. */
export function versionsOf(): Record<string, string> {
  const { version } = schema.parse(JSON.parse(readFileSync(join(__dirname, "..", "..", "..", "package.json"), "utf8")));
  return { "canary-runbook": version, node: process.version };
}
