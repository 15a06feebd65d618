import escapeHtml from "escape-html";
import type { Timeline, TimelineEventKind } from "../../model/timeline";
import type { Language } from "../messages";
import { offsetText, timelineRows, type EventRow, type PhaseRow, type TimelineRows } from "./timeline-rows";
import { finishSvg } from "./finish-svg";
import { FONT, LETTERS, widthOf } from "./layout";
import { shortened } from "./text-width";
import { layOutTimeline, type TimelineLayout } from "./timeline-layout";
import { TIMELINE_WORDS } from "./timeline-words";

const LEAST_WIDTH = 450;
const TEXT = "#1b1f24";
const FAINT = "#57606a";
const GRID = "#d5dae0";
const BAR = "#b9c2cd";
const COLOURS: Readonly<Record<TimelineEventKind, string>> = {
  harm: "#a3171f",
  alert: "#7a4b00",
  work: "#0550ae",
  recovery: "#14632f",
};

/** The room of a drawn timeline, in pixels (its height follows from its rows), and the language. */
export interface TimelineDrawing {
  readonly width: number;
  readonly language: Language;
}

/**
 * The timeline as an SVG image that stands alone: a bar for each stretch, a dot for each event, on one axis of time. The same
 * timeline gives the same bytes. @throws RangeError where the width is less than 450 pixels.
 */
export function drawTimeline(timeline: Timeline, { width, language }: TimelineDrawing): string {
  if (width < LEAST_WIDTH)
    throw new RangeError(`A timeline needs a width of ${LEAST_WIDTH} pixels; ${width} are given.`);
  const words = TIMELINE_WORDS[language];
  const rows = timelineRows(timeline, language);
  const zero = zeroOf(timeline);
  const layout = layOutTimeline(rows, width, zero);
  const parts = [
    `<rect width="${width}" height="${layout.height}" fill="#ffffff"/>`,
    text(words.title, { x: 8, y: 18, colour: TEXT, size: LETTERS.title, weight: "600" }),
    text(rows.origin ?? words.nothingKnown, { x: 8, y: 40, colour: FAINT }),
    ...(rows.origin === null ? [] : axis(layout, zero, language)),
    ...rows.phases.flatMap((row, index) => phaseParts(row, layout.phaseY(index), layout, words.notKnown)),
    ...rows.events.flatMap((row, index) => eventParts(row, layout.eventY(index), layout, words.notKnown)),
  ];
  const size = `width="${width}" height="${layout.height}" viewBox="0 0 ${width} ${layout.height}"`;
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${FONT}">\n${parts.join("\n")}\n</svg>`;
  return finishSvg(drawn, words.title, describe(rows, language));
}

function zeroOf({ events }: Timeline): number {
  return Date.parse((events.find(({ name }) => name === "first-bad-answer") ?? events[0])?.at ?? "1970-01-01");
}

/** What the image shows, for those who cannot see it. */
function describe({ events, phases, origin }: TimelineRows, language: Language): string {
  const { title, notKnown, nothingKnown } = TIMELINE_WORDS[language];
  const named = events.map(({ name, offset }) => `${name} ${offset ?? notKnown}`);
  const lengths = phases.map(({ name, length }) => `${name}: ${length ?? notKnown}`);
  return [
    `${title}.`,
    origin === null ? nothingKnown : `${origin}.`,
    ...[...named, ...lengths].map((each) => `${each}.`),
  ].join(" ");
}

function axis({ ticks, xOf, axisY, phaseY }: TimelineLayout, zero: number, language: Language): string[] {
  return ticks.flatMap((at) => [
    line({ x1: xOf(at), y1: phaseY(0) - 12, x2: xOf(at), y2: axisY + 4, colour: GRID }),
    text(offsetText(at - zero, language), { x: xOf(at), y: axisY + 16, colour: FAINT, anchor: "middle" }),
  ]);
}

function phaseParts(
  { name, start, end, length }: PhaseRow,
  y: number,
  layout: TimelineLayout,
  notKnown: string,
): string[] {
  const label = rowLabel(name, y, layout, TEXT);
  if (length === null) return [label, text(notKnown, { x: layout.left, y, colour: FAINT })];
  const [x1, x2] = [layout.xOf(start), layout.xOf(end)];
  const bar = `<rect x="${px(x1)}" y="${px(y - 6)}" width="${px(Math.max(2, x2 - x1))}" height="12" fill="${BAR}"/>`;
  return [label, bar, beside(length, { from: x1, to: Math.max(x2, x1 + 2), y, colour: TEXT }, layout)];
}

function eventParts(
  { name, kind, at, offset }: EventRow,
  y: number,
  layout: TimelineLayout,
  notKnown: string,
): string[] {
  if (at === null || kind === null || offset === null)
    return [rowLabel(name, y, layout, FAINT), text(notKnown, { x: layout.left, y, colour: FAINT })];
  const [x, colour] = [layout.xOf(at), COLOURS[kind]];
  return [
    rowLabel(name, y, layout, colour),
    `<circle cx="${px(x)}" cy="${px(y)}" r="5" fill="${colour}"/>`,
    beside(offset, { from: x - 5, to: x + 5, y, colour }, layout),
  ];
}

function rowLabel(name: string, y: number, { left, labelWidth }: TimelineLayout, colour: string): string {
  const short = widthOf(name) <= labelWidth ? name : shortened(name, Math.floor(labelWidth / widthOf(" ")));
  return text(short, { x: left - 14, y, colour, anchor: "end" });
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly colour: string;
}

/** A text right of a mark, or left of it where the room ends, or on a bar that leaves no room at either side. */
function beside(words: string, { from, to, y, colour }: Stretch, { left, right }: TimelineLayout): string {
  const room = widthOf(words) + 6;
  if (to + room <= right + 16) return text(words, { x: to + 6, y, colour });
  if (from - room >= left - 8) return text(words, { x: from - 6, y, colour, anchor: "end" });
  return text(words, { x: (from + to) / 2, y, colour: TEXT, anchor: "middle", weight: "600" });
}

interface TextLook {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly anchor?: "end" | "middle";
  readonly size?: number;
  readonly weight?: string;
}

function text(words: string, { x, y, colour, anchor, size = LETTERS.text, weight }: TextLook): string {
  const look = [
    anchor === undefined ? "" : ` text-anchor="${anchor}"`,
    weight === undefined ? "" : ` font-weight="${weight}"`,
  ];
  const place = `x="${px(x)}" y="${px(y)}" dominant-baseline="central"`;
  return `<text ${place} font-size="${size}" fill="${colour}"${look.join("")}>${escapeHtml(words)}</text>`;
}

interface LineLook {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly colour: string;
}

function line({ x1, y1, x2, y2, colour }: LineLook): string {
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${colour}"/>`;
}

/** Tenths of a pixel: the same everywhere. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
