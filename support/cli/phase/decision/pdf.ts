import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { closeBrowser, sharedBrowser, type BrowserOptions } from "../../../clients/browser";
import { messageOf } from "../../../errors";
import { contextOutsideChecks } from "../../../model/check-context";

/** How long the page may take until it is on paper, in ms. */
const PDF_MS = 30_000;

/** Writes a page as `decision.pdf`: A4, as it is printed, without JavaScript and without a network. */
export async function writePdf(
  folder: string,
  page: string,
  options: BrowserOptions,
  environment: string,
): Promise<{ readonly path: string; readonly problem: string | null }> {
  const path = join(folder, "decision.pdf");
  try {
    const browser = await sharedBrowser(options, contextOutsideChecks(environment, "decision.pdf"));
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const tab = await context.newPage();
    tab.setDefaultTimeout(PDF_MS);
    await tab.setContent(page);
    await tab.pdf({ path: `${path}.new`, format: "A4", printBackground: true, preferCSSPageSize: true });
    await rename(`${path}.new`, path);
    return { path, problem: null };
  } catch (error) {
    // An older one would be of another decision.
    await rm(path, { force: true });
    return { path, problem: messageOf(error) };
  } finally {
    await closeBrowser();
  }
}
