import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { limitText, overrideOf } from "../../support/model/limits";
import { readLimitsFile } from "../../support/replay/limits-file";
import { itemsOf } from "./record-run";

const folder = mkdtempSync(path.join(tmpdir(), "limits-"));
const file = path.join(folder, "limits.yaml");
after(() => rmSync(folder, { recursive: true, force: true }));

const RUNBOOK = itemsOf(["D4-1", "D4-2", "D4-4", "D7-4", "D7-7"]);

function read(lines: readonly string[]): unknown {
  writeFileSync(file, lines.join("\n"));
  return readLimitsFile(file, RUNBOOK);
}

/** The faults of a file: "line: what | fix" each. */
function faults(lines: readonly string[]): string[] {
  try {
    read(lines);
  } catch (error) {
    assert.ok(error instanceof Error);
    const text = error.message.split("\n").slice(1).join("\n").replaceAll(`${file}:`, "");
    return text.split(/\n(?= {2}\S)/).map((one) => one.trim().replace(/\n\s+Fix: /, " | "));
  }
  return [];
}

const LIST =
  "there are: error rate, P95, availability, canary share, share tolerance, memory tolerance, memory growth, " +
  "latency change, feedback positive, feedback answers, incident error rate, diagnosis time, consecutive failures";

describe("a file of limits", () => {
  test("gives each limit in the unit of its name", () => {
    assert.deepEqual(
      read([
        "limits:",
        "  D4-1: { error rate: 0.1 % }",
        "  D4-2: { P95: 0.05 s }",
        "  D4-4: { canary share: 10%, share tolerance: 2 percentage points }",
        "  D7-4: { consecutive failures: 1 }",
        "  D7-7: { feedback positive: 75 percent, feedback answers: 30 answers }",
      ]),
      {
        "D4-1": { "error rate": 0.1 },
        "D4-2": { P95: 50 },
        "D4-4": { "canary share": 10, "share tolerance": 2 },
        "D7-4": { "consecutive failures": 1 },
        "D7-7": { "feedback positive": 75, "feedback answers": 30 },
      },
    );
  });

  test("with many faults: all are listed, each with line, column and fix", () => {
    assert.deepEqual(
      faults([
        "limit: {}",
        "limits:",
        "  D4-9: { error rate: 0.1 % }",
        "  D4-1: { eror rate: 0.1 %, P95: 50 }",
        "  D4-2: { P95: 50 %, error rate: 101 %, availability: high }",
        "  D7-4: { consecutive failures: 1.5 }",
        "  D7-7: 30",
      ]),
      [
        '1:1: the file has no field "limit" | write "limits:", and below it a line for each item, such as D4-1: { error rate: 0.1 % }',
        '3:3: the runbook has no item "D4-9" | did you mean "D4-1"?',
        `4:11: there is no limit "eror rate" | did you mean "error rate"? ${LIST}`,
        '4:34: the limit "P95" has no unit, and is given in ms | write it as 100 ms',
        '5:16: the limit "P95" has the unit "%", and is given in ms | write it as 100 ms',
        '5:34: the limit "error rate" is out of range: it is at most 100 percent | write it as 0.5 %',
        '5:55: the limit "availability" has no value that is a number with a unit | write it as 99.95 %',
        '6:33: the limit "consecutive failures" is no whole number | write it as 0 failures',
        '7:3: "D7-7" names no limit | write "limits:", and below it a line for each item, such as D4-1: { error rate: 0.1 % }',
      ],
    );
  });

  for (const [what, lines, says] of [
    ["that is empty", [""], /names no limit/],
    ["without a limit", ["limits: {}"], /"limits" names no limit/],
    ["that is a list", ["- D4-1"], /the file names no limit/],
    ["that is no YAML", ["limits: [1"], /this is no valid YAML/],
    [
      "that names an item twice",
      ["limits:", "  D4-1: { P95: 1 ms }", "  D4-1: { P95: 2 ms }"],
      /stands here a second time/,
    ],
    ["with a negative limit", ["limits:", "  D4-1: { error rate: -1 % }"], /no value that is a number with a unit/],
    ["with a limit that is no number", ["limits:", "  D4-1: { error rate: .nan }"], /no value that is a number/],
  ] as const) {
    test(`${what} is refused`, () => assert.match(faults(lines).join("\n"), says));
  }

  test("that does not exist is refused", () => {
    assert.throws(() => readLimitsFile(path.join(folder, "none.yaml"), RUNBOOK), /there is no such file/);
  });
});

describe("a limit", () => {
  test("is written with its unit", () => {
    assert.deepEqual(
      [
        limitText("P95", 1),
        limitText("error rate", 0.5),
        limitText("share tolerance", 1),
        limitText("feedback answers", 2),
      ],
      ["1 ms", "0.5 %", "1 percentage point", "2 answers"],
    );
  });

  test("takes the place of the feature's for one of the check's items, and for no other name", () => {
    const overrides = { "D4-1": { P95: 50 } };
    assert.equal(overrideOf(overrides, ["D4-2", "D4-1"], "P95"), 50);
    assert.equal(overrideOf(overrides, ["D4-1"], "error rate"), undefined);
    assert.equal(overrideOf(overrides, ["D4-2"], "P95"), undefined);
    assert.equal(overrideOf(undefined, ["D4-1"], "P95"), undefined);
  });

  test("that two items of one check contradict is an error, not a choice", () => {
    const overrides = { "D4-1": { P95: 50 }, "D4-2": { P95: 60 } };
    assert.throws(() => overrideOf(overrides, ["D4-1", "D4-2"], "P95"), /are given different limits "P95"/);
  });
});
