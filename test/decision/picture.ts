import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright";
import { anyBrowser } from "../any-browser";

const WEEKS = join("reports", "weeks");

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
  const newest = (existsSync(WEEKS) ? readdirSync(WEEKS) : []).sort().at(-1);
  if (newest === undefined) throw new Error(`There is no week below ${WEEKS}: run npm run rehearsal first.`);
  return join(WEEKS, newest, "rehearsal", "decision.html");
}

void picture(process.argv[2]);
