import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { INSTALL_SCRIPT } from "../../rehearsal/system-packages";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "install-test-"));
  mkdirSync(join(root, "bin"));
  mkdirSync(join(root, "units", "multi-user.target.wants"), { recursive: true });
  symlinkSync("/lib/systemd/system/ssh.service", join(root, "units", "multi-user.target.wants", "ssh.service"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program that writes down how it was called, under which policy, and then does as the body says. */
function fakeProgram(name: string, body = ""): void {
  const path = join(root, "bin", name);
  const policy = `$(sh "${root}/policy-rc.d" >/dev/null 2>&1; echo $?)`;
  writeFileSync(path, `#!/bin/sh\necho "${name} $* [policy ${policy}, $DEBIAN_FRONTEND]" >>"${root}/calls"\n${body}\n`);
  chmodSync(path, 0o755);
}

/** apt-get that enables a unit as a package script does, and then does as the body says. */
function fakeApt(body = ""): void {
  const link = `${root}/units/multi-user.target.wants/haproxy.service`;
  fakeProgram("apt-get", `[ "$1" = update ] && exit 0\nln -s /lib/systemd/system/haproxy.service "${link}"\n${body}`);
}

function startInstallation(environment: Record<string, string> = {}) {
  return spawn("sh", [INSTALL_SCRIPT, "haproxy", "redis-server"], {
    env: {
      PATH: `${root}/bin:/usr/bin:/bin`,
      POLICY_RC_D: join(root, "policy-rc.d"),
      SYSTEMD_UNIT_LINKS: join(root, "units"),
      SYSTEMD_RUNNING: join(root, "not-running"),
      ...environment,
    },
    stdio: "ignore",
  });
}

async function install(environment: Record<string, string> = {}): Promise<unknown> {
  const ended: unknown[] = await once(startInstallation(environment), "exit");
  return ended[0];
}

const calls = (): string[] => readFileSync(join(root, "calls"), "utf8").trim().split("\n");
const enabled = (): string[] => readdirSync(join(root, "units", "multi-user.target.wants"));

test("one update and one install, with service starts forbidden; then the unit it enabled is disabled, older ones stay", async () => {
  fakeApt();
  assert.equal(await install(), 0);
  assert.deepEqual(calls(), [
    "apt-get update [policy 101, noninteractive]",
    "apt-get install -y --no-install-recommends haproxy redis-server [policy 101, noninteractive]",
  ]);
  assert.deepEqual(enabled(), ["ssh.service"]);
  assert.equal(existsSync(join(root, "policy-rc.d")), false);
});

test("where systemd runs, it is asked to disable the new unit", async () => {
  fakeApt();
  fakeProgram("systemctl");
  mkdirSync(join(root, "running"));
  assert.equal(await install({ SYSTEMD_RUNNING: join(root, "running") }), 0);
  assert.match(calls().at(-1) ?? "", /^systemctl disable --quiet haproxy\.service /);
  assert.deepEqual(enabled(), ["ssh.service"]);
});

test("a policy that was there before is put back", async () => {
  fakeApt();
  writeFileSync(join(root, "policy-rc.d"), "#!/bin/sh\nexit 104\n", { mode: 0o755 });
  assert.equal(await install(), 0);
  assert.equal(readFileSync(join(root, "policy-rc.d"), "utf8"), "#!/bin/sh\nexit 104\n");
  assert.match(calls()[1] ?? "", /policy 101/);
});

test("a policy that a killed installation left behind is removed", async () => {
  fakeApt("kill -KILL $PPID");
  await install();
  assert.equal(existsSync(join(root, "policy-rc.d")), true);
  fakeProgram("apt-get");
  assert.equal(await install(), 0);
  assert.equal(existsSync(join(root, "policy-rc.d")), false);
});

test("a failed installation cleans up and ends with apt's exit code", async () => {
  fakeApt("exit 100");
  assert.equal(await install(), 100);
  assert.deepEqual(enabled(), ["ssh.service"]);
  assert.equal(existsSync(join(root, "policy-rc.d")), false);
});

for (const [signal, exitCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  test(`${signal} in the middle of it cleans up, too`, async () => {
    fakeApt("sleep 0.5");
    const installation = startInstallation();
    const ended = once(installation, "exit");
    while (!existsSync(join(root, "calls")) || calls().length < 2) await sleep(10);
    installation.kill(signal);
    assert.deepEqual((await ended)[0], exitCode);
    assert.deepEqual(enabled(), ["ssh.service"]);
    assert.equal(existsSync(join(root, "policy-rc.d")), false);
  });
