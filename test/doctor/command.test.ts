import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { execa } from "execa";

const root = join(__dirname, "..", "..");

function doctor(...options: string[]) {
  return execa(process.execPath, ["--require", "ts-node/register", "support/cli/doctor.ts", ...options], {
    cwd: root,
    reject: false,
    stdin: "ignore",
    timeout: 60_000,
  });
}

test("--help explains the command and its exit codes", async () => {
  const { exitCode, stdout } = await doctor("--help");
  assert.equal(exitCode, 0);
  assert.match(stdout, /--environment <name>/);
  assert.match(stdout, /Exit codes: 0 no problem was found, 3 there are problems\./);
});

test("an environment that is not there: exit 3, and which there are", async () => {
  const { exitCode, stdout } = await doctor("--environment", "no-such-place");
  assert.equal(exitCode, 3);
  assert.match(stdout, /PROBLEM {4}environment file {2}environments\/no-such-place\.yaml: there is no such file/);
  assert.match(stdout, /Fix: copy environments\/production\.example\.yaml to it and fill it in/);
});

test("the rehearsal: its file and the tools, without booting it; the exit code says whether one is missing", async () => {
  const { exitCode, stdout } = await doctor();
  assert.match(stdout, /^Environment rehearsal\n/);
  assert.match(stdout, /ok {9}environment file {2}its form is in order; its addresses are given by the boot/);
  assert.equal(exitCode, stdout.includes("PROBLEM") ? 3 : 0, stdout);
});
