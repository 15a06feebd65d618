import type { CheckContext } from "../model/check-context";
import type { BrowserOptions } from "./browser";
import { loginWallError, stillLoadingError } from "./browser/explanations";
import { withGuardedPage, type GuardedPage } from "./browser/guarded-page";
import { withMissing, type DrawnPanel } from "./grafana-page/drawn-panels";
import { lookAtPanels, watch } from "./grafana-page/look";
import type { Connection } from "./transport/connection";

export type { DrawnPanel } from "./grafana-page/drawn-panels";

/** Where Grafana is, and the dashboard to look at. */
export interface GrafanaPageOptions {
  /** The base URL includes the sub-path, if Grafana has one; auth is a service account's token. */
  readonly connection: Connection;
  readonly dashboardUid: string;
  readonly orgId: number;
  readonly browser: BrowserOptions;
}

/** The dashboard as a browser draws it. */
export interface DrawnDashboard {
  /** The address that was looked at. */
  readonly pageUrl: string;
  /** By the expected titles; a panel that is repeated stands there for each time. */
  readonly panels: readonly DrawnPanel[];
  /** Queries that the page itself sent: a dashboard that asks nothing shows nothing. */
  readonly queriesSeen: number;
  /** What the page complained of, or was refused; for people. */
  readonly pageErrors: readonly string[];
}

/** The dashboard's page, in the runbook's words. */
export interface GrafanaPage {
  /**
   * Opens the dashboard of the last 15 minutes in a browser, scrolls to its end, and reads what each panel shows; a
   * panel that never appeared is "not-drawn". Keeps a screenshot.
   * @param titles of the panels that must be there, as the dashboard has them.
   * @throws InconclusiveError timed-out where the page was still loading at its deadline, and showed no panel;
   *   unauthorised where a login stands before it; not-executed without a browser.
   */
  open(titles: readonly string[]): Promise<DrawnDashboard>;
}

/** Screenshots beyond this height cost more than they show, in CSS pixels. */
const TALLEST_SCREENSHOT = 8_000;

/** A client of one dashboard's page. Source: Grafana's test ids since 10.2 (@grafana/e2e-selectors). */
export function createGrafanaPage(options: GrafanaPageOptions, context: CheckContext): GrafanaPage {
  const { connection, browser } = options;
  return {
    open: (titles) =>
      withGuardedPage(connection, browser, context, (guarded) => lookAt(guarded, titles, options, context)),
  };
}

async function lookAt(
  guarded: GuardedPage,
  titles: readonly string[],
  { connection, dashboardUid, orgId, browser }: GrafanaPageOptions,
  context: CheckContext,
): Promise<DrawnDashboard> {
  const deadline = Date.now() + browser.pageTimeoutMs;
  const watched = watch(guarded.page);
  // An empty `refresh` stops the dashboard from drawing itself anew while it is looked at.
  const path = `/d/${encodeURIComponent(dashboardUid)}?orgId=${orgId}&from=now-15m&to=now&kiosk&refresh=`;
  const pageUrl = `${connection.baseUrl.replace(/\/$/, "")}${path}`;
  const opened = await guarded.open(path);
  if (opened.kind === "elsewhere") {
    throw loginWallError(connection.system, pageUrl, `it leads to ${opened.url}`, context);
  }
  if (opened.kind === "page" && (opened.status === 401 || opened.status === 403)) {
    throw loginWallError(connection.system, pageUrl, `it answers HTTP ${opened.status}`, context);
  }
  const seen = opened.kind === "page" && opened.status < 400 ? await lookAtPanels(guarded.page, watched, deadline) : [];
  if (seen === "login") throw loginWallError(connection.system, pageUrl, "it shows a login", context);
  if (seen === "loading") throw stillLoadingError(pageUrl, browser.pageTimeoutMs, guarded.complaints, context);
  const panels = withMissing(titles, seen);
  const problems = opened.kind === "no-answer" ? [opened.why] : [];
  const drawn = {
    pageUrl,
    panels,
    queriesSeen: watched.queries.sent(),
    pageErrors: [...problems, ...guarded.complaints],
  };
  await keepEvidence(guarded, drawn, context);
  return drawn;
}

async function keepEvidence({ page }: GuardedPage, drawn: DrawnDashboard, { evidence }: CheckContext): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST_SCREENSHOT) };
  const screenshot = await page.screenshot({ clip, animations: "disabled" });
  await evidence.keep({ title: "Grafana dashboard page", mediaType: "image/png", content: screenshot });
  await evidence.keep({
    title: "Grafana dashboard page: what its panels show",
    mediaType: "application/json",
    content: JSON.stringify(drawn, null, 2),
  });
}
