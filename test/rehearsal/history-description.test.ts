import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { UnknownWeekError, WeekDescriptionError } from "../../rehearsal/history/errors";
import { loadWeek, WEEKS_FOLDER } from "../../rehearsal/history/load-week";
import { historyFacts } from "../../rehearsal/history";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Loads a week of this text, beside the runbook's own. */
function load(text: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), "history-description-test-"));
  folders.push(folder);
  writeFileSync(join(folder, "runbook.yaml"), readFileSync(join(WEEKS_FOLDER, "runbook.yaml")));
  writeFileSync(join(folder, "changed.yaml"), text);
  return loadWeek("changed", folder);
}

const head = "extends: runbook\nsentence: Something is changed.\n";

const FAULTS: Record<string, readonly [string, ...string[]]> = {
  "a misspelt key": [`${head}canary: { memoryGrowth: 12 }`, 'canary: Unrecognized key: "memoryGrowth"'],
  "a time between two scrapes": [
    `${head}probes: { failedAt: [2025-10-24T11:00:07Z] }`,
    'probes.failedAt.0: "2025-10-24T11:00:07Z" is no time in UTC on a whole scrape: write 2025-10-22T14:15Z or 2025-10-22T14:15:30Z',
  ],
  "an end before its beginning": [
    `${head}canaryPauses: [{ from: 2025-10-24T11:20Z, until: 2025-10-24T11:00Z }]`,
    "canaryPauses.0: from must come before until",
  ],
  "an outburst after the end, and a week without its last stretch": [
    `${head}times: { endsAt: 2025-10-25T14:20Z }\noutbursts: [{ from: 2025-10-25T14:00Z, until: 2025-10-26T14:00Z, errorPercent: 5 }]`,
    "stretches: the last one must last until endsAt",
    "outbursts: 2025-10-26T14:00Z is not between the roll-out and the end",
  ],
  "two faults at once, both told": [
    `${head}canaryPercent: 120\nlegacy: { p95Ms: fast }`,
    "canaryPercent: Too big: expected number to be <=100",
    "legacy.p95Ms: Invalid input: expected number, received string",
  ],
  "a week that extends itself": ["extends: changed", "extends: the week extends itself"],
  "an empty file": ["", "no mapping"],
};
for (const [sentence, [text, ...faults]] of Object.entries(FAULTS))
  test(`${sentence}: the fault is named with its place`, () => {
    assert.throws(
      () => load(text),
      (error: unknown) => {
        assert.ok(error instanceof WeekDescriptionError);
        assert.deepEqual([error.file, error.faults], ["changed.yaml", faults]);
        assert.equal(
          error.message,
          `The week in changed.yaml cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
        );
        return true;
      },
    );
  });

test("a week that is not described is told with those that are", () => {
  assert.throws(
    () => historyFacts("runbok"),
    (error: unknown) =>
      error instanceof UnknownWeekError && error.known.includes("runbook") && /"runbok"/.test(error.message),
  );
});

test("a week laid over another differs in what it says, and in nothing else", () => {
  const [base, slower] = [loadWeek("runbook"), loadWeek("latency-drifts-up")];
  const without = ({ stretches, sentence: _sentence, ...rest }: typeof base) => ({
    ...rest,
    stretches: Object.entries(stretches).map(([until, { p95Ms: _p95Ms, ...stretch }]) => [until, stretch]),
  });
  assert.deepEqual(without(slower), without(base));
  assert.notDeepEqual(slower.stretches, base.stretches);
});
