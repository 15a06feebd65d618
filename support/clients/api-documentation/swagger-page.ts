import type { Locator, Page } from "playwright";
import { lookUntilRest, type Traffic } from "../browser/rest";

/** Once the first operations are drawn, the rest may still come for so long, in ms. */
const SETTLE_MS = 250;
const LOOK_MS = 50;

/**
 * The operations that Swagger UI draws in the section of a tag, as "GET /path", in the page's order; the section is
 * expanded where it is not. Empty: the page came to rest and shows none. "loading": it was not at rest at the deadline
 * (a time in ms since 1970), and shows none yet.
 */
export async function shownOperations(
  page: Page,
  traffic: Traffic,
  tag: string,
  deadline: number,
): Promise<readonly string[] | "loading"> {
  const heading = page.locator(".opblock-tag").and(page.locator(`[data-tag=${JSON.stringify(tag)}]`));
  const section = page.locator(".opblock-tag-section").filter({ has: heading });
  const operations = section.locator(".opblock");
  const found = await lookUntilRest(page, traffic, deadline, async () => {
    const isClosed = await heading.and(page.locator('[data-is-open="false"]')).first().isVisible();
    if (isClosed) await heading.first().click();
    return operations.first().isVisible();
  });
  if (found !== "seen") return found === "loading" ? "loading" : [];
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
