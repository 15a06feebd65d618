import assert from "node:assert/strict";
import { test } from "node:test";
import { SystemPackagesError } from "../../rehearsal/errors";
import {
  ensureSystemPackages,
  INSTALL_SCRIPT,
  isPackagePresent,
  SYSTEM_PACKAGES,
  type InstallOptions,
} from "../../rehearsal/system-packages";

const PACKAGES = SYSTEM_PACKAGES.filter(({ name }) =>
  ["haproxy", "redis-server", "chromium-headless-shell"].includes(name),
);

/** An installation in which nothing is real: what was logged and what would have been run. */
function rehearse(
  options: Partial<InstallOptions> & { readonly present?: readonly string[]; readonly exitCode?: number },
) {
  const present = new Set(options.present ?? []);
  const logged: string[] = [];
  const commands: string[][] = [];
  const install = ensureSystemPackages({
    log: (line) => logged.push(line),
    packages: PACKAGES,
    isPresent: ({ name }) => present.has(name),
    privilege: () => [],
    hasApt: () => true,
    exec: (command, args, onLine) => {
      commands.push([command, ...args]);
      for (const line of ["Reading package lists...", "Setting up haproxy (2.6.12) ..."]) onLine(line);
      if (options.exitCode === undefined) for (const { name } of PACKAGES) present.add(name);
      return Promise.resolve(options.exitCode ?? 0);
    },
    ...options,
  });
  return { install, logged, commands };
}

test("nothing is missing: nothing is said, nothing is run", async () => {
  const { install, logged, commands } = rehearse({ present: ["haproxy", "redis-server", "chromium-headless-shell"] });
  await install;
  assert.deepEqual({ logged, commands }, { logged: [], commands: [] });
});

test("what is missing is announced with its reason before one command installs exactly that", async () => {
  const { install, logged, commands } = rehearse({ present: ["chromium-headless-shell"] });
  await install;
  assert.deepEqual(commands, [["sh", INSTALL_SCRIPT, "haproxy", "redis-server"]]);
  assert.deepEqual(logged, [
    "The rehearsal needs system packages that are not here. Installing them now; no service will be started or enabled:",
    "  haproxy: the load balancer in front of canary and legacy",
    "  redis-server: the service's cache server",
    "  Setting up haproxy (2.6.12) ...",
    "Installed 2 system packages.",
  ]);
});

test("a user with sudo without a password installs by it", async () => {
  const { install, commands } = rehearse({ privilege: () => ["/usr/bin/sudo", "-n"] });
  await install;
  assert.deepEqual(commands, [
    ["/usr/bin/sudo", "-n", "sh", INSTALL_SCRIPT, "haproxy", "redis-server", "chromium-headless-shell"],
  ]);
});

const REFUSALS: Record<string, { given: Parameters<typeof rehearse>[0]; reason: string; command: string }> = {
  "without rights nothing is run, and the command to run is said": {
    given: { present: ["haproxy"], privilege: () => undefined },
    reason: "this user may not install them (no root, no sudo without a password)",
    command: `sudo sh ${INSTALL_SCRIPT} redis-server chromium-headless-shell`,
  },
  "without apt nothing is run": {
    given: { present: ["haproxy", "redis-server"], hasApt: () => false },
    reason: "this system has no apt-get to install them with",
    command:
      "run the rehearsal on Debian or Ubuntu, where this installs them: sudo apt-get install -y --no-install-recommends chromium-headless-shell",
  },
  "a failed installation is an error with its exit code": {
    given: { present: ["haproxy", "redis-server"], exitCode: 100 },
    reason: "installing them ended with exit code 100",
    command: `sudo sh ${INSTALL_SCRIPT} chromium-headless-shell`,
  },
  "an installation that brought nothing is an error": {
    given: { present: ["haproxy", "redis-server"], exitCode: 0 },
    reason: "they are not there after the installation",
    command: `sudo sh ${INSTALL_SCRIPT} chromium-headless-shell`,
  },
};

for (const [sentence, { given, reason, command }] of Object.entries(REFUSALS))
  test(sentence, async () => {
    await assert.rejects(rehearse(given).install, (error: unknown) => {
      assert.ok(error instanceof SystemPackagesError);
      assert.deepEqual({ reason: error.reason, command: error.command }, { reason, command });
      return true;
    });
  });

test("presence is seen by program, Python module and file, and so is absence", () => {
  const base = { name: "x", why: "y" };
  assert.equal(isPackagePresent({ ...base, presence: { program: ["no-such-program", "sh"] } }), true);
  assert.equal(isPackagePresent({ ...base, presence: { program: ["no-such-program"] } }), false);
  assert.equal(isPackagePresent({ ...base, presence: { pythonModule: "no_such_module" } }), false);
  assert.equal(isPackagePresent({ ...base, presence: { file: ["/no/such/file", __filename] } }), true);
  assert.equal(isPackagePresent({ ...base, presence: { file: ["/no/*/file", "/proc/*/no-such-file"] } }), false);
  assert.equal(isPackagePresent({ ...base, presence: { file: ["/proc/*/status"] } }), true);
});
