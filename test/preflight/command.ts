import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { RunResult } from "../../support/model/run-result";

const PROJECT = join(__dirname, "..", "..");

/** How a preflight ended: what a user sees of it. */
export interface PreflightEnd {
  readonly exitCode: number | undefined;
  readonly output: string;
  /** The newest verdict.json; null where none was written. */
  readonly verdict: RunResult | null;
  /** Folder of the reports. */
  readonly out: string;
  /** Removes the reports. */
  readonly remove: () => void;
}

/** Runs `npm run preflight` as a process of its own, with reports in a folder of its own. */
export async function preflight(
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<PreflightEnd> {
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
  const { exitCode, all } = await execa(
    process.execPath,
    ["--require", "ts-node/register", join("support", "cli", "preflight.ts"), "--out", out, ...options],
    { cwd: PROJECT, reject: false, all: true, env: environment, stdin: "ignore", timeout: 180_000 },
  );
  const name = options.includes("--environment") ? (options[options.indexOf("--environment") + 1] ?? "") : "rehearsal";
  return {
    exitCode,
    output: all,
    verdict: readVerdict(join(out, name)),
    out,
    remove: () => rmSync(out, { recursive: true, force: true }),
  };
}

function readVerdict(folder: string): RunResult | null {
  try {
    return JSON.parse(readFileSync(join(folder, "latest", "preflight", "verdict.json"), "utf8")) as RunResult;
  } catch {
    return null;
  }
}

/** The outcome of every item that a run checked. */
export function outcomesOf(verdict: RunResult): Record<string, string> {
  return Object.fromEntries(verdict.checks.flatMap(({ items, outcome }) => items.map((item) => [item, outcome])));
}
