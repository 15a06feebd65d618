import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { readJournal } from "../../support/journal/read-journal";
import { seeded } from "../journal/facts";
import { faultsOf, killedWeek, type Moment } from "./kills";
import { standingWeek, type StandingWeek } from "./standing-week";

const CHECKPOINTS = 9;

describe("npm run watch, on a canary week that lies in the past", () => {
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
  let week: StandingWeek;
  before(async () => {
    week = await standingWeek(["error-burst-between-checkpoints"]);
  });
  after(async () => {
    await week.end();
    rmSync(out, { recursive: true, force: true });
  });

  it("killed three times by SIGKILL loses no line, misses no checkpoint, and judges and tells each once", async () => {
    const random = seeded(20251022);
    const moments: Moment[] = [
      { from: "start", afterMs: 300 },
      { from: "first line", afterMs: random() * 2_000 },
      { from: "first line", afterMs: random() * 2_000 },
    ];
    const played = await killedWeek(week, join(out, "killed"), moments);
    expect(played.kills.length, played.output).to.be.within(1, moments.length);
    expect(faultsOf(played, CHECKPOINTS)).to.deep.equal([]);
    expect(played.exitCode, "two checkpoints are NO-GO").to.equal(1);
    const ends = played.entries.flatMap((entry) => (entry.kind === "run-ended" ? [entry] : []));
    expect(ends.filter(({ isLate }) => isLate)).to.have.length(CHECKPOINTS);
    const verify = await week.start("journal", ["verify", "--out", join(out, "killed")]);
    expect(verify.exitCode, verify.all).to.equal(0);
    const told = (await week.told()).filter((text) => text.includes("*NO-GO*"));
    expect(told).to.have.length(2);
    expect(told.join("\n")).to.match(/D7-4 Failed: /);
  });

  it("asked to end by SIGTERM finishes its checkpoint, refuses a second watch meanwhile, and says what is left", async () => {
    const folder = join(out, "ended");
    const watch = week.start("watch", ["--no-html", "--out", folder]);
    await firstLineOf(join(folder, week.name));
    const second = await week.start("watch", ["--no-html", "--out", folder]);
    expect(second.exitCode, second.all).to.equal(4);
    expect(second.all).to.match(/npm run watch/);
    watch.kill("SIGTERM");
    const { exitCode, all } = await watch;
    const { entries } = await readJournal(join(folder, week.name));
    const count = (kind: string): number => entries.filter((entry) => entry.kind === kind).length;
    expect(count("run-ended"), all).to.equal(count("run-started"));
    // A slow second watch lets the first one come to its end.
    if (count("run-ended") === CHECKPOINTS) return;
    expect(exitCode).to.be.oneOf([1, 2]);
    expect(all).to.match(/It was ended before its end; npm run watch goes on with it/);
  });
});

async function firstLineOf(folder: string): Promise<void> {
  for (;;) {
    if ((await readJournal(folder)).lines > 0) return;
    await delay(20);
  }
}
