import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findProgram } from "../../rehearsal/programs";

const RULES = join(__dirname, "../../deploy/prometheus/runbook-rules.yaml");
const CASES = join(__dirname, "runbook-rules.test.yaml");

const folder = mkdtempSync(join(tmpdir(), "runbook-rules-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function promtool(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(findProgram("promtool") ?? "promtool", [...args], { encoding: "utf8" });
  return { status, text: stdout + stderr };
}

test("promtool accepts the shipped rules about the runs", () => {
  const { status, text } = promtool("check", "rules", RULES);
  assert.equal(status, 0, text);
  assert.match(text, /SUCCESS: 7 rules found/);
});

test("each fires where it has to, and keeps still where all is well", () => {
  const { status, text } = promtool("test", "rules", CASES);
  assert.equal(status, 0, text);
});

/** A mistake in the rules, and a word of the case that must notice it. */
const MISTAKES: readonly (readonly [mistake: string, from: RegExp, to: string, noticedBy: RegExp])[] = [
  ["a checkpoint is overdue at once", /> 900/, "> 0", /RunbookCheckpointOverdue|time: 1h15m/],
  ["an overdue checkpoint is told an hour late", /> 900/, "> 3600", /RunbookCheckpointOverdue|time: 1h15m/],
  ["only NO-GO is told", /\{verdict="GO"\} == 0/, '{verdict="NO-GO"} == 1', /phase="day4"/],
  [
    "a run that never ended is not told",
    /unless canary_runbook_last_run_ended_.*/,
    "and canary_runbook_last_run_ended_timestamp_seconds",
    /phase="preflight"/,
  ],
  [
    "another version's preparation counts",
    /unless on \(environment, release, version\) canary_runbook_last/g,
    "unless on (environment) canary_runbook_last",
    /phase="preparation"/,
  ],
  [
    "another version's schedule counts",
    /on \(environment, release, version\) canary_runbook_roll/,
    "on (environment) canary_runbook_roll",
    /RunbookScheduleUnknown/,
  ],
  ["no metrics at all are not told", /absent\((.*)\)/, "$1 == 0", /RunbookMetricsMissing/],
  ["a damaged journal is not told", /damaged_places > 0/, "damaged_places > 5", /RunbookJournalDamaged/],
];
for (const [mistake, from, to, noticedBy] of MISTAKES)
  test(`the cases notice it when ${mistake}`, () => {
    const shipped = readFileSync(RULES, "utf8");
    const wrong = shipped.replace(from, to);
    assert.notEqual(wrong, shipped);
    writeFileSync(join(folder, "rules.yaml"), wrong);
    writeFileSync(
      join(folder, "cases.yaml"),
      readFileSync(CASES, "utf8").replace(/^rule_files: .*$/m, "rule_files: [rules.yaml]"),
    );
    assert.equal(promtool("check", "rules", join(folder, "rules.yaml")).status, 0, "the mistake is one of meaning");
    const { status, text } = promtool("test", "rules", join(folder, "cases.yaml"));
    assert.equal(status, 1, text);
    assert.match(text, noticedBy);
  });
