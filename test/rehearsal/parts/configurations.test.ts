import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { alertmanagerConfiguration } from "../../../rehearsal/parts/alertmanager";
import { haproxyConfiguration } from "../../../rehearsal/parts/haproxy";
import { prometheusConfiguration } from "../../../rehearsal/parts/prometheus";
import { atRehearsalSpeed } from "../../../rehearsal/parts/prometheus/rehearsal-speed";
import { HEALTHY_PLAN } from "../../../rehearsal/plan";
import { findProgram } from "../../../rehearsal/programs";

const folder = mkdtempSync(join(tmpdir(), "configurations-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const RULES = join(__dirname, "../../../deploy/prometheus/canary-rules.yaml");
const PORTS = {
  entrance: 1,
  runtime: 2,
  stats: 3,
  servers: { canary: 4, legacy: 5 },
  other: 6,
  closed: 7,
};

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Carries out a program of the system; its output, and an error where its exit code is not 0. */
function run(program: string, ...args: readonly string[]): string {
  return execFileSync(findProgram(program) ?? program, [...args], { encoding: "utf8", cwd: folder });
}

const BALANCERS = {
  healthy: HEALTHY_PLAN,
  "with a third server": { ...HEALTHY_PLAN, weights: { legacy: 92, canary: 5, other: 3 } },
  sticky: { ...HEALTHY_PLAN, stickiness: "by-source" as const },
  "with an unreachable check": { ...HEALTHY_PLAN, legacyCheck: "refused" as const },
};
for (const [name, plan] of Object.entries(BALANCERS))
  test(`HAProxy accepts the configuration: ${name}`, () => {
    const check = spawnSync(
      findProgram("haproxy") ?? "haproxy",
      ["-c", "-f", file("haproxy.cfg", haproxyConfiguration(plan, PORTS))],
      { encoding: "utf8", cwd: folder },
    );
    assert.equal(check.status, 0, check.stderr);
    assert.doesNotMatch(check.stderr, /WARNING/);
  });

test("Prometheus accepts the configuration and the alert rules, at production's speed and at the rehearsal's", () => {
  const short = file("short.yaml", atRehearsalSpeed(readFileSync(RULES, "utf8")));
  const at = (port: number): string => `127.0.0.1:${port}`;
  const instances = {
    metrics: { canary: at(1), legacy: at(2) },
    haproxy: at(3),
    prometheus: at(4),
    alertmanager: at(5),
    standIns: at(6),
  };
  const configuration = file("prometheus.yaml", prometheusConfiguration(HEALTHY_PLAN, instances, [short, RULES]));
  assert.match(run("promtool", "check", "config", configuration), /6 rules found[\s\S]*6 rules found/);
});

test("Alertmanager accepts the configuration", () => {
  const configuration = file("alertmanager.yaml", alertmanagerConfiguration("http://127.0.0.1:1/services/T/B/x"));
  assert.match(run("amtool", "check-config", configuration), /SUCCESS/);
});

test("at the rehearsal's speed the limits stay and the times shrink; an unknown time is an error", () => {
  const rule = (range: string) =>
    `groups: [{ name: g, rules: [{ alert: A, expr: "rate(x[${range}]) > 0.01", for: 1m }] }]`;
  assert.match(atRehearsalSpeed(rule("5m")), /expr: rate\(x\[15s\]\) > 0\.01\n +for: 1s/);
  assert.throws(() => atRehearsalSpeed(rule("7m")), /the time 7m/);
});
