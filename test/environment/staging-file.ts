import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { loadEnvironment } from "../../support/environment/load";
import { ConfigurationError } from "../../support/errors";

/** Where the file under test is written. */
export const folder = mkdtempSync(join(tmpdir(), "environments-"));
after(() => rmSync(folder, { recursive: true }));

/** The two lines that every file here begins with. */
export const HEAD = `name: staging
release: { id: r1, service: shop, canaryVersion: "2.0.0", legacyVersion: "1.9.4" }
`;
const VARIABLES = { PORT: "8443", EMPTY: "", TOKEN: "in-the-variables" };
const SECRETS = { TOKEN: "a-long-secret", OTHER: "another-secret", SHORT: "abc", PADDED: "a-long-secret\n", BLANK: "" };

/** Writes the file and loads it. */
export function load(yaml: string) {
  writeFileSync(join(folder, "staging.yaml"), yaml);
  return loadEnvironment({ name: "staging", folder, variables: VARIABLES, secrets: SECRETS });
}

/** Each fault as "line:column what → fix"; empty: there is none. */
export function faultsOf(yaml: string): string[] {
  try {
    load(yaml);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    const prefix = `${join(folder, "staging.yaml")}:`;
    return error.faults.map(({ where, what, fix }) => `${where.replace(prefix, "")} ${what} → ${fix}`);
  }
  return [];
}
