import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { identify } from "../../rehearsal/process-identity";
import { sweep } from "../../rehearsal/sweep";

const children: ChildProcess[] = [];
let parent = "";

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "sweep-test-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));
after(() => children.forEach((child) => child.kill("SIGKILL")));

/** A rehearsal in a process of its own, with a part that does not end on SIGTERM and has a child; its folder and processes. */
async function otherRehearsal(): Promise<{ owner: ChildProcess; folder: string; part: number; child: number }> {
  const script = `
    const { Site } = require(${JSON.stringify(join(__dirname, "../../rehearsal/site"))});
    const { existsSync } = require("node:fs");
    const site = new Site({ dataFolder: undefined, deadlineMs: 10000, interrupt: undefined });
    const shell = "trap '' TERM; sleep 300 & echo $! > child; echo $$ > p; mv p part; wait; sleep 300";
    site.start({ name: "stubborn", program: "/bin/sh", args: ["-c", shell] }, async () => existsSync(site.path("part")))
      .then(() => { console.log(site.folder); setInterval(() => {}, 1000); });`;
  const owner = spawn(process.execPath, ["--require", "ts-node/register", "-e", script], {
    env: { ...process.env, TMPDIR: parent },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(owner);
  const printed: unknown[] = await once(createInterface({ input: owner.stdout }), "line");
  const folder = printed[0];
  assert.ok(typeof folder === "string");
  const read = (name: string): number => Number(readFileSync(join(folder, name), "utf8"));
  return { owner, folder, part: read("part"), child: read("child") };
}

async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && identify(pid) !== undefined; attempt += 1) await sleep(10);
  return identify(pid) === undefined;
}

test("a rehearsal that runs is left alone; killed, its processes with their children and its folder are swept", async () => {
  const { owner, folder, part, child } = await otherRehearsal();
  assert.deepEqual(sweep(parent), { folders: [], processes: [] });
  assert.ok(identify(part) !== undefined && identify(child) !== undefined);

  owner.kill("SIGKILL");
  await once(owner, "exit");
  assert.ok(identify(part) !== undefined, "the part outlived its rehearsal, or the sweep has nothing to prove");
  const swept = sweep(parent);
  assert.deepEqual(swept.folders, [folder]);
  assert.ok(swept.processes.includes(part));
  assert.ok((await isGone(part)) && (await isGone(child)));
  assert.equal(existsSync(folder), false);
});

test("a process that has merely got the number of a dead one is not ended", async () => {
  const innocent = spawn("sleep", ["300"]);
  children.push(innocent);
  const folder = join(parent, "canary-rehearsal-old");
  mkdirSync(folder);
  const line = (role: string, pid: number): string => JSON.stringify({ role, pid, startTime: "1", command: "old" });
  writeFileSync(
    join(folder, "processes.ndjson"),
    `${line("owner", process.pid)}\n${line("part", innocent.pid ?? 0)}\n{"torn`,
  );
  assert.deepEqual(sweep(parent), { folders: [folder], processes: [] });
  await sleep(50);
  assert.ok(identify(innocent.pid ?? 0) !== undefined);
});

test("a folder without an owner may be one that is just being made: it is swept after a minute only", () => {
  const folder = join(parent, "canary-rehearsal-new");
  mkdirSync(folder);
  assert.deepEqual(sweep(parent).folders, []);
  const longAgo = Date.now() / 1000 - 61;
  utimesSync(folder, longAgo, longAgo);
  assert.deepEqual(sweep(parent).folders, [folder]);
});
