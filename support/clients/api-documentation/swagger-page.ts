import type { Locator, Page } from "playwright";

/** Once the first operations are drawn, the rest may still come for so long, in ms. */
const SETTLE_MS = 250;
const LOOK_MS = 50;

/**
 * The operations that Swagger UI draws in the section of a tag, as "GET /path", in the page's order; the section is
 * expanded where it is not. Empty: it drew none until the deadline (a time in ms since 1970).
 */
export async function shownOperations(page: Page, tag: string, deadline: number): Promise<readonly string[]> {
  const heading = page.locator(".opblock-tag").and(page.locator(`[data-tag=${JSON.stringify(tag)}]`));
  const section = page.locator(".opblock-tag-section").filter({ has: heading });
  const operations = section.locator(".opblock");
  if (!(await isDrawn(heading, deadline))) return [];
  if ((await heading.first().getAttribute("data-is-open")) === "false") await heading.first().click();
  if (!(await isDrawn(operations, deadline))) return [];
  await settle(page, operations, deadline);
  const drawn = await operations.evaluateAll((blocks) =>
    blocks
      .filter((block) => block.checkVisibility())
      .map((block) => ({
        method: block.querySelector(".opblock-summary-method")?.textContent?.trim() ?? "",
        path: block.querySelector(".opblock-summary-path")?.getAttribute("data-path") ?? "",
      })),
  );
  return drawn.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
}

/** Whether the first of them is visible before the deadline. */
async function isDrawn(locator: Locator, deadline: number): Promise<boolean> {
  while (Date.now() < deadline) {
    if (await locator.first().isVisible()) return true;
    await locator.page().waitForTimeout(LOOK_MS);
  }
  return false;
}

/** Waits until no more of them come. */
async function settle(page: Page, locator: Locator, deadline: number): Promise<void> {
  let count = await locator.count();
  let since = Date.now();
  while (Date.now() - since < SETTLE_MS && Date.now() < deadline) {
    await page.waitForTimeout(LOOK_MS);
    const now = await locator.count();
    if (now !== count) since = Date.now();
    count = now;
  }
}
