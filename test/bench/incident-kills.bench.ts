import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inColumns } from "../../support/reporting/text-columns";
import { failingCanary, type FailingCanary } from "../incident/failing-canary";
import { faultsOf } from "../incident/faults-of-killed";
import { killedIncident, stepsOf, undisturbed, type Ending, type KilledIncident } from "../incident/killed-incident";
import { seeded } from "../journal/facts";

/**
 * Ends `npm run incident -- --roll-back` at random moments of a real incident, by each signal in turn, lets the next one
 * bring the rollback to its end, and asks service, balancer, channel and journal what came of it. `npm run bench --
 * incident-kills 24` does it 24 times; each takes about 40 s.
 */
const KILLS = 12;
const SEED = 20251022;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGKILL"] as const;
/** So long after "asked" stands in the journal the request is under way, is answered, and that is written down. */
const REQUEST_MS = 100;

async function main(): Promise<void> {
  const kills = Number(process.argv[2] ?? KILLS);
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-bench-"));
  const canary = await failingCanary();
  try {
    const times = await undisturbed(canary, join(out, "undisturbed"));
    const path = Object.entries(times).map(([name, ms]) => `${name} ${Math.round(ms)}`);
    print(`undisturbed, in ms from the start of the process: ${path.join(", ")}; seed ${SEED}`);
    const random = seeded(SEED);
    const endings = Array.from({ length: kills }, (_, index) => endingOf(index, kills, random(), times));
    judge(await playAll(canary, endings, out));
  } finally {
    await canary.end();
    rmSync(out, { recursive: true, force: true });
  }
}

/** Of each four moments one lies anywhere, one while the request is under way, one while it is verified, one around the announcement. */
function endingOf(index: number, kills: number, random: number, times: Readonly<Record<string, number>>): Ending {
  const [asked = 0, below = 0] = [times["asked begun"], times["errors-below-limit done"]];
  const [announced = 0, end = 0] = [times["announced done"], times["end"]];
  const share = (Math.floor(index / 4) + random) / Math.ceil(kills / 4);
  const moments = [
    { from: "start", afterMs: share * end },
    { from: "asked", afterMs: share * REQUEST_MS },
    { from: "asked", afterMs: share * (below - asked) },
    { from: "errors-below-limit", afterMs: 2 * share * (announced - below) },
  ] as const;
  const moment = moments[index % moments.length] ?? moments[0];
  return { signal: SIGNALS[index % SIGNALS.length] ?? "SIGKILL", ...moment };
}

/** A moment that came too late killed nothing: it is played again, half as late. */
async function playAll(canary: FailingCanary, endings: readonly Ending[], out: string): Promise<KilledIncident[]> {
  const all: KilledIncident[] = [];
  const left = [...endings];
  for (let ending = left.shift(); ending !== undefined; ending = left.shift()) {
    const played = await killedIncident(canary, ending, join(out, `incident ${all.length + 1}`));
    all.push(played);
    print(rowOf(played, all.length - 1).join("  "));
    if (played.killed.atMs === null) left.push({ ...ending, afterMs: ending.afterMs / 2 });
  }
  return all;
}

function judge(all: readonly KilledIncident[]): void {
  const head = ["kill", "signal", "at ms", "counted from", "ended", "after ms", "journal then", "POSTs", "announced"];
  const table = [[...head, "in the end", "POSTs", "announced", "faults"], ...all.map(rowOf)];
  print(`\n${inColumns(table).join("\n")}`);
  const faults = all.flatMap(faultsOf);
  for (const [index, played] of all.entries())
    for (const fault of faultsOf(played)) print(`  ✗ ${index + 1}: ${fault}`);
  const torn = all.filter(({ killed }) => killed.problems.length > 0).length;
  const missed = all.filter(({ killed }) => killed.atMs === null).length;
  const byHand = all.filter(({ isByHand }) => isByHand).length;
  const asked = Math.max(...all.filter(({ ending }) => ending.signal !== "SIGKILL").map(({ killed }) => killed.tookMs));
  print(
    `\n${all.length - missed} kills (and ${missed} that came too late), ${torn} torn lines, ${byHand} sent by hand, the longest end ${Math.round(asked)} ms: ` +
      (faults.length === 0
        ? "each asked for once and told once, the canary out, no line lost, every step in the journal"
        : `${faults.length} faults`),
  );
  if (faults.length > 0 || all.length === 0) process.exitCode = 1;
}

function rowOf(played: KilledIncident, index: number): string[] {
  const { ending, killed, after, isByHand, seen } = played;
  const ended = killed.exitCode === undefined ? "signal" : String(killed.exitCode);
  return [
    String(index + 1),
    ending.signal,
    killed.atMs === null ? "too late" : String(Math.round(killed.atMs)),
    `${ending.from} + ${Math.round(ending.afterMs)}`,
    ended,
    String(Math.round(killed.tookMs)),
    reached(killed.entries),
    String(killed.seen.posts),
    String(killed.seen.announcements.length),
    after.map(({ exitCode }) => exitCode ?? "signal").join(", ") + (isByHand ? " by hand" : ""),
    String(seen.posts),
    String(seen.announcements.length),
    String(faultsOf(played).length),
  ];
}

/** How far the journal tells that it got: its newest step, else its newest line. */
function reached(entries: KilledIncident["entries"]): string {
  const newest = entries.findLast(({ kind }) => kind !== "check-ended");
  const step = stepsOf(entries).at(-1)?.name;
  const stage = newest?.kind === "incident" ? newest.stage : newest?.kind;
  return step ?? stage ?? "nothing";
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
