/**
 * Runs all tests and ends with the line "N passed, N failed". Lists the test files itself: a runner that finds none
 * ends well, and so would a mistyped pattern.
 */
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { ensureSystemPackages, SYSTEM_PACKAGES, TEST_PACKAGES } from "../rehearsal/system-packages";

const TEST_FOLDER = __dirname;

/** All faults, one preflight each, on a busy machine. */
const LONGEST_FILE_MS = 40 * 60_000;

/**
 * Tests wait for a good part of their time, so that more of them fit than there are cores. Boots of the rehearsal take
 * turns of their own: beside them the quick tests would not have the time that they measure. Preflights come last, since
 * one of their files runs several side by side already.
 */
const CORES = availableParallelism();
const GROUPS = [
  { holds: (file: string) => !isBoot(file) && !isPreflight(file), atOnce: 2 * CORES },
  { holds: isBoot, atOnce: Math.ceil(1.5 * CORES) },
  { holds: isPreflight, atOnce: CORES },
];

/** The longest files are begun first, so that none of them is left alone at the end. */
const LONGEST_FIRST = [
  "faults",
  "history-faults",
  "incident-drills-boot",
  "drills-boot",
  "whole-week-boot",
  "commands",
];

function isBoot(file: string): boolean {
  return /\/window\/|boots?\.test\.ts$/.test(file) && !isPreflight(file);
}

function isPreflight(file: string): boolean {
  return file.includes("/preflight/");
}

interface Counts {
  passed: number;
  failed: number;
}

async function runGroup(files: string[], concurrency: number, counts: Counts): Promise<void> {
  if (files.length === 0) return;
  const stream = run({ files, concurrency, timeout: LONGEST_FILE_MS });
  stream.on(
    "test:pass",
    ({ details, skip, todo }) => void (isTest(details) && skip === undefined && todo === undefined && counts.passed++),
  );
  stream.on("test:fail", ({ details }) => void (isTest(details) && counts.failed++));
  stream.pipe(new spec()).pipe(process.stdout, { end: false });
  await new Promise((resolve) => stream.once("end", resolve));
}

async function main(filters: readonly string[]): Promise<number> {
  const packages = [...SYSTEM_PACKAGES, ...TEST_PACKAGES];
  await ensureSystemPackages({ packages, log: (line) => process.stdout.write(`${line}\n`) });
  const files = testFiles(filters);
  if (files.length === 0)
    throw new Error(`No test file matches ${filters.join(" ") || "*.test.ts"} below ${TEST_FOLDER}.`);
  const counts = { passed: 0, failed: 0 };
  for (const group of GROUPS) await runGroup(files.filter(group.holds), group.atOnce, counts);
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

function isTest(details: { readonly type?: string | undefined }): boolean {
  return details.type !== "suite";
}

function testFiles(filters: readonly string[]): string[] {
  return readdirSync(TEST_FOLDER, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts") && !path.startsWith("fixtures"))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .map((path) => join(TEST_FOLDER, path))
    .sort((one, other) => turnOf(one) - turnOf(other) || one.localeCompare(other));
}

function turnOf(file: string): number {
  const turn = LONGEST_FIRST.indexOf(basename(file, ".test.ts"));
  return turn < 0 ? LONGEST_FIRST.length : turn;
}

main(process.argv.slice(2)).then(
  (exitCode) => process.exit(exitCode),
  (reason: unknown) => {
    process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n0 passed, 1 failed\n`);
    process.exit(1);
  },
);
