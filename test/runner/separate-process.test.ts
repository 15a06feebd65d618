import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Envelope } from "@cucumber/messages";
import type { RunResult } from "../../support/model/run-result";
import { written } from "../reporting/written";
import type { FixtureRun } from "./run-fixture";

const base = mkdtempSync(path.join(tmpdir(), "separate-"));
after(() => rmSync(base, { recursive: true, force: true }));

/** What a fixture's own process ended with. */
interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

function start(fixture: FixtureRun): ChildProcess {
  const script = path.join(__dirname, "run-fixture-process.ts");
  return spawn(process.execPath, ["--require", "ts-node/register", script, JSON.stringify(fixture)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { exitCode, output };
}

async function runFixture(
  feature: string,
  fixture: Partial<FixtureRun>,
): Promise<{ run: RunResult; differences: string[] }> {
  const runFolder = path.join(base, feature, "runs", "run");
  const reports = { isHtml: false } as const;
  const { exitCode, output } = await ended(start({ feature, expected: [], runFolder, reports, ...fixture }));
  assert.equal(exitCode, 0, output);
  return written<{ run: RunResult; differences: string[] }>(output.trim().split("\n").at(-1) ?? "");
}

function outcomes({ checks }: RunResult): Record<string, string> {
  return Object.fromEntries(checks.map(({ items, outcome }) => [items.join("+"), outcome]));
}

describe("an error that nobody awaits", () => {
  test("belongs to the check that started the work, and to none of its neighbours", async () => {
    const expected = ["D3-T1", "D3-T2", "D3-T3", "D3-T4"];
    const { run, differences } = await runFixture("stray-errors", { expected });
    assert.deepEqual(outcomes(run), {
      "D3-T1": "inconclusive",
      "D3-T2": "passed",
      "D3-T3": "inconclusive",
      "D3-T4": "inconclusive",
    });
    assert.equal(run.verdict, "INCONCLUSIVE");
    assert.deepEqual(differences, []);
    assert.deepEqual(
      run.checks.map(({ problems }) => problems[0]?.what.split("\n")[1]),
      ["Error: the timer went off", undefined, "Error: nobody awaits this", "Error: thrown beside the step"],
    );
  });

  test("ends the running step at once instead of at its deadline", async () => {
    const { run } = await runFixture("stray-errors", {
      expected: ["D3-T4"],
      options: { tags: "@runbook:D3-T4", stepTimeoutMs: 20_000 },
    });
    const [check] = run.checks;
    assert.ok(check !== undefined && check.durationMs < 2_000, `it took ${check?.durationMs} ms`);
  });

  test("is an error of the run where it belongs to no check", async () => {
    const support = ["features-support", "features-support-no-owner"];
    const { run } = await runFixture("no-owner", { expected: ["D3-T1"], support });
    assert.deepEqual(outcomes(run), { "D3-T1": "passed" });
    assert.equal(run.verdict, "INCONCLUSIVE");
    assert.deepEqual(run.reasons, [
      "The run: An error that belongs to no check: Error: this timer was started while the support code was loaded",
    ]);
  });
});

describe("a process that ends too early", () => {
  test("process.exit(0) in a step ends that step, not the run", async () => {
    const { run, differences } = await runFixture("process-exit", { expected: ["D3-T1"] });
    assert.deepEqual(outcomes(run), { "D3-T1": "inconclusive" });
    assert.equal(run.verdict, "INCONCLUSIVE");
    assert.deepEqual(differences, []);
  });

  test("process.exit(0) outside of all checks ends the process with exit code 3", async () => {
    const runFolder = path.join(base, "exit", "runs", "run");
    const support = ["features-support", "features-support-exit"];
    const { exitCode } = await ended(start({ feature: "slow", expected: ["D3-T1"], runFolder, support }));
    assert.equal(exitCode, 3);
    assert.equal(existsSync(path.join(runFolder, "verdict.json")), false);
  });

  test("kill -9 half-way leaves the messages of the finished checks and no verdict", async () => {
    const runFolder = path.join(base, "killed", "runs", "run");
    const messagesFile = path.join(runFolder, "messages.ndjson");
    const child = start({ feature: "slow", expected: ["D3-T1", "D3-T2"], runFolder });
    const count = (kind: keyof Envelope): number =>
      messages(messagesFile).filter((message) => message[kind] !== undefined).length;
    while ((count("testCaseFinished") < 1 || count("testCaseStarted") < 2) && child.exitCode === null) await sleep(20);
    const end = ended(child);
    child.kill("SIGKILL");
    assert.equal((await end).exitCode, null);
    assert.equal(count("testCaseStarted"), 2);
    assert.equal(count("testCaseFinished"), 1);
    assert.equal(existsSync(path.join(runFolder, "verdict.json")), false);
  });
});

/** All whole lines of a message file that is still being written. */
function messages(file: string): Envelope[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => written<Envelope>(line));
}
