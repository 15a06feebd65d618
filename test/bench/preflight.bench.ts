import { preflight } from "../preflight/command";

/** Wall time of a preflight at most this often its slowest check, plus the boot of the rehearsal. */
const GOAL = 1.3;
const ROUNDS = 5;

/**
 * Runs healthy preflights and prints their wall time against what they cannot do without: the boot of the rehearsal,
 * until Prometheus has scraped it, and the slowest check. Checks that need no Prometheus begin before the boot's end.
 */
async function main(): Promise<void> {
  const ratios: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const begin = performance.now();
    const { verdict, output, exitCode, remove } = await preflight([]);
    const wallSeconds = (performance.now() - begin) / 1000;
    if (verdict === null || exitCode !== 0) throw new Error(`A healthy preflight ended with ${exitCode}:\n${output}`);
    const bootSeconds = Number(/up after ([\d.]+) s/.exec(output)?.[1]);
    const slowestSeconds = Math.max(...verdict.checks.map(({ durationMs }) => durationMs)) / 1000;
    const ratio = (wallSeconds - bootSeconds) / slowestSeconds;
    ratios.push(ratio);
    process.stdout.write(
      `wall ${wallSeconds.toFixed(1)} s = boot ${bootSeconds.toFixed(1)} s + ${ratio.toFixed(2)} × slowest check ${slowestSeconds.toFixed(1)} s\n`,
    );
    remove();
  }
  const median = ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  process.stdout.write(
    `(wall − boot) ÷ slowest check: median ${median.toFixed(2)} of ${ROUNDS}; the goal is at most ${GOAL}\n`,
  );
  if (!(median <= GOAL)) process.exitCode = 1;
}

void main();
