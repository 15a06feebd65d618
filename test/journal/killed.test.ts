import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { execa } from "execa";
import { openJournal } from "../../support/journal/journal";
import { readJournal } from "../../support/journal/read-journal";
import { checkEnded, damageOf, journalOf, OPEN, seeded, summariesOf } from "./facts";

const PROJECT = join(__dirname, "..", "..");

describe("a journal whose writers are killed, or are many", () => {
  const all = mkdtempSync(join(tmpdir(), "journal-"));
  after(() => rmSync(all, { recursive: true, force: true }));

  it("loses no entry that was reported as written, at 20 moments of SIGKILL", async () => {
    const random = seeded(20251021);
    const moments = Array.from({ length: 20 }, () => random() * 150);
    await Promise.all([
      surviving(join(all, "killed"), moments.slice(0, 10)),
      surviving(join(all, "killed too"), moments.slice(10)),
    ]);
  });

  it("keeps one chain of 1,000 lines where two processes append 500 each at once", async () => {
    const folder = join(all, "two");
    const both = await Promise.all(["one", "other"].map((name) => appending(folder, name, 500)));
    const reading = await readJournal(folder);
    expect(reading.problems).to.deep.equal([]);
    expect(reading.lines).to.equal(1000);
    const written = await summariesOf(folder);
    for (const { stdout } of both) {
      const told = stdout.split("\n").slice(1);
      expect(told).to.have.length(500);
      expect(written.filter((summary) => told.includes(summary))).to.deep.equal(told);
    }
    const owners = written.map((summary) => summary.split(" ")[0]);
    const changes = owners.filter((owner, index) => index > 0 && owner !== owners[index - 1]).length;
    expect(changes, "they really wrote side by side").to.be.above(20);
  });

  it("takes the lock over from a dead holder, and clears away what it left beside it", async () => {
    const folder = join(all, "dead");
    await journalOf(folder, 1);
    const { pid } = await execa(process.execPath, ["--eval", "process.stdout.write(String(process.pid))"]).then(
      ({ stdout }) => ({ pid: Number(stdout) }),
    );
    const dead = { pid, processStart: "1", host: hostname(), startedAt: "2025-10-21T14:15:00Z", command: "x" };
    const rest = join(folder, `journal.lock.${pid}`);
    for (const path of [join(folder, "journal.lock"), join(folder, "journal.lock.turn"), rest])
      writeFileSync(path, JSON.stringify(dead));
    utimesSync(rest, new Date(0), new Date(0));
    await (await openJournal(folder, OPEN)).append(checkEnded("entry 2"));
    expect(await summariesOf(folder)).to.deep.equal(["entry 1", "entry 2"]);
    expect(readdirSync(folder).sort()).to.deep.equal(["journal.head", "journal.ndjson"]);
  });

  it("does not wait for ever for a living holder: it names it, and writes nothing", async () => {
    const folder = join(all, "held");
    const journal = await journalOf(folder, 1, { ...OPEN, lockWaitMs: 100 });
    const holder = {
      pid: 4711,
      processStart: null,
      host: "elsewhere",
      startedAt: "2025-10-21T14:15:00Z",
      command: "x",
    };
    writeFileSync(join(folder, "journal.lock"), JSON.stringify(holder));
    const failure = await journal.append(checkEnded("entry 2")).catch((reason: unknown) => String(reason));
    expect(failure).to.equal(
      [
        "JournalError: The journal's lock was not given back within 0.1 s, so the entry was not written.",
        `Where: ${join(folder, "journal.lock")}`,
        "Why: Process 4711 on elsewhere has held it since 2025-10-21T14:15:00Z.",
        "Fix: See what that process is doing and end it if it hangs; where its host is gone, remove the lock file.",
      ].join("\n"),
    );
    expect(existsSync(join(folder, "journal.lock"))).to.equal(true);
    expect(readFileSync(join(folder, "journal.ndjson"), "utf8").split("\n")).to.have.length(2);
  });
});

/** Kills a process at each moment after it has opened the journal, and looks at what is left. */
async function surviving(folder: string, moments: readonly number[]): Promise<void> {
  const told: string[] = [];
  for (const [index, ms] of moments.entries()) {
    told.push(...(await killedAfter(folder, `round ${index}`, ms)));
    const { problems } = await readJournal(folder);
    expect(problems.filter(({ kind }) => kind !== "torn")).to.deep.equal([]);
    expect(problems).to.have.length.at.most(1);
  }
  await openJournal(folder, OPEN);
  expect(await damageOf(folder)).to.deep.equal([]);
  const written = await summariesOf(folder);
  expect(told.length).to.be.above(moments.length);
  expect(written.filter((summary) => told.includes(summary))).to.deep.equal(told);
  expect(written.length - told.length, "an entry may be written and not yet told").to.be.within(0, moments.length);
}

/** @returns what the process said was written before it was killed, so long after it had opened the journal. */
async function killedAfter(folder: string, name: string, ms: number): Promise<string[]> {
  const running = appending(folder, name, 100_000);
  await new Promise<void>((resolve) => running.stdout.once("data", () => resolve()));
  await delay(ms);
  running.kill("SIGKILL");
  const { stdout, signal } = await running;
  expect(signal).to.equal("SIGKILL");
  return stdout
    .split("\n")
    .slice(1)
    .filter((line) => line !== "");
}

function appending(folder: string, name: string, count: number) {
  const program = join("test", "journal", "append-process.ts");
  return execa(process.execPath, ["--require", "ts-node/register", program, folder, name, String(count)], {
    cwd: PROJECT,
    reject: false,
    stdin: "ignore",
    stderr: "inherit",
    timeout: 60_000,
  });
}
