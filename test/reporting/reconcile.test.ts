import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { reconcile } from "../../support/reporting/reconcile";
import { createRedactor } from "../../support/reporting/redact";
import { writeReports } from "../../support/reporting/write-reports";
import { EACH_OUTCOME, RUNBOOK, runOf } from "./run-results";

const JUNIT = '<testsuite name="s" tests="1"><testcase classname="c" name="n"/></testsuite>';

describe("reconciling the reports of a run", () => {
  const base = mkdtempSync(path.join(tmpdir(), "reconcile-"));
  const good = path.join(base, "runs", "good");
  after(() => rmSync(base, { recursive: true, force: true }));
  before(() => {
    mkdirSync(path.join(good, "evidence"), { recursive: true });
    writeFileSync(path.join(good, "evidence", "tests.xml"), JUNIT);
    const evidence = {
      path: "evidence/tests.xml",
      sha256: "0".repeat(64),
      mediaType: "application/xml",
      title: "Test report",
    };
    const checks = EACH_OUTCOME.map((check) => ({ ...check, evidence: [evidence] }));
    return writeReports(good, runOf(checks), {
      redactor: createRedactor({}),
      runbook: RUNBOOK,
      language: "en",
      itemsPageUrl: "../index.html",
      versions: {},
      isHtml: true,
    });
  });

  /** A copy of the good run, with one text in one of its files replaced. */
  function tampered(file: string, from: string | RegExp, to: string): string {
    const folder = mkdtempSync(path.join(base, "tampered-"));
    cpSync(good, folder, { recursive: true });
    const before = readFileSync(path.join(folder, file), "utf8");
    const text = before.replace(from, to);
    assert.notEqual(text, before, "nothing was replaced");
    writeFileSync(path.join(folder, file), text);
    return folder;
  }

  function allureFile(item: string): string {
    const folder = path.join(good, "allure-results");
    const names = readdirSync(folder).filter((name) => name.endsWith("-result.json"));
    const name = names.find((one) => readFileSync(path.join(folder, one), "utf8").includes(`"testCaseId":"${item}"`));
    return path.join("allure-results", name ?? "none");
  }

  test("finds no difference where there is none, though the evidence of a check is a test report itself", async () =>
    assert.deepEqual(await reconcile(good, true), []));

  test("finds a check that JUnit shows as passed", async () => {
    const folder = tampered("junit.xml", /<failure[\s\S]*?<\/failure>/, "");
    assert.deepEqual(await reconcile(folder, true), [
      'verdict.json has "D3-T2: failed", junit.xml has not.',
      'junit.xml has "D3-T2: failed, shown as passed", verdict.json has not.',
    ]);
  });

  test("finds totals of JUnit that are not those of its cases", async () => {
    const folder = tampered("junit.xml", 'tests="4" failures="1"', 'tests="4" failures="0"');
    assert.deepEqual(await reconcile(folder, true), [
      "passed: verdict.json says 1, junit.xml says 2.",
      "failed: verdict.json says 1, junit.xml says 0.",
    ]);
  });

  test("finds an Allure result that is greener than its check", async () => {
    const folder = tampered(allureFile("D3-T2"), '"status":"failed"', '"status":"passed"');
    const differences = await reconcile(folder, true);
    assert.ok(
      differences.includes('allure-results has "D3-T2: failed, shown as passed", verdict.json has not.'),
      differences.join("\n"),
    );
  });

  test("finds a check that an Allure result folds into another one", async () => {
    const folder = tampered(allureFile("D3-I5 Elasticsearch"), /D3-I5 Elasticsearch/g, "D3-T1");
    const differences = await reconcile(folder, true);
    assert.ok(
      differences.includes('verdict.json has "D3-I5 Elasticsearch: inconclusive", allure-results has not.'),
      differences.join("\n"),
    );
  });

  test("finds counts of verdict.json that are not those of its checks", async () => {
    const folder = tampered("verdict.json", '"failed": 1', '"failed": 0');
    const differences = await reconcile(folder, true);
    assert.ok(
      differences.includes("failed: verdict.json's own counts says 0, its checks says 1."),
      differences.join("\n"),
    );
  });

  test("finds a finished page that counts otherwise", async () => {
    const summary = Buffer.from(JSON.stringify({ statistic: { passed: 4, failed: 0, broken: 0, total: 4 } })).toString(
      "base64",
    );
    const folder = tampered(
      "allure-report/index.html",
      /(d\(\s*['"]widgets\/summary\.json['"]\s*,\s*['"])[A-Za-z0-9+/=]*/,
      `$1${summary}`,
    );
    assert.deepEqual(await reconcile(folder, true), [
      "passed: verdict.json says 1, allure-report/index.html says 4.",
      "failed: verdict.json says 1, allure-report/index.html says 0.",
      "undecided: verdict.json says 2, allure-report/index.html says 0.",
    ]);
  });

  for (const file of ["verdict.json", "junit.xml", "allure-results", "allure-report/index.html"]) {
    test(`is a difference where ${file} cannot be read`, async () => {
      const folder = mkdtempSync(path.join(base, "without-"));
      cpSync(good, folder, { recursive: true });
      rmSync(path.join(folder, file), { recursive: true });
      const differences = await reconcile(folder, true);
      assert.equal(differences.length, 1);
      assert.match(differences[0] ?? "", /^The reports cannot be compared: /);
    });
  }
});
