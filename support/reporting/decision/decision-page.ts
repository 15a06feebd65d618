import type { Decision } from "../../model/decision";
import type { TableRow } from "../../model/table-row";
import { html, type Html } from "../html";
import type { Language } from "../messages";
import { tableHtml } from "../runbook-table-text";
import { head } from "./decision-head";
import { across, STYLE } from "./decision-style";
import { checkpointTable, criteriaTable, digestTable, happenings, signOffTable, changeTable } from "./decision-tables";
import { DECISION_WORDS } from "./decision-words";
import type { DecisionWords } from "./word-list";

/** A chart in one language. */
export interface DecisionChart {
  readonly title: string;
  /** SVG text. */
  readonly svg: string;
}

/** What the page shows beside the decision itself. */
export interface DecisionPageOptions {
  /** Shown first; the other one is a switch away. */
  readonly language: Language;
  /** Lines of the runbook's tables, in the order of time. */
  readonly rows: readonly TableRow[];
  readonly charts: Readonly<Record<Language, readonly DecisionChart[]>>;
  /** Way from the page to the environment's folder of reports: "" or "../../". */
  readonly base: string;
}

const LANGUAGES = ["en", "ko"] as const satisfies readonly Language[];
const NAMES: Readonly<Record<Language, string>> = { en: "English", ko: "한국어" };

/**
 * The decision on one page: verdict, reasons and what is missing first, then the criteria and all that they rest on.
 * Self-contained, without JavaScript, in English and Korean; readable on a phone and on two sheets of paper.
 */
export function decisionPage(decision: Decision, options: DecisionPageOptions): string {
  const { language } = options;
  const { rehearsal, verdict, release } = decision;
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${verdict}: ${DECISION_WORDS[language].title}, ${release.id}${rehearsal ? " (REHEARSAL)" : ""}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        ${rehearsal ? across("REHEARSAL") : null} ${languageSwitch(language)}
        ${LANGUAGES.map((one) => body(decision, options, one))}
      </body>
    </html> `;
  return page.text;
}

function languageSwitch(shown: Language): Html {
  const words = DECISION_WORDS[shown];
  const buttons = LANGUAGES.map((language) => {
    const checked = language === shown ? html`checked` : null;
    return html`<input type="radio" name="language" id="show-${language}" ${checked} /><label
        for="show-${language}"
        lang="${language}"
        >${NAMES[language]}</label
      >`;
  });
  return html`<header>
    <fieldset class="languages">
      <legend>${words.language}</legend>
      ${buttons}
    </fieldset>
  </header>`;
}

function body(decision: Decision, options: DecisionPageOptions, language: Language): Html {
  const words = DECISION_WORDS[language];
  const { base, rows, charts } = options;
  return html`<main class="${language}" lang="${language}">
    ${decision.rehearsal ? html`<p class="rehearsal">${words.rehearsal}: ${words.noEvidence}</p>` : null}
    ${head(decision, words)}
    <h2>${words.criteria}</h2>
    ${criteriaTable(decision, words, language, base)} ${links(decision, words, base)}
    <h2>${words.checkpoints}</h2>
    <div class="window">
      ${checkpointTable(decision, words, base)}
      <div class="tables">${runbookTables(rows, language)}</div>
    </div>
    ${chartFigures(charts[language], words)}
    <div class="columns">
      <section class="${decision.signOffs.length > 0 ? "wide" : ""}">
        <h2>${words.signOffs}</h2>
        ${signOffTable(decision, words, language)}
      </section>
      <section>
        <h2>${words.incidents}</h2>
        ${happenings(decision, words)}
      </section>
      <section>
        <h2>${words.changes}</h2>
        ${changeTable(decision, words)}
      </section>
      <section>
        <h2>${words.versions}</h2>
        ${versions(decision, words)}
      </section>
    </div>
    <h2>${words.digests}</h2>
    ${digestTable(decision, words, base)}
  </main>`;
}

function links({ runId }: Decision, words: DecisionWords, base: string): Html {
  const run = `${base}runs/${encodeURIComponent(runId)}`;
  return html`<p class="links">
    <a href="${run}/allure-report/index.html">${words.allure}</a> <a href="${run}/index.html">${words.runPage}</a>
    <a href="${base === "" ? "" : `${run}/`}decision.json">decision.json</a>
  </p>`;
}

function runbookTables(rows: readonly TableRow[], language: Language): Html[] {
  const phases = ["day4", "day5-6", "day7"] as const;
  return phases.flatMap((phase) => {
    const table = tableHtml(
      rows.filter((row) => row.phase === phase),
      language,
    );
    return table === null ? [] : [table];
  });
}

function chartFigures(charts: readonly DecisionChart[], words: DecisionWords): Html | null {
  if (charts.length === 0) return null;
  const figures = charts.map(({ title, svg }) => {
    const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
    return html`<figure><img src="${source}" alt="${title}, ${words.charts}" width="640" height="300" /></figure>`;
  });
  return html`<h2>${words.charts}</h2>
    <div class="columns three">${figures}</div>`;
}

function versions({ release, versions: judging, environment, standIns }: Decision, words: DecisionWords): Html {
  const replaced = standIns.length === 0 ? {} : { [words.standIns]: standIns.join(", ") };
  const all = { environment, legacy: release.legacyVersion, canary: release.canaryVersion, ...judging, ...replaced };
  return html`<dl>
    ${Object.entries(all).map(
      ([name, version]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${version}</dd>
        </div>`,
    )}
  </dl>`;
}
