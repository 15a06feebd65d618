import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml, smallPage } from "../html-page";
import { html, type Route, type StandInAnswer } from "../http-server";
import type { Dashboard } from "./dashboard";

const ASSETS: readonly (readonly [string, string])[] = [
  ["dashboard.js", "text/javascript; charset=utf-8"],
  ["chart.js", "text/javascript; charset=utf-8"],
  ["dashboard.css", "text/css; charset=utf-8"],
];

/** The files that a dashboard's page loads; like Grafana's they need no session. */
export function assetRoutes(): Route[] {
  return ASSETS.map(([name, type]) => ({
    method: "GET",
    path: `/public/build/${name}`,
    operation: "page asset",
    answer: () => ({
      status: 200,
      headers: { "content-type": type },
      body: readFileSync(join(__dirname, "public", name), "utf8"),
    }),
  }));
}

/** The page of a dashboard; its script mounts the panels and asks for their data. */
export function dashboardPage(dashboard: Dashboard): StandInAnswer {
  // In a script element only `<` could end the data.
  const data = JSON.stringify(dashboard).replaceAll("<", "\\u003c");
  return html(
    200,
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(dashboard.title)} - Dashboards - Grafana</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/public/build/dashboard.css">
</head>
<body>
<header class="bar">
  <span class="mark" aria-hidden="true"></span>
  <nav>Home <i>›</i> Dashboards <i>›</i> <b>${escapeHtml(dashboard.title)}</b></nav>
  <span class="stand-in">rehearsal stand-in for Grafana</span>
  <span class="range" id="range"></span>
</header>
<main id="grid"></main>
<script type="application/json" id="dashboard">${data}</script>
<script type="module" src="/public/build/dashboard.js"></script>
</body>
</html>`,
  );
}

/** The page for an address without a dashboard; like Grafana's it is answered with 200. */
export function dashboardNotFoundPage(): StandInAnswer {
  const bodyHtml = '<p data-testid="data-testid Alert error">Dashboard not found</p>';
  return html(200, smallPage({ system: "Grafana", title: "Dashboard not found", bodyHtml }));
}

/** The log-in page: a 200 with HTML, whatever was asked for before. */
export function loginPage(status: 200 | 401 = 200): StandInAnswer {
  const bodyHtml = `<form method="post" action="/login">
<label for="token">Token of the service account</label>
<input id="token" name="token" type="password" autocomplete="off" required>
<button type="submit">Log in</button>
</form>`;
  return html(status, smallPage({ system: "Grafana", title: "Welcome to Grafana", bodyHtml }));
}
