import { runFixture } from "./run-fixture";

/** Runs one fixture in a process of its own, given as JSON, and prints its result as the last line. */
async function main(): Promise<void> {
  const { run, written } = await runFixture(JSON.parse(process.argv[2] ?? "{}"));
  process.stdout.write(`\n${JSON.stringify({ run, differences: written.differences })}\n`);
}

void main();
