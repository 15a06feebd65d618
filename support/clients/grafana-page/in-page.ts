import type { DrawnPanel } from "./drawn-panels";

/*
 * These functions run inside the page, where nothing of this module exists beside the function itself: each holds all
 * that it uses.
 */

/** What each mounted panel shows, in the page's order. Source: test ids of @grafana/e2e-selectors, 10.2 and later. */
export function readPanels(): DrawnPanel[] {
  const HEADER = "data-testid Panel header ";
  const ERROR = '[data-testid="data-testid Panel status error"]';
  const MESSAGE = '[data-testid="data-testid Panel data error message"]';
  const LOADING = ["aria-label", "data-testid"].map((name) => `[${name}$="Panel loading bar"]`).join(", ");
  const PICTURE = "canvas, svg, img, table, iframe, video";
  const stateOf = (panel: Element): DrawnPanel["drawn"] => {
    const content = panel.querySelector('[data-testid="data-testid panel content"]') ?? panel;
    const saysNoData = [content, ...content.querySelectorAll("*")].some(
      (node) => node.textContent?.trim() === "No data",
    );
    if (panel.querySelector(ERROR) !== null) return "error";
    if (panel.querySelector(LOADING) !== null) return "loading";
    if (saysNoData) return "no-data";
    if (panel.querySelector(MESSAGE) !== null) return "error";
    const isEmpty = content.querySelector(PICTURE) === null && content.textContent?.trim() === "";
    return isEmpty ? "not-drawn" : "ok";
  };
  return [...document.querySelectorAll(`[data-testid^="${HEADER.trim()}"]`)].map((header) => ({
    title: (header.getAttribute("data-testid") ?? "").slice(HEADER.length).trim(),
    drawn: stateOf(header.closest("section, .react-grid-item, [data-panelid]") ?? header),
  }));
}

/** Scrolls on by most of a screen, the page itself and what scrolls in it; whether anything moved. */
export function scrollOn(): boolean {
  const isTall = (node: Element): boolean =>
    node.clientHeight > innerHeight / 2 && node.scrollHeight > node.clientHeight;
  const scrollers = [...document.querySelectorAll("*")].filter(isTall);
  return scrollers
    .map((node) => {
      const before = node.scrollTop;
      node.scrollBy({ top: node.clientHeight * 0.8, behavior: "instant" });
      return node.scrollTop > before;
    })
    .some((hasMoved) => hasMoved);
}

/** How tall a window would have to be to show the page without scrolling, in CSS pixels. */
export function wholeHeight(): number {
  const nodes = [...document.querySelectorAll("*")].filter((node) => node.clientHeight > innerHeight / 2);
  const hidden = Math.max(0, ...nodes.map((node) => node.scrollHeight - node.clientHeight));
  return innerHeight + hidden;
}
