import type { Page, Request } from "playwright";
import { lookUntilRest, watchTraffic, type Traffic } from "../browser/rest";
import type { DrawnPanel } from "./drawn-panels";
import { readPanels, scrollOn, wholeHeight } from "./in-page";

/** What a page asks for while it is looked at. */
interface Watched {
  readonly traffic: Traffic;
  /** Of it, the panels' queries. */
  readonly queries: Traffic;
}

type FirstSign = "panel" | "login" | "nothing" | "loading";

const LOOK_MS = 50;
/** Nothing is asked, and no panel says that it loads, for so long: the panels in view are settled. */
const QUIET_MS = 150;
/** One panel that loads for ever must not take the time of those below it. */
const LONGEST_SCREEN_MS = 4_000;
const TALLEST_PAGE = 20_000;

/** Watches what the page asks for from now on; call it before the page is opened. */
export function watch(page: Page): Watched {
  const isQuery = (request: Request): boolean => new URL(request.url()).pathname.endsWith("/api/ds/query");
  return { traffic: watchTraffic(page), queries: watchTraffic(page, isQuery) };
}

/**
 * Scrolls through the page as a person does, since panels below the fold ask for nothing until they are seen; then
 * makes the window as tall as the page and reads all panels at once. "login": it shows a login instead; "loading": it
 * was not at rest at the deadline (a time in ms since 1970), and shows no panel yet.
 */
export async function lookAtPanels(
  page: Page,
  { traffic, queries }: Watched,
  deadline: number,
): Promise<readonly DrawnPanel[] | "login" | "loading"> {
  const appeared = await firstSign(page, traffic, deadline);
  if (appeared !== "panel") return appeared === "nothing" ? [] : appeared;
  do {
    await settle(page, queries, Math.min(deadline, Date.now() + LONGEST_SCREEN_MS));
  } while (Date.now() < deadline && (await page.evaluate(scrollOn)));
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  const tall = Math.max(height, Math.min(await page.evaluate(wholeHeight), TALLEST_PAGE));
  await page.setViewportSize({ width, height: tall });
  await settle(page, queries, deadline);
  return page.evaluate(readPanels);
}

async function firstSign(page: Page, traffic: Traffic, deadline: number): Promise<FirstSign> {
  const panel = page.locator('[data-testid^="data-testid Panel header"]').first();
  const password = page.locator("input[type=password]").first();
  let sign: FirstSign = "nothing";
  const isSeen = async (): Promise<boolean> => {
    if (await panel.isVisible()) sign = "panel";
    else if (/\/login\/?$/.test(new URL(page.url()).pathname) || (await password.isVisible())) sign = "login";
    return sign !== "nothing";
  };
  return (await lookUntilRest(page, traffic, deadline, isSeen)) === "loading" ? "loading" : sign;
}

async function settle(page: Page, queries: Traffic, until: number): Promise<void> {
  let quietSince = Date.now();
  while (Date.now() < until && Date.now() - quietSince < QUIET_MS) {
    await page.waitForTimeout(LOOK_MS);
    const panels = queries.pending() > 0 ? [] : await page.evaluate(readPanels);
    if (queries.pending() > 0 || panels.some(({ drawn }) => drawn === "loading")) quietSince = Date.now();
  }
}
