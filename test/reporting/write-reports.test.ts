import assert from "node:assert/strict";
import { lstatSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { RunResult } from "../../support/model/run-result";
import { createRedactor, formsOf } from "../../support/reporting/redact";
import { type ReportOptions, type WrittenReports, writeReports } from "../../support/reporting/write-reports";
import { FIXTURE_TOKEN } from "../runner/fixture-secret";
import { runFixture } from "../runner/run-fixture";
import { EACH_OUTCOME, RUNBOOK, checkOf, runOf } from "./run-results";
import { written } from "./written";

const base = mkdtempSync(path.join(tmpdir(), "reports-"));
after(() => rmSync(base, { recursive: true, force: true }));
const OPTIONS: ReportOptions = {
  redactor: createRedactor({}),
  runbook: RUNBOOK,
  language: "en",
  itemsPageUrl: "../index.html",
  versions: {},
  isHtml: false,
};

function write(environment: string, of: Partial<RunResult> = {}): Promise<WrittenReports> {
  const run = runOf(EACH_OUTCOME, of);
  return writeReports(path.join(base, environment, "runs", run.runId), run, OPTIONS);
}

/** All files of a folder, links not followed. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe("the reports of a run", () => {
  test("become the latest of their phase, and of no other", async () => {
    await write("latest", { runId: "first" });
    await write("latest", { runId: "second", startedAt: "2026-01-02T00:00:00.000Z" });
    await write("latest", { runId: "other", phase: "day4" });
    const folder = realpathSync(path.join(base, "latest"));
    const link = path.join(folder, "latest", "preflight");
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(realpathSync(link), path.join(folder, "runs", "second"));
    assert.deepEqual(readdirSync(path.join(folder, "latest")).sort(), ["day4", "preflight"]);
  });

  test("do not become the latest where they disagree", async () => {
    const wrong = { passed: 4, failed: 0, inconclusive: 0, notRun: 0 };
    const { differences } = await write("disagree", { counts: wrong });
    assert.ok(
      differences.includes("failed: verdict.json's own counts says 0, its checks says 1."),
      differences.join("\n"),
    );
    assert.deepEqual(readdirSync(path.join(base, "disagree")), ["runs"]);
  });

  test("without the Allure page are all others", async () => {
    const { runPage, allureReport, verdictFile, junitFile } = await write("no-page");
    assert.equal(allureReport, null);
    assert.deepEqual(
      [runPage, verdictFile, junitFile].map((file) => path.basename(file)),
      ["index.html", "verdict.json", "junit.xml"],
    );
    assert.equal(written<RunResult>(readFileSync(verdictFile, "utf8")).verdict, "NO-GO");
  });

  test("that were written into a folder with results of an earlier attempt would disagree", async () => {
    const folder = path.join(base, "twice", "runs", "run-1");
    await writeReports(folder, runOf([checkOf()], { verdict: "INCONCLUSIVE" }), OPTIONS);
    const { differences } = await writeReports(folder, runOf([checkOf()], { verdict: "INCONCLUSIVE" }), OPTIONS);
    assert.ok(differences.length > 0);
  });
});

describe("a secret that a system told", () => {
  const folder = path.join(base, "secret");
  let files: string[] = [];
  before(async () => {
    await runFixture({ feature: "planted-secret", expected: ["D3-T1"], runFolder: path.join(folder, "runs", "run") });
    files = filesBelow(folder);
  });

  test("was planted: it was redacted in each kind of file", () => {
    const redacted = files.filter((file) => readFileSync(file, "latin1").includes("[redacted:FIXTURE_TOKEN]"));
    const names = new Set(redacted.map((file) => path.basename(file).replace(/^[0-9a-f-]{36}/, "")));
    assert.deepEqual([...names].sort(), [
      "-attachment.csv",
      "-attachment.txt",
      "-result.json",
      "01-asked.txt",
      "environment.properties",
      "index.html",
      "junit.xml",
      "messages.ndjson",
      "verdict.json",
    ]);
  });

  test("is in no file, in none of its forms, also not within the page's encoded data", () => {
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      const embedded = [...text.matchAll(/['"]([A-Za-z0-9+/=]{40,})['"]/g)].map(([, data = ""]) =>
        Buffer.from(data, "base64").toString("utf8"),
      );
      for (const form of formsOf(FIXTURE_TOKEN)) {
        for (const one of [text, ...embedded]) assert.equal(one.includes(form), false, `${form} in ${file}`);
      }
    }
  });
});
