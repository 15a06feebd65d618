import { checkResults } from "../../support/runner/check-results";
import { runChecks } from "../../support/runner/run-checks";

/** Runs 30 checks that wait for 1 s each, 16 at once, and prints the time against the 2 s that the waiting alone takes. */
async function main(): Promise<void> {
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const report = await runChecks({
    featurePaths: ["test/fixtures/features/thirty.feature"],
    supportPaths: ["test/fixtures/features-support/*.ts"],
    concurrency: 16,
    stepTimeoutMs: 10_000,
  });
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const passed = checkResults(report).filter(({ outcome }) => outcome === "passed").length;
  const ratio = seconds / 2;
  process.stdout.write(
    `30 checks of 1 s, 16 at once: ${seconds.toFixed(2)} s (${ratio.toFixed(2)} times the waiting), ` +
      `CPU ${((user + system) / 1e6).toFixed(2)} s, memory ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB\n`,
  );
  if (passed !== 30 || ratio > 2) process.exitCode = 1;
}

void main();
