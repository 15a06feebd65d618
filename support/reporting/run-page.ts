import type { CheckResult } from "../model/check-result";
import { gravest } from "../model/outcome";
import type { RunbookItem } from "../model/runbook";
import type { RunResult } from "../model/run-result";
import { html, type Html } from "./html";
import { STYLE } from "./run-page-style";
import { INCIDENT_WORDS, incidentDecisionLines, incidentLines } from "./incident-words";
import type { Language } from "./messages";
import { charts } from "./run-page-charts";
import { timelineSection } from "./run-page-timeline";
import { WORDS } from "./run-page-words";
import { tableRows } from "./runbook-table";
import { tableHtml } from "./runbook-table-text";

/**
 * A run on one page: the verdict, its reasons, what to do next, and every item of the runbook with its result.
 * Self-contained, without JavaScript; readable on a phone and on paper.
 * @param items of the run's phase, in the runbook's order; each becomes an anchor by its id.
 */
export function runPage(result: RunResult, items: readonly RunbookItem[], language: Language): string {
  const words = WORDS[language];
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${result.verdict}: ${words.phase[result.phase]}, ${result.release.id}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          ${result.rehearsal ? html`<p class="rehearsal">${words.rehearsal}</p>` : null} ${head(result, language)}
          ${decisionSection(result, language)} ${reasons(result, language)} ${incidentSection(result, language)}
          ${runbookTable(result, language)} ${timelineSection(result.timeline, language)} ${nextSteps(result, language)}
          ${charts(result, language)}
          <h2>${words.items}</h2>
          ${itemTable(result, items, language)}
          <p>${decisionLink(result, words.decision)} <a href="allure-report/index.html">${words.details}</a></p>
        </main>
      </body>
    </html> `;
  return page.text;
}

/** A run of the decision has the decision's own page beside it. */
function decisionLink({ phase }: RunResult, text: string): Html | null {
  return phase === "decision" ? html`<a href="decision.html">${text}</a> ·` : null;
}

function head(result: RunResult, language: Language): Html {
  const words = WORDS[language];
  const { release, counts } = result;
  const facts: readonly (readonly [string, string])[] = [
    [words.release, `${release.id}: ${release.service} ${release.legacyVersion} → ${release.canaryVersion}`],
    [words.environment, result.environment],
    [words.asked, `${minute(result.startedAt)} – ${minute(result.finishedAt)}`],
    [words.judgedAsOf, minute(result.evaluatedAt)],
    ...(result.standIns.length > 0 ? [[words.standIns, result.standIns.join(", ")] as const] : []),
  ];
  return html`<header class="${CLASS[result.verdict]}">
      <p class="phase">${words.phase[result.phase]}</p>
      <h1>${result.verdict}</h1>
      <p>${words.verdict[result.verdict]}</p>
      <p class="counts">
        ${counts.passed} ${words.outcome.passed} · ${counts.failed} ${words.outcome.failed} · ${counts.inconclusive}
        ${words.outcome.inconclusive} · ${counts.notRun} ${words.outcome["not-run"]}
      </p>
    </header>
    <dl>
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
}

const CLASS = { GO: "go", "NO-GO": "no-go", INCONCLUSIVE: "inconclusive" } as const;

function reasons(result: RunResult, language: Language): Html {
  const words = WORDS[language];
  const list = result.reasons.length === 0 ? [words.nothingStandsAgainst] : result.reasons;
  return html`<h2>${words.reasons}</h2>
    <ul class="reasons">
      ${list.map((reason) => html`<li>${reason}</li>`)}
    </ul>`;
}

/** What to do in an incident, before all else that the run found. */
function decisionSection(result: RunResult, language: Language): Html | null {
  const [summary, ...because] = incidentDecisionLines(result, language);
  if (summary === undefined) return null;
  return html`<section class="incident">
    <h2 id="decision">${INCIDENT_WORDS[language].decision}</h2>
    <p><strong>${summary}</strong></p>
    <ul>
      ${because.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </section>`;
}

/** That the run looked into an incident by itself, or could not know whether it had to. */
function incidentSection({ incident }: RunResult, language: Language): Html | null {
  const [headline, ...because] = incidentLines(incident, language);
  if (headline === undefined) return null;
  return html`<section class="incident">
    <h2 id="incident">${INCIDENT_WORDS[language].title}</h2>
    <p>${headline}</p>
    <ul>
      ${because.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </section>`;
}

/** The run's lines of the runbook's own table, where its phase has one. */
function runbookTable(result: RunResult, language: Language): Html | null {
  const table = tableHtml(tableRows(result), language);
  if (table === null) return null;
  return html`<h2>${WORDS[language].table}</h2>
    ${table}`;
}

function nextSteps(result: RunResult, language: Language): Html | null {
  const words = WORDS[language];
  const troubled = result.checks.filter(({ problems }) => problems.length > 0);
  if (troubled.length === 0) return null;
  const problems = troubled.flatMap((check) =>
    check.problems.map((problem) => ({ ids: check.items.join(", "), problem })),
  );
  return html`<h2>${words.next}</h2>
    ${problems.map(
      ({ ids, problem }) =>
        html`<section class="problem">
          <h3>${ids}: ${problem.what}</h3>
          <p><b>${words.fix}:</b> ${problem.fix}</p>
          <p><b>${words.why}:</b> ${problem.why}</p>
          <p><b>${words.where}:</b> ${problem.where}</p>
        </section>`,
    )}`;
}

function itemTable(result: RunResult, items: readonly RunbookItem[], language: Language): Html {
  const words = WORDS[language];
  const sections = [...new Set(items.map(({ section }) => section[language]))];
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${words.item}</th>
        <th scope="col">${words.found}</th>
        <th scope="col">${words.took}</th>
        <th scope="col">${words.evidence}</th>
      </tr>
    </thead>
    ${sections.map(
      (section) =>
        html`<tbody>
          <tr class="section">
            <th scope="rowgroup" colspan="4">${section}</th>
          </tr>
          ${items.filter((item) => item.section[language] === section).map((item) => row(result, item, language))}
        </tbody>`,
    )}
  </table>`;
}

function row(result: RunResult, item: RunbookItem, language: Language): Html {
  const words = WORDS[language];
  const checks = result.checks.filter((check) => check.items.includes(item.id));
  const outcome = gravest(checks.map((check) => check.outcome));
  const took = checks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return html`<tr id="${item.id}" class="${outcome}">
    <th scope="row">
      <span class="outcome">${words.outcome[outcome]}</span> <span class="id">${item.id}</span> ${item.title[language]}
    </th>
    <td>${checks.length === 0 ? words.noCheck : checks.map(({ summary }) => html`<p>${summary}</p>`)}</td>
    <td class="took">${(took / 1000).toFixed(1)} s</td>
    <td class="evidence">${evidenceLinks(checks, language)}</td>
  </tr>`;
}

/** More pieces of evidence than this are folded away. */
const SHOWN_AT_ONCE = 3;

function evidenceLinks(checks: readonly CheckResult[], language: Language): Html {
  const all = checks.flatMap(({ evidence }) => evidence);
  const links = html`${all.map(({ path, title }) => html`<a href="${encodeURI(path)}">${title}</a>`)}`;
  if (all.length <= SHOWN_AT_ONCE) return links;
  return html`<details>
    <summary>${WORDS[language].pieces(all.length)}</summary>
    ${links}
  </details>`;
}

function minute(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
