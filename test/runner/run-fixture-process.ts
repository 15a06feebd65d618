import { written } from "../reporting/written";
import { type FixtureRun, runFixture } from "./run-fixture";

/** Runs one fixture in a process of its own, given as JSON, and prints its result as the last line. */
async function main(): Promise<void> {
  const { run, written: reports } = await runFixture(written<FixtureRun>(process.argv[2] ?? ""));
  process.stdout.write(`\n${JSON.stringify({ run, differences: reports.differences })}\n`);
}

void main();
