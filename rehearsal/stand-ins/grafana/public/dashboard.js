// Lays the panels out on Grafana's grid and mounts each one only when it scrolls into view; only then it asks for data.

import { chart, legend } from "./chart.js";

const CELL_HEIGHT = 30;
const GAP = 8;
const COLUMNS = 24;
const GREATEST_POINTS = 900;

const dashboard = JSON.parse(document.getElementById("dashboard").textContent);
const grid = document.getElementById("grid");
const address = new URLSearchParams(location.search);

layOut();
showRange();
const mounted = new Map();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) mount(entry.target);
});
for (const slot of grid.children) watcher.observe(slot);
const refreshMs = secondsOf(address.get("refresh") ?? dashboard.refresh ?? "") * 1000;
if (refreshMs > 0) setInterval(refreshVisible, refreshMs);

/** Gives each panel its place, empty at first. */
function layOut() {
  const rows = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  grid.style.height = `${rows * (CELL_HEIGHT + GAP)}px`;
  for (const { id, gridPos } of dashboard.panels) {
    const slot = document.createElement("div");
    slot.className = "slot";
    slot.dataset.panelId = String(id);
    slot.style.left = `calc(${(gridPos.x / COLUMNS) * 100}% + ${gridPos.x > 0 ? GAP / 2 : 0}px)`;
    slot.style.width = `calc(${(gridPos.w / COLUMNS) * 100}% - ${gridPos.w < COLUMNS ? GAP / 2 : 0}px)`;
    slot.style.top = `${gridPos.y * (CELL_HEIGHT + GAP)}px`;
    slot.style.height = `${gridPos.h * (CELL_HEIGHT + GAP) - GAP}px`;
    grid.append(slot);
  }
}

function mount(slot) {
  if (mounted.has(slot)) return;
  const panel = dashboard.panels.find(({ id }) => String(id) === slot.dataset.panelId);
  const section = document.createElement("section");
  section.className = "panel";
  section.dataset.testid = `data-testid Panel header ${panel.title}`;
  section.innerHTML = '<header><h2></h2></header><div class="content" data-testid="data-testid panel content"></div>';
  section.querySelector("h2").textContent = panel.title;
  section.querySelector("h2").title = panel.description ?? "";
  slot.append(section);
  mounted.set(slot, panel);
  void load(section, panel);
}

async function load(section, panel) {
  if (section.querySelector(".loading")) return;
  const bar = document.createElement("div");
  bar.className = "loading";
  bar.dataset.testid = "Panel loading bar";
  bar.setAttribute("aria-label", "Panel loading bar");
  section.append(bar);
  const range = timeRange();
  try {
    const results = await query(panel, range);
    showError(section, undefined);
    show(section, panel, range, results);
  } catch (error) {
    showError(section, error instanceof Error ? error.message : String(error));
  } finally {
    bar.remove();
  }
}

/** The series of a panel. Throws what Grafana would show as the panel's error. */
async function query(panel, { fromMs, toMs }) {
  const intervalMs = Math.max(1000, Math.ceil((toMs - fromMs) / GREATEST_POINTS / 1000) * 1000);
  const queries = panel.targets
    .filter(({ hide }) => hide !== true)
    .map((target) => ({ datasource: panel.datasource, ...target, intervalMs, maxDataPoints: GREATEST_POINTS }));
  const response = await fetch("/api/ds/query?ds_type=prometheus", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ queries, from: String(fromMs), to: String(toMs) }),
  });
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) throw new Error(`Unexpected answer: ${response.status} ${type}`);
  const body = await response.json();
  const results = Object.values(body.results ?? {});
  const failed = results.find(({ error }) => error !== undefined);
  if (failed !== undefined) throw new Error(failed.error);
  if (!response.ok) throw new Error(body.message ?? `Status ${response.status}`);
  return results
    .flatMap(({ frames }) => frames)
    .filter(({ data }) => data.values.length > 1 && data.values[0].length > 0);
}

function show(section, panel, range, frames) {
  const content = section.querySelector(".content");
  const series = frames.map(({ schema, data }) => ({
    name: schema.name,
    times: data.values[0],
    values: data.values[1],
  }));
  if (series.every(({ values }) => values.every((value) => value === null))) {
    content.replaceChildren(message("No data", "data-testid Panel data error message"));
    return;
  }
  const { unit, min, max, decimals, thresholds, custom } = panel.fieldConfig.defaults;
  const limit = custom.thresholdsStyle.mode === "line" ? thresholds.steps.at(-1).value : undefined;
  const keys = legend(series, unit);
  content.replaceChildren(keys);
  const size = content.getBoundingClientRect();
  const room = new DOMRect(0, 0, size.width - 16, size.height - keys.getBoundingClientRect().height - 10);
  content.prepend(chart(series, { unit, min, max, limit, decimals }, range, room));
}

function showError(section, text) {
  section.querySelector(".error")?.remove();
  if (text === undefined) return;
  const button = document.createElement("button");
  button.className = "error";
  button.dataset.testid = "data-testid Panel status error";
  button.setAttribute("aria-label", "Panel status");
  button.title = text;
  button.textContent = "!";
  section.querySelector("header").append(button);
  const shown = message(text, "");
  shown.classList.add("failed");
  section.querySelector(".content").replaceChildren(shown);
}

function message(text, testId) {
  const node = document.createElement("div");
  node.className = "message";
  if (testId !== "") node.dataset.testid = testId;
  node.textContent = text;
  return node;
}

function refreshVisible() {
  for (const [slot, panel] of mounted) {
    const { top, bottom } = slot.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) void load(slot.firstElementChild, panel);
  }
  showRange();
}

/** The range of the address, or the dashboard's own. */
function timeRange() {
  const now = Date.now();
  const fromMs = timeOf(address.get("from") ?? dashboard.time.from, now);
  const toMs = timeOf(address.get("to") ?? dashboard.time.to, now);
  return { fromMs, toMs };
}

function timeOf(text, now) {
  if (/^\d+$/.test(text)) return Number(text);
  return now - secondsOf(text.replace(/^now-?/, "")) * 1000;
}

function secondsOf(duration) {
  const match = /^(\d+)([smhd])$/.exec(duration);
  return match === null ? 0 : Number(match[1]) * { s: 1, m: 60, h: 3600, d: 86400 }[match[2]];
}

function showRange() {
  const { fromMs, toMs } = timeRange();
  const text = (at) => new Date(at).toTimeString().slice(0, 8);
  document.getElementById("range").textContent = `${text(fromMs)} – ${text(toMs)}`;
}
