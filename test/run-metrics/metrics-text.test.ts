import { describe, it } from "node:test";
import { expect } from "chai";
import { metricsText } from "../../support/run-metrics/metrics-text";
import { readSnapshot, type RunMetricsSubject } from "../../support/run-metrics/snapshot";
import { inFolder } from "../clients/temporary-folder";
import { rewrite, linesOf } from "../journal/facts";
import { checkOf } from "../reporting/run-results";
import { day4Run, record, runIdOf, SUBJECT, type RecordedRun } from "./recorded-runs";

const OWN = 'environment="production",release="r1",version="2.0.0"';

/** The lines of the metrics without their heads, as "name{own labels} value". */
async function linesFor(
  runs: readonly RecordedRun[],
  subject: RunMetricsSubject = SUBJECT,
  damage: (folder: string) => void = () => undefined,
): Promise<string[]> {
  return inFolder({}, async (folder) => {
    await record(folder, runs);
    damage(folder);
    const text = await metricsText(await readSnapshot(folder, subject), (told) => told.replaceAll("secret", "***"));
    return text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.replace(OWN, "").replace("{,", "{").replace("{}", ""));
  });
}

const at = (time: string): string => `2026-01-01T${time}.000Z`;
const seconds = (time: string): number => Date.parse(at(time)) / 1000;
const one = (items: readonly string[], outcome: "passed" | "failed" | "inconclusive", durationMs: number) =>
  checkOf({ items, outcome, cause: outcome === "inconclusive" ? "no-data" : null, durationMs });

const FIRST: RecordedRun = {
  result: day4Run("10:15", { verdict: "GO", checks: [one(["D4-1"], "passed", 1_500)] }),
  beganAt: at("10:15:02"),
  endedAt: at("10:15:12"),
};
const SECOND: RecordedRun = {
  result: day4Run("10:45", {
    verdict: "INCONCLUSIVE",
    checks: [one(["D4-1"], "passed", 500), one(["D4-1", "D4-2"], "inconclusive", 250), one(["D4-2"], "passed", 250)],
  }),
  beganAt: at("10:45:02"),
  endedAt: at("10:45:12"),
};

describe("the metrics of the runs", () => {
  it("say each thing of a run that was GO", async () => {
    expect(await linesFor([FIRST])).to.deep.equal([
      'canary_runbook_release_info{service="phase4",legacy_version="1.9.0"} 1',
      `canary_runbook_roll_out_timestamp_seconds ${seconds("10:00:00")}`,
      "canary_runbook_journal_damaged_places 0",
      `canary_runbook_last_run_started_timestamp_seconds{phase="day4"} ${seconds("10:15:02")}`,
      `canary_runbook_last_run_ended_timestamp_seconds{phase="day4"} ${seconds("10:15:12")}`,
      `canary_runbook_last_sound_run_timestamp_seconds{phase="day4"} ${seconds("10:15:12")}`,
      'canary_runbook_runs_total{phase="day4",result="GO"} 1',
      'canary_runbook_runs_total{phase="day4",result="NO-GO"} 0',
      'canary_runbook_runs_total{phase="day4",result="INCONCLUSIVE"} 0',
      'canary_runbook_runs_total{phase="day4",result="could-not-run"} 0',
      'canary_runbook_verdict{phase="day4",verdict="GO"} 1',
      'canary_runbook_verdict{phase="day4",verdict="NO-GO"} 0',
      'canary_runbook_verdict{phase="day4",verdict="INCONCLUSIVE"} 0',
      'canary_runbook_run_sound{phase="day4"} 1',
      'canary_runbook_run_late{phase="day4"} 0',
      `canary_runbook_judged_timestamp_seconds{phase="day4"} ${seconds("10:15:00")}`,
      'canary_runbook_run_duration_seconds{phase="day4"} 10',
      'canary_runbook_run_checks{phase="day4",outcome="passed"} 1',
      'canary_runbook_run_checks{phase="day4",outcome="failed"} 0',
      'canary_runbook_run_checks{phase="day4",outcome="inconclusive"} 0',
      'canary_runbook_run_checks{phase="day4",outcome="not-run"} 0',
      'canary_runbook_item_outcome{phase="day4",item="D4-1",outcome="passed"} 1',
      'canary_runbook_item_outcome{phase="day4",item="D4-1",outcome="failed"} 0',
      'canary_runbook_item_outcome{phase="day4",item="D4-1",outcome="inconclusive"} 0',
      'canary_runbook_item_outcome{phase="day4",item="D4-1",outcome="not-run"} 0',
      'canary_runbook_item_duration_seconds{phase="day4",item="D4-1"} 1.5',
      'canary_runbook_checkpoints{phase="day4"} 3',
      'canary_runbook_checkpoints_done{phase="day4"} 1',
      `canary_runbook_next_checkpoint_timestamp_seconds{phase="day4"} ${seconds("10:45:00")}`,
    ]);
  });

  it("an INCONCLUSIVE run looks like GO in none of them, and an item has the gravest outcome of its checks", async () => {
    const lines = await linesFor([FIRST, SECOND]);
    expect(lines.filter((line) => /verdict=|item_outcome.* 1$|item_duration/.test(line))).to.deep.equal([
      'canary_runbook_verdict{phase="day4",verdict="GO"} 0',
      'canary_runbook_verdict{phase="day4",verdict="NO-GO"} 0',
      'canary_runbook_verdict{phase="day4",verdict="INCONCLUSIVE"} 1',
      'canary_runbook_item_outcome{phase="day4",item="D4-1",outcome="inconclusive"} 1',
      'canary_runbook_item_outcome{phase="day4",item="D4-2",outcome="inconclusive"} 1',
      'canary_runbook_item_duration_seconds{phase="day4",item="D4-1"} 0.75',
      'canary_runbook_item_duration_seconds{phase="day4",item="D4-2"} 0.5',
    ]);
  });

  it("a run that could not be carried out has none of the three verdicts, and leaves its checkpoint open", async () => {
    const lines = await linesFor([{ ...FIRST, isSound: false }]);
    expect(lines.filter((line) => /verdict=|run_sound|could-not|last_sound|done|next/.test(line))).to.deep.equal([
      'canary_runbook_runs_total{phase="day4",result="could-not-run"} 1',
      'canary_runbook_verdict{phase="day4",verdict="GO"} 0',
      'canary_runbook_verdict{phase="day4",verdict="NO-GO"} 0',
      'canary_runbook_verdict{phase="day4",verdict="INCONCLUSIVE"} 0',
      'canary_runbook_run_sound{phase="day4"} 0',
      'canary_runbook_checkpoints_done{phase="day4"} 0',
      `canary_runbook_next_checkpoint_timestamp_seconds{phase="day4"} ${seconds("10:15:00")}`,
    ]);
  });

  it("a run that was broken off is seen by its start, and the verdict before it stays", async () => {
    const { result, beganAt } = SECOND;
    const lines = await linesFor([FIRST, { result, beganAt }]);
    expect(lines.filter((line) => /verdict="GO"|last_run/.test(line))).to.deep.equal([
      `canary_runbook_last_run_started_timestamp_seconds{phase="day4"} ${seconds("10:45:02")}`,
      `canary_runbook_last_run_ended_timestamp_seconds{phase="day4"} ${seconds("10:15:12")}`,
      'canary_runbook_verdict{phase="day4",verdict="GO"} 1',
    ]);
  });

  it("an older checkpoint that is judged once more does not replace the newest", async () => {
    const again = {
      ...FIRST,
      result: { ...FIRST.result, runId: runIdOf("12:00") },
      beganAt: at("12:00:00"),
      endedAt: at("12:00:09"),
    };
    expect(await linesFor([FIRST, SECOND, again])).to.include('canary_runbook_verdict{phase="day4",verdict="GO"} 0');
  });

  it("no run at all: no verdict, and the first checkpoint is still to come", async () => {
    expect(await linesFor([])).to.deep.equal([
      'canary_runbook_release_info{service="phase4",legacy_version="1.9.0"} 1',
      `canary_runbook_roll_out_timestamp_seconds ${seconds("10:00:00")}`,
      "canary_runbook_journal_damaged_places 0",
      'canary_runbook_checkpoints{phase="day4"} 3',
      'canary_runbook_checkpoints_done{phase="day4"} 0',
      `canary_runbook_next_checkpoint_timestamp_seconds{phase="day4"} ${seconds("10:15:00")}`,
    ]);
  });

  it("runs of another version are not told of", async () => {
    const other = { ...SUBJECT, release: { ...SUBJECT.release, canaryVersion: "2.0.1" } };
    expect((await linesFor([FIRST], other)).filter((line) => line.includes("verdict"))).to.deep.equal([]);
  });

  it("without the time of the roll-out nothing is said of checkpoints", async () => {
    const lines = await linesFor([FIRST], { ...SUBJECT, canary: null });
    expect(lines.filter((line) => /checkpoint|roll_out/.test(line))).to.deep.equal([]);
  });

  it("a rehearsal's have names of their own", async () => {
    const lines = await linesFor([FIRST], { ...SUBJECT, isRehearsal: true });
    expect(lines.filter((line) => !line.startsWith("canary_rehearsal_"))).to.deep.equal([]);
    expect(lines).to.include('canary_rehearsal_verdict{phase="day4",verdict="GO"} 1');
  });

  it("a verdict.json that is not the one of the journal gives no duration", async () => {
    const lines = await linesFor([FIRST], SUBJECT, (folder) => {
      rewrite(
        folder,
        linesOf(folder).map((line) => line.replace(/"verdictSha256":"[0-9a-f]{8}/, '"verdictSha256":"00000000')),
      );
    });
    expect(lines.filter((line) => line.includes("item_duration"))).to.deep.equal([]);
  });

  it("a damaged journal is counted by its places", async () => {
    const lines = await linesFor([FIRST, SECOND], SUBJECT, (folder) => {
      rewrite(
        folder,
        linesOf(folder).map((line, index) => (index === 1 ? line.replace('"passed"', '"failed"') : line)),
      );
    });
    expect(lines.find((line) => line.includes("damaged"))).to.match(/ [1-9]\d*$/);
  });

  it("keeps secrets out of the labels", async () => {
    const lines = await linesFor([], { ...SUBJECT, release: { ...SUBJECT.release, service: "a secret" } });
    expect(lines[0]).to.contain('service="a ***"');
  });
});
