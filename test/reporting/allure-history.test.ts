import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { writeAllureHistory } from "../../support/reporting/allure-history";
import { writeVerdictFile } from "../../support/reporting/verdict-file";
import { EACH_OUTCOME, checkOf, runOf } from "./run-results";
import { written } from "./written";

interface Trend {
  readonly buildOrder: number;
  readonly reportName: string;
  readonly data: Record<string, number>;
}

describe("the history of a phase", () => {
  const runs = mkdtempSync(path.join(tmpdir(), "history-"));
  after(() => rmSync(runs, { recursive: true, force: true }));
  const now = { runId: "now", phase: "preflight", startedAt: "2026-01-09T00:00:00.000Z" } as const;

  async function earlier(runId: string, of: Parameters<typeof runOf>[1], checks = EACH_OUTCOME): Promise<void> {
    mkdirSync(path.join(runs, runId));
    await writeVerdictFile(path.join(runs, runId), runOf(checks, { runId, ...of }));
  }

  /** A file of the history; each has some of these fields. */
  type Written = Record<
    string,
    { statistic: Record<string, number>; items: { status: string; statusDetails: string }[] }
  > &
    Trend[];

  async function write(): Promise<{ order: number; read: (name: string) => Written }> {
    const order = await writeAllureHistory(path.join(runs, "now"), now, "en");
    const read = (name: string): Written =>
      written<Written>(readFileSync(path.join(runs, "now", "allure-results", "history", `${name}.json`), "utf8"));
    return { order, read };
  }

  test("of the first run is empty", async () => {
    const { order, read } = await write();
    assert.equal(order, 1);
    assert.deepEqual([read("history"), read("history-trend")], [{}, []]);
  });

  test("is made of the verdict files of earlier runs, newest first; others do not count", async () => {
    await earlier("b", { startedAt: "2026-01-02T00:00:00.000Z", finishedAt: "2026-01-02T00:00:05.000Z" });
    await earlier("a", { startedAt: "2026-01-01T00:00:00.000Z" }, [checkOf()]);
    await earlier("other-phase", { phase: "day4", startedAt: "2026-01-01T00:00:00.000Z" });
    await earlier("later", { startedAt: "2026-02-01T00:00:00.000Z" });
    mkdirSync(path.join(runs, "killed"));
    mkdirSync(path.join(runs, "torn"));
    writeFileSync(path.join(runs, "torn", "verdict.json"), '{"runId": "to');

    const { order, read } = await write();
    assert.equal(order, 3);
    assert.deepEqual(
      read("history-trend").map(({ buildOrder, reportName, data }) => [buildOrder, reportName, data]),
      [
        [2, "b", { failed: 1, broken: 2, skipped: 0, passed: 1, unknown: 0, total: 4 }],
        [1, "a", { failed: 0, broken: 0, skipped: 0, passed: 1, unknown: 0, total: 1 }],
      ],
    );
    assert.deepEqual(read("duration-trend")[0]?.data, { duration: 5000 });
    assert.deepEqual(read("categories-trend")[0]?.data, {
      "Failed: the system is wrong": 1,
      "Inconclusive (a system did not answer)": 1,
      "Not run": 1,
    });
    assert.deepEqual(read("history")["D3-T1"]?.statistic.passed, 2);
    assert.deepEqual(
      read("history")["D3-T1"]?.items.map(({ status }) => status),
      ["passed", "passed"],
    );
    assert.equal(read("history")["D3-I5 Elasticsearch"]?.items[0]?.statusDetails, "no answer");
  });
});
