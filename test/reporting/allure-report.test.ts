import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type Browser, type Page, chromium } from "playwright";
import { ConfigurationError } from "../../support/errors";
import { javaFaults, writeAllureReport } from "../../support/reporting/allure-report";
import { createRedactor } from "../../support/reporting/redact";
import { writeReports } from "../../support/reporting/write-reports";
import { EACH_OUTCOME, PROBLEM, RUNBOOK, checkOf, runOf } from "./run-results";
import { anyBrowser } from "../any-browser";

const base = mkdtempSync(path.join(tmpdir(), "page-"));
after(() => rmSync(base, { recursive: true, force: true }));

describe("the Allure page, opened from disk", () => {
  let browser: Browser | undefined;
  let address = "";
  const requests: string[] = [];

  before(async () => {
    const runFolder = path.join(base, "runs", "run-1");
    mkdirSync(path.join(runFolder, "evidence"), { recursive: true });
    writeFileSync(
      path.join(runFolder, "evidence", "page.html"),
      '<img src="http://127.0.0.1:9/pixel"><script>document.title="ran"</script>',
    );
    const evidence = [
      { path: "evidence/page.html", sha256: "0".repeat(64), mediaType: "text/html", title: "The login page" },
    ];
    const hostile = '<img src="http://127.0.0.1:9/x" onerror="document.title=\'ran\'">';
    const check = checkOf({
      outcome: "failed",
      summary: hostile,
      scenario: hostile,
      problems: [{ ...PROBLEM, what: hostile }],
      evidence,
    });
    const { allureReport } = await writeReports(runFolder, runOf([...EACH_OUTCOME, { ...check, items: ["D3-X"] }]), {
      redactor: createRedactor({}),
      runbook: RUNBOOK,
      language: "ko",
      itemsPageUrl: "../index.html",
      versions: {},
      isHtml: true,
    });
    address = pathToFileURL(allureReport ?? "").href;
    browser = await chromium.launch({ executablePath: anyBrowser(), args: ["--no-sandbox"] });
  });
  after(() => browser?.close());

  async function open(fragment: string, width = 1280): Promise<Page> {
    assert.ok(browser !== undefined);
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on("request", (request) => {
      if (!/^(?:data|blob):/.test(request.url())) requests.push(request.url());
    });
    await page.goto(`${address}${fragment}`);
    return page;
  }

  test("shows the verdict, the groups in Korean and the totals", async () => {
    const page = await open("");
    await page.getByText("NO-GO (중단) · Day 3: 배포 전 점검 · rehearsal").waitFor();
    await page.getByText("판정 불가 (시스템 응답 없음)").first().waitFor();
    await page.getByText("카테고리").first().waitFor();
    await page.waitForFunction(() => document.documentElement.lang === "ko");
  });

  test("shows a check with its problem and its evidence as text, and runs nothing that a system sent", async () => {
    const page = await open("#behaviors");
    for (const level of ["Day 3", "Tests"]) await page.locator(".node__title", { hasText: level }).first().click();
    await page.locator(".node__title", { hasText: "<img" }).first().click();
    await page.locator("[class*=leaf]", { hasText: "D3-X" }).first().click();
    await page.getByText("29 passed, expected 30.").or(page.getByText("Where: the checkout")).first().waitFor();
    await page.getByText("The login page").first().click();
    await page.getByText('<script>document.title="ran"</script>').first().waitFor();
    assert.notEqual(await page.title(), "ran");
  });

  test("is readable on a narrow screen: nothing is wider than the screen", async () => {
    const page = await open("", 400);
    await page.locator(".widget").first().waitFor();
    const widths = await page
      .locator(".widget")
      .evaluateAll((widgets) => widgets.map((one) => one.getBoundingClientRect().right));
    assert.ok(widths.length > 3 && widths.every((right) => right <= 400), widths.join(", "));
  });

  test("asks nothing of any other machine", () => {
    assert.ok(requests.length >= 3);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(address)),
      [],
    );
  });
});

describe("without Java", () => {
  const home = process.env["JAVA_HOME"];
  before(() => (process.env["JAVA_HOME"] = path.join(base, "no-java")));
  after(() => {
    if (home === undefined) delete process.env["JAVA_HOME"];
    else process.env["JAVA_HOME"] = home;
  });

  test("the report is refused with what to install", async () => {
    const where = path.join(base, "no-java", "bin", "java");
    const fault = {
      where,
      what: "there is no Java that runs; the Allure report needs one",
      fix: "install a Java runtime, version 11 or newer, and put it on the PATH or in JAVA_HOME",
    };
    assert.deepEqual(await javaFaults(), [fault]);
    await assert.rejects(writeAllureReport(path.join(base, "none"), "title", "en"), (error) => {
      assert.ok(error instanceof ConfigurationError);
      assert.deepEqual(error.faults, [fault]);
      return true;
    });
  });
});
