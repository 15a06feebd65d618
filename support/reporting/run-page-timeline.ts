import type { Timeline } from "../model/timeline";
import { drawTimeline } from "./charts/timeline-chart";
import { timelineRows, type EventRow, type PhaseRow } from "./charts/timeline-rows";
import { TIMELINE_WORDS, type TimelineWords } from "./charts/timeline-words";
import { html, type Html } from "./html";
import type { Language } from "./messages";

/** Widths of the drawing, in pixels: one for wide screens and paper, one whose words can be read on a phone. */
const WIDE = 960;
const NARROW = 450;

/** The timeline of a run's incident: drawn, and the same in tables for those who cannot see it; null: there is none. */
export function timelineSection(timeline: Timeline | null, language: Language): Html | null {
  if (timeline === null) return null;
  const words = TIMELINE_WORDS[language];
  const { events, phases, origin } = timelineRows(timeline, language);
  const drawn = (width: number): string => dataUrl(drawTimeline(timeline, { width, language }));
  return html`<h2 id="timeline">${words.title}</h2>
    <figure>
      <picture>
        <source media="(max-width: 46rem)" srcset="${drawn(NARROW)}" />
        <img src="${drawn(WIDE)}" alt="${words.title}: ${words.sameInTable}" />
      </picture>
    </figure>
    ${eventTable(events, origin ?? words.nothingKnown, words)} ${phaseTable(phases, words)}`;
}

function eventTable(events: readonly EventRow[], caption: string, words: TimelineWords): Html {
  const row = ({ name, offset, at }: EventRow): Html =>
    html`<tr>
      <th scope="row">${name}</th>
      <td>${offset ?? words.notKnown}</td>
      <td>${at === null ? "" : new Date(at).toISOString().slice(11, 23)}</td>
    </tr>`;
  return html`<table class="runbook timeline">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words.event}</th>
        <th scope="col">${words.since}</th>
        <th scope="col">${words.timeOfDay}</th>
      </tr>
    </thead>
    <tbody>
      ${events.map(row)}
    </tbody>
  </table>`;
}

function phaseTable(phases: readonly PhaseRow[], words: TimelineWords): Html | null {
  if (phases.length === 0) return null;
  const row = ({ name, length }: PhaseRow): Html =>
    html`<tr>
      <th scope="row">${name}</th>
      <td>${length ?? words.notKnown}</td>
    </tr>`;
  return html`<table class="runbook timeline">
    <thead>
      <tr>
        <th scope="col">${words.stretch}</th>
        <th scope="col">${words.took}</th>
      </tr>
    </thead>
    <tbody>
      ${phases.map(row)}
    </tbody>
  </table>`;
}

function dataUrl(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
