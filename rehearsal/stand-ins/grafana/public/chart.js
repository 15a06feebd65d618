// Draws series as an SVG line chart, with axes and a legend, like Grafana's time series panel.

const COLOURS = ["#73bf69", "#f2cc0c", "#8ab8ff", "#ff780a", "#f2495c", "#b877d9", "#5794f2", "#96d98d"];
const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { left: 64, right: 10, top: 8, bottom: 22 };

/**
 * @typedef {{ name: string, times: number[], values: (number | null)[] }} Series
 * @typedef {{ unit?: string, min?: number, max?: number, limit?: number, decimals?: number }} Axis
 */

/** Text of a value in the panel's unit. @param {number} value @param {string | undefined} unit */
export function formatted(value, unit) {
  const digits = (/** @type {number} */ number, most = 2) =>
    number.toLocaleString("en", { maximumFractionDigits: most });
  switch (unit) {
    case "percentunit":
      return `${digits(value * 100)} %`;
    case "reqps":
      return `${digits(value)} req/s`;
    case "s":
      return value !== 0 && Math.abs(value) < 1 ? `${digits(value * 1000, 1)} ms` : `${digits(value)} s`;
    case "bytes":
      return value >= 2 ** 30 ? `${digits(value / 2 ** 30)} GiB` : `${digits(value / 2 ** 20, 1)} MiB`;
    default:
      return digits(value);
  }
}

/** @param {Series[]} series @param {Axis} axis @param {{ fromMs: number, toMs: number }} range @param {DOMRect} size */
export function chart(series, axis, range, size) {
  const svg = element("svg", { viewBox: `0 0 ${size.width} ${size.height}`, role: "img" });
  const scale = scales(series, axis, range, size);
  for (const value of scale.ticks) {
    const y = scale.y(value);
    svg.append(element("line", { x1: MARGIN.left, x2: size.width - MARGIN.right, y1: y, y2: y, stroke: "#2a2d33" }));
    svg.append(label(formatted(value, axis.unit), { x: MARGIN.left - 8, y: y + 4, "text-anchor": "end" }));
  }
  for (const at of timeTicks(range)) {
    const text = new Date(at).toTimeString().slice(0, 8);
    svg.append(label(text, { x: scale.x(at), y: size.height - 6, "text-anchor": "middle" }));
  }
  if (axis.limit !== undefined && axis.limit <= scale.top) {
    const y = scale.y(axis.limit);
    const dashes = { stroke: "#f2495c", "stroke-dasharray": "6 4", "stroke-opacity": 0.8 };
    svg.append(element("line", { x1: MARGIN.left, x2: size.width - MARGIN.right, y1: y, y2: y, ...dashes }));
  }
  series.forEach((one, index) => svg.append(...line(one, COLOURS[index % COLOURS.length], scale)));
  return svg;
}

/** @param {Series[]} series @param {string | undefined} unit */
export function legend(series, unit) {
  const list = document.createElement("ul");
  list.className = "legend";
  series.forEach(({ name, values }, index) => {
    const item = document.createElement("li");
    const mark = document.createElement("i");
    mark.style.background = COLOURS[index % COLOURS.length];
    const last = document.createElement("b");
    const known = values.filter((value) => value !== null);
    last.textContent = known.length === 0 ? "" : formatted(known[known.length - 1], unit);
    item.append(mark, name, last);
    list.append(item);
  });
  return list;
}

/** A path per unbroken run of values; a single value is a dot. */
function line(/** @type {Series} */ { times, values }, /** @type {string} */ colour, /** @type {any} */ scale) {
  /** @type {string[]} */
  const points = [];
  /** @type {string[][]} */
  const runs = [];
  let run = points;
  values.forEach((value, index) => {
    if (value === null) return void (run = []);
    if (!runs.includes(run)) runs.push(run);
    run.push(`${scale.x(times[index]).toFixed(1)},${scale.y(value).toFixed(1)}`);
  });
  return runs.map((dots) => {
    if (dots.length > 1)
      return element("polyline", { points: dots.join(" "), fill: "none", stroke: colour, "stroke-width": 2 });
    const [x, y] = dots[0].split(",");
    return element("circle", { cx: x, cy: y, r: 3, fill: colour });
  });
}

/** @param {Series[]} series @param {Axis} axis @param {{ fromMs: number, toMs: number }} range @param {DOMRect} size */
function scales(series, axis, range, size) {
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  const bottom = Math.min(axis.min ?? Infinity, ...values);
  const reached = Math.max(axis.max ?? -Infinity, ...values);
  // A flat line at the bottom leaves the scale open: then the limit, if there is one, shows how far away it is.
  const highest = reached > bottom ? reached : bottom + (axis.limit ? axis.limit * 1.2 : Math.abs(bottom) || 1);
  const step = niceStep((highest - bottom) / 4, axis);
  const top = Math.ceil(highest / step - 1e-9) * step;
  const ticks = [];
  for (let value = Math.ceil(bottom / step) * step; value <= top + step / 1000; value += step) ticks.push(value);
  const height = size.height - MARGIN.top - MARGIN.bottom;
  const width = size.width - MARGIN.left - MARGIN.right;
  return {
    top,
    ticks,
    x: (/** @type {number} */ at) => MARGIN.left + ((at - range.fromMs) / (range.toMs - range.fromMs)) * width,
    y: (/** @type {number} */ value) => MARGIN.top + (1 - (value - bottom) / (top - bottom)) * height,
  };
}

/**
 * The next of 1, 2, 5 × a power of ten; of MiB for bytes, and whole where the panel shows no decimals.
 *
 * @param {number} rough
 * @param {Axis} axis
 */
function niceStep(rough, { unit, decimals }) {
  const base = unit === "bytes" ? 2 ** 20 : 1;
  const power = 10 ** Math.floor(Math.log10(rough / base));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= (rough / base) * 0.999) ?? 10;
  return Math.max(factor * power * base, decimals === 0 ? 1 : 0);
}

/** @param {{ fromMs: number, toMs: number }} range */
function timeTicks({ fromMs, toMs }) {
  const span = toMs - fromMs;
  return [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => Math.round((fromMs + share * span) / 1000) * 1000);
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** @param {string} text @param {Record<string, string | number>} attributes */
function label(text, attributes) {
  const node = element("text", attributes);
  node.textContent = text;
  return node;
}
