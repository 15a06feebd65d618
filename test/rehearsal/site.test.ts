import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { DataFolderError, PartNotReadyError, RehearsalInterruptedError } from "../../rehearsal/errors";
import { identify } from "../../rehearsal/process-identity";
import { Site, type SiteOptions } from "../../rehearsal/site";

const sites: Site[] = [];
afterEach(() => Promise.all(sites.splice(0).map((site) => site.stop())));

function newSite(options: Partial<SiteOptions> = {}): Site {
  const site = new Site({ dataFolder: undefined, deadlineMs: 10_000, interrupt: undefined, ...options });
  sites.push(site);
  return site;
}

const shell = (script: string, name = "part") => ({ name, program: "/bin/sh", args: ["-c", script] });
const never = (): Promise<boolean> => Promise.resolve(false);

async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && identify(pid) !== undefined; attempt += 1) await sleep(10);
  return identify(pid) === undefined;
}

const pidIn = (site: Site, file: string): number => Number(readFileSync(site.path(file), "utf8"));

test("a part that ends early is named, with how it ended and the end of its log", async () => {
  const site = newSite();
  const start = site.start(shell("for n in 1 2 3 4 5 6 7 8 9; do echo line $n; done; exit 7"), never);
  await assert.rejects(start, (error: unknown) => {
    assert.ok(error instanceof PartNotReadyError);
    assert.equal(error.part, "part");
    assert.equal(error.problem, "it ended with exit code 7");
    assert.deepEqual(
      error.logTail,
      [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `line ${n}`),
    );
    return true;
  });
});

test("a part whose program is not there is named", async () => {
  const site = newSite();
  const start = site.start({ name: "ghost", program: "/no/such/program", args: [] }, never);
  await assert.rejects(start, (error: unknown) => error instanceof PartNotReadyError && error.part === "ghost");
});

test("a part that is not ready before the deadline is named", async () => {
  const site = newSite({ deadlineMs: 300 });
  const start = site.start(shell("echo waiting for ever; sleep 300"), never);
  await assert.rejects(start, (error: unknown) => {
    assert.ok(error instanceof PartNotReadyError);
    assert.equal(error.problem, "it was not ready in time");
    assert.deepEqual(error.logTail, ["waiting for ever"]);
    return true;
  });
});

test("an interrupt ends the wait, and nothing can be started after it", async () => {
  const interrupt = new AbortController();
  const site = newSite({ interrupt: interrupt.signal });
  const start = site.start(shell("sleep 300"), never);
  interrupt.abort();
  await assert.rejects(start, RehearsalInterruptedError);
  await assert.rejects(site.start(shell("sleep 300", "late"), never), RehearsalInterruptedError);
});

test("a command that fails is an error, one that succeeds is none", async () => {
  const site = newSite();
  await site.run(shell("exit 0", "good"));
  await assert.rejects(site.run(shell("exit 3", "bad")), { problem: "it ended with exit code 3" });
});

test("stop ends a stubborn part with its children after the grace time, and removes the folder; again is harmless", async () => {
  const site = newSite();
  const stubborn = {
    ...shell("trap '' TERM; sleep 300 & echo $! > child; echo $$ > l; mv l leader; wait; sleep 300"),
    graceMs: 100,
  };
  await site.start(stubborn, () => Promise.resolve(existsSync(site.path("leader"))));
  const pids = [pidIn(site, "leader"), pidIn(site, "child")];
  assert.ok(pids.every((pid) => identify(pid) !== undefined));
  await Promise.all([site.stop(), site.stop()]);
  assert.deepEqual(await Promise.all(pids.map(isGone)), [true, true]);
  assert.equal(existsSync(site.folder), false);
});

test("a part that ends takes its children with it", async () => {
  const site = newSite();
  await assert.rejects(site.start(shell("sleep 300 & echo $! > child"), never), PartNotReadyError);
  assert.ok(await isGone(pidIn(site, "child")));
});

test("the parts see nothing of the user's environment but what they need", async () => {
  process.env["PLANTED_SECRET"] = "do-not-pass-on";
  const site = newSite();
  await site.run({ ...shell("env > environment"), environment: { GIVEN: "yes" } });
  delete process.env["PLANTED_SECRET"];
  const environment = readFileSync(site.path("environment"), "utf8");
  assert.match(environment, /^GIVEN=yes$/m);
  assert.doesNotMatch(environment, /PLANTED_SECRET/);
});

test("a given folder is kept and can be used again, but not while its rehearsal runs, nor with other files in it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "site-test-"));
  try {
    const first = newSite({ dataFolder: folder });
    first.write("left-over", "old");
    assert.throws(() => newSite({ dataFolder: folder }), { reason: "a rehearsal is running in it" });
    await first.stop();
    assert.equal(existsSync(join(folder, "left-over")), true);

    const second = newSite({ dataFolder: folder });
    assert.deepEqual(readdirSync(folder), ["processes.ndjson"]);
    await second.stop();

    rmSync(join(folder, "processes.ndjson"));
    writeFileSync(join(folder, "thesis.txt"), "mine");
    assert.throws(() => newSite({ dataFolder: folder }), DataFolderError);
    assert.deepEqual(readdirSync(folder), ["thesis.txt"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
