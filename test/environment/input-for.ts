import { join } from "node:path";
import type { EnvironmentInput } from "../../support/environment/load";

/** The repository's environment files. */
export const environmentsFolder = join(__dirname, "..", "..", "environments");

/** A secret in the tests' environments. */
export const PLANTED_SECRET = "planted-secret-value";

/** Variables and secrets that make an environment file complete: the names that it uses, with values of the right form. */
export function inputFor(text: string): EnvironmentInput {
  const names = Array.from(text.matchAll(/\$\{(\w+)\}/g), ([, name = ""]) => name);
  const inFields = Array.from(text.matchAll(/From: (\w+)/g), ([, name = ""]) => name);
  const inMaps = Array.from(text.matchAll(/From: \{ \w+: (\w+) \}/g), ([, name = ""]) => name);
  return {
    variables: Object.fromEntries(names.map((name): [string, string] => [name, valueFor(name)])),
    secrets: Object.fromEntries([...inFields, ...inMaps].map((name): [string, string] => [name, PLANTED_SECRET])),
  };
}

function valueFor(name: string): string {
  if (name === "REHEARSAL_REDIS_URL") return "redis://127.0.0.1:6379/0";
  if (name === "REHEARSAL_APP_FAULTS") return "";
  if (name === "REHEARSAL_ROLLED_OUT_AT") return "2025-10-22T14:00:00.000Z";
  if (name.endsWith("_CHANNEL_ID")) return "C0123456789";
  if (name.endsWith("_URL")) return "http://127.0.0.1:8000";
  return "127.0.0.1:9999";
}
