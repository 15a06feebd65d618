import type { RunResult } from "../model/run-result";
import { html, type Html } from "./html";
import type { Language } from "./messages";
import { WORDS } from "./run-page-words";

const CHART = "image/svg+xml";

/** The charts of a run's checks, each once, under the ids of the items that they belong to; null: there is none. */
export function charts({ checks }: RunResult, language: Language): Html | null {
  const all = checks.flatMap(({ items, scenario, evidence }) =>
    evidence.filter(({ mediaType }) => mediaType === CHART).map((chart) => ({ ...chart, items, scenario })),
  );
  const each = all.filter(({ sha256 }, index) => all.findIndex((other) => other.sha256 === sha256) === index);
  if (each.length === 0) return null;
  const figures = each.map(({ path, title, items, scenario }) => {
    return html`<figure>
      <img src="${encodeURI(path)}" alt="${title}: ${scenario}" width="960" height="320" loading="lazy" />
      <figcaption><span class="id">${items.join(", ")}</span> ${scenario}</figcaption>
    </figure>`;
  });
  return html`<h2>${WORDS[language].charts}</h2>
    <div class="charts">${figures}</div>`;
}
