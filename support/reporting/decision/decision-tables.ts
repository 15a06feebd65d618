import type { Criterion, DecidedCheckpoint, Decision } from "../../model/decision";
import { html, type Html } from "../html";
import type { Language } from "../messages";
import { criterionText } from "./criterion-text";
import type { DecisionWords } from "./word-list";
import { shortTime } from "./short-time";

/** The success criteria: goal, value and state, each with its evidence. */
export function criteriaTable(decision: Decision, words: DecisionWords, language: Language, base: string): Html {
  const run = `${base}runs/${encodeURIComponent(decision.runId)}`;
  return html`<table class="criteria">
    ${headings(words.criterion, words.goal, words.value, words.evidence)}
    <tbody>
      ${decision.criteria.map((criterion) => criterionRow(criterion, words, language, run))}
    </tbody>
  </table>`;
}

function criterionRow(criterion: Criterion, words: DecisionWords, language: Language, run: string): Html {
  const { id, title, outcome, cause, summary } = criterion;
  const { goal, value, recorded } = criterionText(criterion);
  const why = cause === null ? null : html`<small>${words.causes[cause]}</small>`;
  const told = outcome === "passed" ? null : html`<small>${summary}</small>`;
  const then = recorded === null ? null : html`<small>${words.recordedSame}: ${recorded}</small>`;
  return html`<tr class="${outcome}">
    <th scope="row" class="name">
      <span class="outcome">${words.outcomes[outcome]}</span> <span class="id">${id}</span>
      ${title[language]}${why}${told}
    </th>
    <td class="goal">${goal}</td>
    <td class="value">${value}${then}</td>
    <td><a href="${run}/index.html#${id}" aria-label="${words.evidence} ${id}">${words.evidence}</a></td>
  </tr>`;
}

/** Every checkpoint of the window, with its run. */
export function checkpointTable({ checkpoints }: Decision, words: DecisionWords, base: string): Html {
  return html`<table class="checkpoints">
    ${headings(words.checkpoint, words.time, words.state)}
    <tbody>
      ${checkpoints.map((checkpoint) => checkpointRow(checkpoint, words, base))}
    </tbody>
  </table>`;
}

function checkpointRow(
  { phase, at, state, runId, isLate }: DecidedCheckpoint,
  words: DecisionWords,
  base: string,
): Html {
  const name = words.phases[phase];
  const when = at === null ? words.beforeRollOut : shortTime(at).replace(" UTC", "");
  const link = runId === null ? name : html`<a href="${base}runs/${encodeURIComponent(runId)}/index.html">${name}</a>`;
  return html`<tr>
    <th scope="row">${link}</th>
    <td>${when}${isLate ? ` (${words.late})` : ""}</td>
    <td><span class="outcome ${state}">${words.states[state]}</span></td>
  </tr>`;
}

/** The answers of people that stand. */
export function signOffTable({ signOffs }: Decision, words: DecisionWords, language: Language): Html {
  if (signOffs.length === 0) return html`<p>${words.noSignOffs}</p>`;
  return html`<table class="stacked">
    ${headings(words.item, words.person, words.role, words.answer, words.time)}
    <tbody>
      ${signOffs.map(
        ({ item, title, name, role, answer, note, at }) =>
          html`<tr>
            <th scope="row"><span class="id">${item}</span> ${title[language]}</th>
            <td>${name}</td>
            <td>${role}</td>
            <td>${answer}${note === null ? "" : `: ${note}`}</td>
            <td>${shortTime(at)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Stages of incidents and steps of rollbacks, in the order of time. */
export function happenings({ incidents, rollbacks }: Decision, words: DecisionWords): Html {
  const all = [...incidents, ...rollbacks].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (all.length === 0) return html`<p>${words.noIncidents}</p>`;
  return html`<table class="stacked">
    ${headings(words.time, words.what, words.detail)}
    <tbody>
      ${all.map(
        ({ at, what, detail }) =>
          html`<tr>
            <th scope="row">${shortTime(at)}</th>
            <td>${what}</td>
            <td>${detail}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What is otherwise than in the decision before. */
export function changeTable({ changesSinceLastDecision }: Decision, words: DecisionWords): Html {
  const { previous, changes } = changesSinceLastDecision;
  if (previous === null) return html`<p>${words.firstDecision}</p>`;
  const last = html`<p>${shortTime(previous.decidedAt)}: ${words.verdicts[previous.verdict]} (${previous.runId})</p>`;
  if (changes.length === 0)
    return html`${last}
      <p>${words.noChanges}</p>`;
  return html`${last}
    <table>
      ${headings(words.what, words.before, words.now)}
      <tbody>
        ${changes.map(
          ({ of, before, now }) =>
            html`<tr>
              <th scope="row">${of}</th>
              <td>${before ?? "–"}</td>
              <td>${now ?? "–"}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** The files that the decision rests on, with their digests. */
export function digestTable({ digests }: Decision, words: DecisionWords, base: string): Html {
  return html`<table class="digests">
      ${headings(words.file, "SHA-256")}
      <tbody>
        ${digests.map(
          ({ path, sha256 }) =>
            html`<tr>
              <th scope="row"><a href="${base}${encodeURI(path)}">${path}</a></th>
              <td><code>${sha256}</code></td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p>${words.digestsHow}</p>`;
}

function headings(...names: readonly string[]): Html {
  return html`<thead>
    <tr>
      ${names.map((name) => html`<th scope="col">${name}</th>`)}
    </tr>
  </thead>`;
}
