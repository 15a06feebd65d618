import { describe, it } from "node:test";
import { expect } from "chai";
import { NO_LINE } from "../../support/journal/digest";
import { checkpointsIn, runServing } from "../../support/journal/window-record";
import type { JournalEntry, JournalFact } from "../../support/model/journal-entry";
import type { Verdict } from "../../support/model/outcome";
import type { Phase } from "../../support/model/runbook";
import { RELEASE } from "./facts";

const AT = "2025-10-22T14:15:00.000Z";
const CANARY = { rolledOutAt: "2025-10-22T14:00:00.000Z", checkpoints: [{ phase: "day4", at: AT }] } as const;

interface Run {
  readonly phase?: Phase;
  readonly at?: string;
  /** Left out: it was broken off. */
  readonly verdict?: Verdict;
  readonly isSound?: boolean;
}

/** The entries of runs, in the order in which they began; they are called "1", "2" … */
function journal(...runs: readonly Run[]): JournalEntry[] {
  const facts = runs.flatMap(({ phase = "day4", at = AT, verdict, isSound = true }, index): JournalFact[] => {
    const run = { runId: String(index + 1), phase, evaluatedAt: at };
    const counts = { passed: 1, failed: 0, inconclusive: 0, notRun: 0 };
    const end = { verdictSha256: NO_LINE, isLate: false, isSound, counts };
    return [
      { kind: "run-started", ...run, startedBy: { user: null, job: null } },
      { kind: "check-ended", runId: run.runId, items: ["D4-1"], outcome: "passed", cause: null, summary: "" },
      ...(verdict === undefined ? [] : [{ kind: "run-ended", ...run, verdict, ...end } as const]),
    ];
  });
  return facts.map((fact, index) => ({
    schemaVersion: 1,
    sequence: index + 1,
    at: AT,
    release: RELEASE,
    ...fact,
    previous: NO_LINE,
  }));
}

/** The run that speaks for the only checkpoint of Day 4, and how many decided nothing. */
function day4(...runs: readonly Run[]): readonly [string | null, number] {
  const [found] = checkpointsIn(journal(...runs), { canary: CANARY, before: [], isRehearsal: false });
  return [found?.run?.runId ?? null, found?.undecided ?? -1];
}

/** The run that speaks for the preflight. */
function preflight(isRehearsal: boolean, ...runs: readonly Run[]): string | null {
  const all = runs.map((run) => ({ phase: "preflight" as const, ...run }));
  const canary = { ...CANARY, checkpoints: [] };
  return checkpointsIn(journal(...all), { canary, before: ["preflight"], isRehearsal })[0]?.run?.runId ?? null;
}

const GO = { verdict: "GO" } as const;
const NO_GO = { verdict: "NO-GO" } as const;
const UNKNOWN = { verdict: "INCONCLUSIVE" } as const;

describe("the run that speaks for a checkpoint", () => {
  const cases: Readonly<Record<string, readonly [readonly [string | null, number], readonly [string | null, number]]>> =
    {
      "none, where none was run": [day4(), [null, 0]],
      "the only one": [day4(GO), ["1", 0]],
      "a later one in the place of an earlier one": [day4(NO_GO, GO), ["2", 0]],
      "a later NO-GO in the place of a GO": [day4(GO, NO_GO), ["2", 0]],
      "a later one that could not find out covers a GO": [day4(GO, UNKNOWN), ["2", 0]],
      "but no NO-GO": [day4(NO_GO, UNKNOWN), ["1", 0]],
      "a NO-GO before a GO before one that could not find out is done with": [day4(NO_GO, GO, UNKNOWN), ["3", 0]],
      "one that was broken off decides nothing": [day4(GO, {}), ["1", 1]],
      "nor does one whose reports disagree": [day4({ ...GO, isSound: false }), [null, 1]],
      "one that began a little late": [day4({ ...GO, at: "2025-10-22T14:24:59.000Z" }), ["1", 0]],
      "not one that judged a time ten minutes later": [day4({ ...GO, at: "2025-10-22T14:25:00.000Z" }), [null, 0]],
      "not one that judged a time before it": [day4({ ...GO, at: "2025-10-22T14:14:59.000Z" }), [null, 0]],
      "not one of another phase": [day4({ ...GO, phase: "day7" }), [null, 0]],
    };
  for (const [sentence, [found, expected]] of Object.entries(cases))
    it(sentence, () => {
      expect(found).to.deep.equal(expected);
    });

  it("before the roll-out: any that judged a time before it", () => {
    const before = { ...GO, at: "2025-10-21T14:00:00.000Z" };
    expect(preflight(false, before)).to.equal("1");
    expect(preflight(false, before, { ...GO, at: "2025-10-22T14:00:01.000Z" })).to.equal("1");
  });

  it("before the roll-out, in the rehearsal, whose week lies in the past: any", () => {
    expect(preflight(true, { ...GO, at: "2026-01-01T10:00:00.000Z" })).to.equal("1");
  });
});

describe("the run that speaks for an item", () => {
  const serving = (item: string, until: string, ...runs: readonly Run[]): string | null =>
    runServing(journal(...runs), ["day4", "day7"], item, until)?.runId ?? null;

  it("is the one that judged the latest time", () => {
    const later = "2025-10-22T14:45:00.000Z";
    expect(serving("D4-1", later, { ...GO, at: later }, GO)).to.equal("1");
    expect(serving("D4-1", AT, { ...GO, at: later }, GO)).to.equal("2");
  });

  it("is none where no check served it, or none ended well", () => {
    expect(serving("D7-1", AT, GO)).to.equal(null);
    expect(serving("D4-1", AT, {}, { ...GO, isSound: false })).to.equal(null);
  });
});
