import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { bootRehearsal, type Rehearsal } from "../../rehearsal/boot";
import { listDrills, type Drill } from "../../rehearsal/drills";
import { lengthText } from "../../support/judgement/incident/times";
import type { PlayedDrill } from "../../support/cli/drill/play";
import { playIn } from "../rehearsal/drill-stage";

/**
 * Plays the high-error-rate drill several times, timed from the first bad answer that a user gets, and then each drill once
 * against what it is to end with. All in one rehearsal, one after the other; `npm run bench -- drills 3` plays it three times.
 */
const ROUNDS = 10;
const TIMED = "high-error-rate";
/** Medians, in ms. */
const GOALS = { alertMs: 5_000, rollbackVerifiedMs: 15_000 } as const;

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? ROUNDS);
  const rehearsal = await bootRehearsal({ faults: [] });
  try {
    print(
      `${cpus().length} CPUs, load ${loadavg()
        .map((load) => load.toFixed(1))
        .join(" ")}`,
    );
    const timed: PlayedDrill[] = [];
    for (let round = 1; round <= rounds; round += 1) timed.push(await play(rehearsal, TIMED));
    report("first bad answer → alert read back", timesOf(timed, "alertMs"), GOALS.alertMs);
    report("first bad answer → rollback verified", timesOf(timed, "rollbackVerifiedMs"), GOALS.rollbackVerifiedMs);
    for (const { name } of listDrills().filter((drill) => drill.name !== TIMED || rounds === 0))
      await play(rehearsal, name);
  } finally {
    await rehearsal.stop();
  }
}

/** Each drill has reports of its own: an answer to one decision is none to the next. */
async function play(rehearsal: Rehearsal, name: string): Promise<PlayedDrill> {
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-bench-"));
  try {
    const played = await playIn(rehearsal, name, out);
    print(
      lineOf(
        listDrills().find((drill) => drill.name === name),
        played,
      ),
    );
    if (played.verdict !== "GO") fail(played);
    return played;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function lineOf(drill: Drill | undefined, { verdict, found }: PlayedDrill): string {
  const expected = drill?.expected;
  const red = Object.entries(found.outcomes).flatMap(([item, outcome]) => (outcome === "failed" ? [item] : []));
  return [
    `${drill?.name ?? ""}`.padEnd(29),
    verdict.padEnd(6),
    `recommended ${found.recommendation ?? "–"} (expected ${expected?.recommendation ?? "–"})`.padEnd(33),
    `rolled back ${yesNo(found.isRolledBack)} (${yesNo(expected?.isRolledBack ?? false)})`.padEnd(22),
    `alert ${time(found.alertMs)}`.padEnd(14),
    `verified ${time(found.rollbackVerifiedMs)}`.padEnd(18),
    `red ${red.join(" ") || "none"}`,
  ].join("  ");
}

/** What was otherwise, and what the checks said of it. */
function fail({ reasons, result }: PlayedDrill): void {
  process.exitCode = 1;
  for (const reason of reasons) print(`  ✗ ${reason}`);
  for (const { items, outcome, summary, problems } of result.checks)
    print(`    ${items.join("+")} ${outcome}: ${problems[0]?.what ?? summary}`);
}

function report(what: string, times: readonly (number | null)[], goalMs: number): void {
  const known = times.filter((ms) => ms !== null).toSorted((a, b) => a - b);
  const median = medianOf(known);
  const most = known.at(-1) ?? null;
  const missing = times.length - known.length;
  print(
    `${what}: median ${time(median)}, maximum ${time(most)} of ${known.length} drills${missing > 0 ? `, ${missing} never` : ""}; the goal is a median of at most ${time(goalMs)}`,
  );
  if (times.length > 0 && !(missing === 0 && median !== null && median <= goalMs)) process.exitCode = 1;
}

function timesOf(played: readonly PlayedDrill[], which: keyof typeof GOALS): (number | null)[] {
  return played.map(({ found }) => found[which]);
}

function medianOf(sorted: readonly number[]): number | null {
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function time(ms: number | null): string {
  return ms === null ? "never" : lengthText(ms);
}

function yesNo(is: boolean): string {
  return is ? "yes" : "no";
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
