import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { expect } from "chai";
import { execa } from "execa";
import { FOLDER_VARIABLE } from "../../rehearsal/ledger";
import { findByEnvironment } from "../../rehearsal/process-identity";
import { PROJECT } from "../../support/cli/phase/place";
import type { RunResult } from "../../support/model/run-result";
import { preflight } from "./command";

const COMMAND = ["--require", "ts-node/register", join("support", "cli", "preflight.ts"), "--no-html"];

describe("an interrupted preflight", () => {
  const out = mkdtempSync(join(tmpdir(), "canary-runbook-test-"));
  after(() => rmSync(out, { recursive: true, force: true }));

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`by ${signal}: is INCONCLUSIVE, says what was found out, and leaves nothing running`, async () => {
      const { exitCode, data } = await interrupt(join(out, signal), signal);
      expect(exitCode).to.equal(2);
      const [run = ""] = readdirSync(join(out, signal, "rehearsal", "runs"));
      const verdict = JSON.parse(
        readFileSync(join(out, signal, "rehearsal", "runs", run, "verdict.json"), "utf8"),
      ) as RunResult;
      expect(verdict.verdict).to.equal("INCONCLUSIVE");
      expect(verdict.reasons.join("\n")).to.match(/interrupted/);
      expect(await processesUsing(data)).to.deep.equal([]);
      expect(existsSync(data), "the rehearsal's folder").to.equal(false);
    });
  }

  it("by SIGKILL: leaves no verdict; the next run sweeps, takes the lock over, and decides", async () => {
    const folder = join(out, "killed");
    const { data } = await interrupt(folder, "SIGKILL");
    expect(existsSync(join(folder, "rehearsal", "latest"))).to.equal(false);
    const [run = ""] = readdirSync(join(folder, "rehearsal", "runs"));
    expect(existsSync(join(folder, "rehearsal", "runs", run, "verdict.json"))).to.equal(false);
    expect(readFileSync(join(folder, "rehearsal", "runs", run, "messages.ndjson"), "utf8")).to.match(/testCaseStarted/);
    const { exitCode, output } = await preflight(["--out", folder, "--no-html"]);
    expect(exitCode, output).to.equal(0);
    expect(await processesUsing(data)).to.deep.equal([]);
    expect(existsSync(data), "what was left behind").to.equal(false);
  });
});

/** Starts a preflight that hangs in its unit tests, waits for the first check's end, and sends the signal. */
async function interrupt(out: string, signal: NodeJS.Signals): Promise<{ exitCode: number | undefined; data: string }> {
  const running = execa(process.execPath, [...COMMAND, "--fault", "unit-test-command-hangs", "--out", out], {
    cwd: PROJECT,
    reject: false,
    all: true,
    buffer: false,
    forceKillAfterDelay: false,
    stdin: "ignore",
    timeout: 120_000,
  });
  let output = "";
  const isUnderWay = new Promise<void>((resolve) => {
    running.all.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (/✓ D3-/.test(output)) resolve();
    });
  });
  await Promise.race([isUnderWay, running]);
  const data = await dataFolderOf(running.pid ?? 0);
  running.kill(signal);
  const { exitCode } = await running;
  return { exitCode, data };
}

/** The data folder of the rehearsal that a process has booted, by the command line of one of its parts. */
async function dataFolderOf(pid: number): Promise<string> {
  const { stdout } = await execa("ps", ["-eo", "ppid,args"]);
  const [folder] = stdout
    .split("\n")
    .flatMap((line) => (line.trim().startsWith(`${pid} `) ? (/\S*canary-rehearsal-\w+/.exec(line) ?? []) : []));
  if (folder === undefined) throw new Error(`No part of the rehearsal of process ${pid} was found.`);
  return folder.slice(folder.indexOf("/"));
}

/** What still runs of a rehearsal: by its command line, or (what a check has started) by its environment. */
async function processesUsing(folder: string): Promise<string[]> {
  const { stdout } = await execa("ps", ["-eo", "pid,args"]);
  const others = findByEnvironment(`${FOLDER_VARIABLE}=${folder}`).map((pid) => `process ${pid}`);
  return [...stdout.split("\n").filter((line) => line.includes(folder)), ...others];
}
