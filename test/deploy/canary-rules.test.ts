import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parse } from "yaml";
import { z } from "zod";
import { atRehearsalSpeed } from "../../rehearsal/parts/prometheus/rehearsal-speed";
import { findProgram } from "../../rehearsal/programs";

const RULES = join(__dirname, "../../deploy/prometheus/canary-rules.yaml");
const CASES = join(__dirname, "canary-rules.test.yaml");
const ENVIRONMENTS = join(__dirname, "../../environments");

const folder = mkdtempSync(join(tmpdir(), "canary-rules-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const alerts = z.object({
  groups: z.array(z.object({ rules: z.array(z.looseObject({ alert: z.string(), for: z.string() })) })),
});
const names = alerts
  .parse(parse(readFileSync(RULES, "utf8")))
  .groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));

function promtool(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(findProgram("promtool") ?? "promtool", [...args], { encoding: "utf8" });
  return { status, text: stdout + stderr };
}

/** The cases, carried out on other rules than the shipped ones: rules.yaml in the folder. */
function carriedOutOn(rules: string) {
  writeFileSync(join(folder, "rules.yaml"), rules);
  writeFileSync(
    join(folder, "cases.yaml"),
    readFileSync(CASES, "utf8").replace(/^rule_files: .*$/m, "rule_files: [rules.yaml]"),
  );
  return promtool("test", "rules", join(folder, "cases.yaml"));
}

test("promtool accepts the shipped rules, at production's speed and at the rehearsal's", () => {
  const short = join(folder, "short.yaml");
  writeFileSync(short, atRehearsalSpeed(readFileSync(RULES, "utf8")));
  for (const file of [RULES, short]) {
    const { status, text } = promtool("check", "rules", file);
    assert.equal(status, 0, text);
    assert.match(text, /SUCCESS: 6 rules found/);
  }
});

test("no production time is left at the rehearsal's speed, in ranges and in offsets", () => {
  const short = atRehearsalSpeed(readFileSync(RULES, "utf8"));
  assert.doesNotMatch(short, /\b\d+m\b/);
  assert.match(short, /\[15s\] offset 15s/);
});

test("every alert fires in a case and keeps still in another, at production's times", () => {
  const { status, text } = promtool("test", "rules", CASES);
  assert.equal(status, 0, text);
  const cases = z
    .object({
      tests: z.array(
        z.object({
          alert_rule_test: z.array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) })),
        }),
      ),
    })
    .parse(parse(readFileSync(CASES, "utf8")));
  const expected = cases.tests.flatMap(({ alert_rule_test }) => alert_rule_test);
  const of = (isFiring: boolean) =>
    new Set(expected.filter(({ exp_alerts }) => exp_alerts.length > 0 === isFiring).map(({ alertname }) => alertname));
  assert.deepEqual([...of(true)].sort(), [...names].sort());
  assert.deepEqual([...of(false)].sort(), [...names].sort());
});

/** A mistake in the rules, and a word of the case that must notice it. */
const MISTAKES: readonly (readonly [mistake: string, from: RegExp, to: string, noticedBy: RegExp])[] = [
  ["the limit is 2 %", /> 0\.01/, "> 0.02", /1\.5% of its requests/],
  ["the limit counts as above", /> 0\.01/, ">= 0.01", /Phase4CanaryErrorRateHigh/],
  ["the errors need not last", /for: 1m/, "for: 0s", /time: 1m,/],
  ["the errors have to last a quarter of an hour", /for: 1m/, "for: 15m", /time: 1m15s/],
  ["4xx answers are errors", /status=~"5\.\."/g, 'status=~"[45].."', /Phase4CanaryErrorRateHigh/],
  ["only 500 is an error", /status=~"5\.\."/g, 'status="500"', /1\.5% of its requests/],
  [
    "a new series' first value is lost",
    /sum\(\n +\(\n[^)]*\n +unless[^\n]*\n +\)\n +or increase/g,
    "sum(increase",
    /6\.977%/,
  ],
  ["a gap makes an old series new", /present_over_time\((.*?)\[5m\] offset 5m\)/g, "$1 offset 5m", /time: 3[46]m/],
  ["every track counts", /,track="canary"/g, "", /Phase4Canary/],
  ["probes count as requests", /,handler!~"\/health\|\/livez"/g, "", /Phase4Canary/],
  ["requests that are not counted are no missing traffic", / or vector\(0\)/, "", /Phase4CanaryWithoutTraffic/],
  ["legacy need not have traffic", /and on \(\) .* > 0/, "", /Phase4CanaryWithoutTraffic/],
  ["any process may grow", /and time\(\).*> 1800/, "", /Phase4CanaryMemoryGrowing/],
  ["the P95 may be 200 ms", /> 0\.1\n/, "> 0.2\n", /Phase4CanaryP95High/],
  ["a canary that is down is not told", /up\{(.*)\} == 0/, "up{$1} == 2", /Phase4CanaryDown/],
  ["a canary that nobody scrapes is not told", /absent\(/, "0 > count(", /Phase4CanaryNotScraped/],
];
for (const [mistake, from, to, noticedBy] of MISTAKES)
  test(`the cases notice it when ${mistake}`, () => {
    const shipped = readFileSync(RULES, "utf8");
    const wrong = shipped.replace(from, to);
    assert.notEqual(wrong, shipped);
    const { status, text } = carriedOutOn(wrong);
    assert.equal(promtool("check", "rules", join(folder, "rules.yaml")).status, 0, "the mistake is one of meaning");
    assert.equal(status, 1, text);
    assert.match(text, noticedBy);
  });

/** The rules that an environment file expects in Prometheus. */
function expectedIn(file: string): readonly string[] {
  const expecting = z.looseObject({ prometheus: z.looseObject({ expectedRules: z.array(z.string()) }) });
  return expecting.parse(parse(readFileSync(join(ENVIRONMENTS, file), "utf8"))).prometheus.expectedRules;
}

test("the rehearsal expects exactly the shipped rules, and the example for production no other", () => {
  assert.deepEqual(expectedIn("rehearsal.yaml"), names);
  const inExample = expectedIn("production.example.yaml");
  assert.ok(inExample.length > 0);
  assert.deepEqual(
    inExample.filter((name) => !names.includes(name)),
    [],
  );
});
