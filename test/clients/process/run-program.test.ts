import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { runProgram, type TimedProgram } from "../../../support/clients/process/run-program";
import type { CommandEnd } from "../../../support/model/readings/command";
import { inFolder } from "../temporary-folder";
import { createTestContext } from "../test-context";

function shell(script: string, about: Partial<TimedProgram> = {}): TimedProgram {
  const run = ["/bin/sh", "-c", script];
  return { title: "command", run, folder: "/", environment: {}, timeoutMs: 5_000, graceMs: 200, ...about };
}

function facts({ durationMs: _durationMs, command: _command, ...rest }: CommandEnd): unknown {
  return rest;
}

async function isGone(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  return status === "" || /\) [ZX] /.test(status);
}

describe("A command of the environment", () => {
  test("its exit code, its last lines and both outputs are kept", async () => {
    const { context, evidenceText } = createTestContext();
    const { end } = await runProgram(shell("echo out; echo err >&2; exit 3"), context);
    assert.deepEqual(facts(end), { folder: "/", exitCode: 3, timedOut: false, notStarted: null, tail: "err\nout" });
    assert.equal(end.command, "/bin/sh -c 'echo out; echo err >&2; exit 3'");
    const kept = evidenceText("Output of the command").replace(/after \d+ ms/, "after N ms");
    assert.equal(
      kept,
      "Command: /bin/sh -c 'echo out; echo err >&2; exit 3'\nFolder: /\nEnded: exit code 3, after N ms\n" +
        "--- standard output ---\nout\n--- standard error ---\nerr\n",
    );
  });

  test("it is given PATH, HOME, LANG, TMPDIR and what is configured, and nothing else of ours", async () => {
    process.env["A_SECRET_OF_THE_RUN"] = "planted";
    const { context, evidenceText } = createTestContext();
    const { end } = await runProgram(shell("env", { environment: { MODE: "test" } }), context);
    delete process.env["A_SECRET_OF_THE_RUN"];
    assert.equal(end.exitCode, 0);
    const names: readonly string[] = evidenceText("Output").match(/^\w+(?==)/gm) ?? [];
    const allowed = ["PATH", "HOME", "LANG", "TMPDIR", "MODE", "PWD", "OLDPWD", "SHLVL", "_"];
    assert.deepEqual(
      names.filter((name) => !allowed.includes(name)),
      [],
    );
    assert.ok(names.includes("PATH") && names.includes("MODE"));
  });

  test("a program that does not exist was not started", async () => {
    const { context } = createTestContext();
    const { end } = await runProgram(shell("", { run: ["no-such-program"] }), context);
    assert.equal(end.exitCode, null);
    assert.equal(end.timedOut, false);
    assert.equal(end.notStarted, "there is no program no-such-program");
  });

  test("a folder that does not exist is named", async () => {
    const { context } = createTestContext();
    const { end } = await runProgram(shell("true", { folder: "/no/such/folder" }), context);
    assert.equal(end.notStarted, "there is no folder /no/such/folder");
  });

  test("ended by a signal: no exit code, and the signal is told", async () => {
    const { context } = createTestContext();
    const { end } = await runProgram(shell("kill -KILL $$"), context);
    assert.deepEqual(facts(end), {
      folder: "/",
      exitCode: null,
      timedOut: false,
      notStarted: null,
      tail: "(ended by SIGKILL)",
    });
  });

  test("at its deadline it is ended with its children, those that ignore SIGTERM too", async () => {
    await inFolder({}, async (folder) => {
      const script = `trap '' TERM; (trap '' TERM; while :; do sleep 0.2; done) & echo $! > child; echo begun; wait`;
      const { context } = createTestContext();
      const { end } = await runProgram(shell(script, { folder, timeoutMs: 400 }), context);
      assert.equal(end.timedOut, true);
      assert.equal(end.exitCode, null);
      assert.equal(end.tail, "begun");
      assert.ok(end.durationMs >= 400 && end.durationMs < 2_000, `${end.durationMs} ms`);
      const child = Number(await readFile(join(folder, "child"), "utf8"));
      await sleep(50);
      assert.ok(await isGone(child));
    });
  });

  test("a child that stays behind and holds the output open does not hold the check", async () => {
    await inFolder({}, async (folder) => {
      const { context } = createTestContext();
      const { end } = await runProgram(shell("sleep 60 & echo $! > child; echo done", { folder }), context);
      assert.equal(end.exitCode, 0);
      assert.equal(end.timedOut, false);
      assert.ok(end.durationMs < 2_000, `${end.durationMs} ms`);
      assert.ok(await isGone(Number(await readFile(join(folder, "child"), "utf8"))));
    });
  });

  test("of a flood of output the beginning and the end are kept", async () => {
    const { context, evidenceText } = createTestContext();
    const script =
      "echo first; i=0; while [ $i -lt 40000 ]; do echo 'a line of forty characters, all the same'; i=$((i+1)); done; echo last";
    const { end } = await runProgram(shell(script), context);
    const kept = evidenceText("Output");
    assert.equal(end.exitCode, 0);
    assert.match(kept, /first\n/);
    assert.match(kept, /\nlast\n/);
    assert.match(kept, /… \d+ bytes left out …/);
    assert.ok(kept.length < 257 * 1024, `${kept.length} characters`);
    assert.ok(end.tail.endsWith("last") && end.tail.split("\n").length === 20);
  });

  test("an interruption ends it and the check is inconclusive", async () => {
    await inFolder({}, async (folder) => {
      const { context, interrupt } = createTestContext();
      const running = runProgram(shell("echo $$ > pid; sleep 60", { folder }), context);
      while (!existsSync(join(folder, "pid"))) await sleep(10);
      await sleep(20);
      interrupt();
      await assert.rejects(running, {
        name: "InconclusiveError",
        reason: "not-executed",
        message:
          "It is not known how the command would have ended: the check was stopped before.\n" +
          "Where: /bin/sh -c 'echo $$ > pid; sleep 60' (test)\nWhy: The run was interrupted.\nFix: Run it again.",
      });
      assert.ok(await isGone(Number(await readFile(join(folder, "pid"), "utf8"))));
    });
  });
});
