import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright";
import { newestRun } from "../../support/cli/report/newest-run";
import { REHEARSAL } from "../../support/environment/schema";
import { anyBrowser } from "../any-browser";

/** Draws docs/decision-page.png from a decision's page; by default the one that `npm run rehearsal` ended with last. */
async function picture(page = newestWeeksPage()): Promise<void> {
  const browser = await chromium.launch({ executablePath: anyBrowser(), chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const tab = await browser.newPage({ viewport: { width: 1120, height: 650 } });
    await tab.goto(pathToFileURL(resolve(page)).href);
    await tab.screenshot({ path: join("docs", "decision-page.png") });
  } finally {
    await browser.close();
  }
}

function newestWeeksPage(): string {
  const page = newestRun("reports", REHEARSAL)?.decisionOfWeek ?? null;
  if (page === null) throw new Error("The newest run below reports is of no rehearsed week: npm run rehearsal first.");
  return page;
}

void picture(process.argv[2]);
