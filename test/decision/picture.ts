import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright";
import { anyBrowser } from "../any-browser";

/** Draws docs/decision-page.png from a decision's page; by default the one that `npm run rehearsal` ended with. */
async function picture(page = join("reports", "rehearsal", "decision.html")): Promise<void> {
  const browser = await chromium.launch({ executablePath: anyBrowser(), chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const tab = await browser.newPage({ viewport: { width: 1120, height: 650 } });
    await tab.goto(pathToFileURL(resolve(page)).href);
    await tab.screenshot({ path: join("docs", "decision-page.png") });
  } finally {
    await browser.close();
  }
}

void picture(process.argv[2]);
