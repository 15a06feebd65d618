import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inColumns } from "../../support/reporting/text-columns";
import { seeded } from "../journal/facts";
import { faultsOf, killedWeek, type KilledWeek, type Moment } from "../watch/kills";
import { standingWeek, type StandingWeek } from "../watch/standing-week";

const KILLS = 20;
const CHECKPOINTS = 9;
const SEED = 20251022;
/** Two of its nine checkpoints are NO-GO; all weeks are of one release, so people are told of each once. */
const FAULT = "error-burst-between-checkpoints";
const NOT_GO = 2;

/**
 * Plays simulated weeks whose watch is killed (SIGKILL) at twenty random moments in all, and prints what was found right
 * after each kill and in the end.
 */
async function main(): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-bench-"));
  const week = await standingWeek([FAULT]);
  try {
    const { startMs, pointMs } = await undisturbed(week, join(out, "undisturbed"));
    print(`undisturbed: ${seconds(startMs)} to its first checkpoint, then ${seconds(pointMs)} for each; seed ${SEED}`);
    const random = seeded(SEED);
    const weeks: KilledWeek[] = [];
    let left = Array.from({ length: KILLS }, () => momentOf(random(), random(), startMs, pointMs));
    while (left.length > 0) {
      const played = await killedWeek(week, join(out, `week ${weeks.length + 1}`), left);
      weeks.push(played);
      show(played, weeks.length);
      left = left.slice(played.kills.length);
    }
    judge(weeks, await week.told());
  } finally {
    await week.end();
    rmSync(out, { recursive: true, force: true });
  }
}

/** One in four while the watch starts; the others from its first line of the journal to two checkpoints later. */
function momentOf(which: number, when: number, startMs: number, pointMs: number): Moment {
  return which < 0.25
    ? { from: "start", afterMs: when * startMs }
    : { from: "first line", afterMs: when * 2 * pointMs };
}

async function undisturbed(week: StandingWeek, out: string): Promise<{ startMs: number; pointMs: number }> {
  const begin = performance.now();
  const { entries, exitCode, output } = await killedWeek(week, out, []);
  const wallMs = performance.now() - begin;
  if (exitCode !== 1) throw new Error(`The undisturbed week ended with ${exitCode}:\n${output}`);
  const [first, last] = [entries[0], entries.at(-1)].map((entry) => Date.parse(entry?.at ?? ""));
  const pointsMs = (last ?? 0) - (first ?? 0);
  return { startMs: wallMs - pointsMs, pointMs: pointsMs / CHECKPOINTS };
}

function show({ kills, exitCode, entries, ...end }: KilledWeek, number: number): void {
  print(`\nweek ${number}`);
  const rows = kills.map(({ moment, during, lines, isTorn, journal, toldAndLost }, index) => [
    String(index + 1),
    `${seconds(moment.afterMs)} from its ${moment.from}`,
    during,
    String(lines),
    isTorn ? "yes" : "no",
    end.journal.startsWith(journal) && toldAndLost.length === 0 ? "none" : "LOST",
  ]);
  const table = inColumns([["kill", "after", "during", "lines then", "torn line", "lost"], ...rows]);
  print(table.join("\n"));
  const count = (kind: string): number => entries.filter((entry) => entry.kind === kind).length;
  print(
    `in the end: exit code ${exitCode}, ${entries.length} lines, ${count("run-started")} runs begun, ${count("run-ended")} ended`,
  );
}

function judge(weeks: readonly KilledWeek[], told: readonly string[]): void {
  const faults = weeks.flatMap((week) => faultsOf(week, CHECKPOINTS));
  const exits = weeks.filter(({ exitCode }) => exitCode !== 1).map(({ exitCode }) => `a week ended with ${exitCode}`);
  const tellings = told.length === NOT_GO ? [] : [`${told.length} messages were posted, not ${NOT_GO}`];
  const all = [...faults, ...exits, ...tellings];
  const kills = weeks.reduce((sum, week) => sum + week.kills.length, 0);
  print(
    `\n${kills} kills, ${weeks.length} weeks: ${all.length === 0 ? "no line lost, no checkpoint missing, none judged twice, each told once" : all.join("; ")}`,
  );
  if (all.length > 0) process.exitCode = 1;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
