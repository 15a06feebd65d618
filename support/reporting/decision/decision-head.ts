import type { Criterion, Decision, Missing } from "../../model/decision";
import { html, type Html } from "../html";
import type { DecisionWords } from "./word-list";
import { shortTime } from "./short-time";

/** The verdict in words, its reasons, and what is missing: the first screen. */
export function head(decision: Decision, words: DecisionWords): Html {
  const { verdict, release, evaluatedAt, decidedAt, environment } = decision;
  const size = verdict === "INCONCLUSIVE" ? "inconclusive-word" : "";
  return html`<div class="top">
    <section class="verdict ${verdict}">
      <p>${words.title}: ${release.service} ${release.legacyVersion} → ${release.canaryVersion}</p>
      <h1 class="${size}">${words.verdicts[verdict]}</h1>
      <p class="consequence">${words.consequences[verdict]}</p>
      ${verdict === "GO" ? null : html`<p>${standing(decision, words).join(" ")}</p>`}
      <p class="facts">
        ${words.release} ${release.id} · ${words.environment} ${environment} · ${words.asOf}
        ${evaluatedAt.slice(0, 5)}${shortTime(evaluatedAt)} · ${words.decided}
        ${decidedAt.slice(0, 5)}${shortTime(decidedAt)}
      </p>
    </section>
    <section class="why">${whyNot(decision, words)} ${missingList(decision, words)}</section>
  </div>`;
}

function whyNot(decision: Decision, words: DecisionWords): Html | null {
  const { verdict, criteria, reasons, missing } = decision;
  if (verdict === "GO")
    return html`<h2>${words.reasons}</h2>
      <ul>
        ${[...standing(decision, words), ...further(decision, words)].map((line) => html`<li>${line}</li>`)}
      </ul>`;
  const failed = criteria.filter(({ outcome }) => outcome === "failed");
  if (failed.length === 0 && missing.length > 0) return null;
  const lines = failed.length > 0 ? failed.map((one) => failure(one, words)) : reasons.map((reason) => html`${reason}`);
  return html`<h2>${words.reasons}</h2>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>`;
}

/** How much of what has to hold holds. */
function standing({ criteria, checkpoints }: Decision, words: DecisionWords): string[] {
  const hold = criteria.filter(({ outcome }) => outcome === "passed").length;
  const go = checkpoints.filter(({ state }) => state === "go").length;
  return [words.criteriaHold(hold, criteria.length), words.checkpointsGo(go, checkpoints.length)];
}

function further({ signOffs, incidents, rollbacks }: Decision, words: DecisionWords): string[] {
  const happened = incidents.length + rollbacks.length;
  return [words.signedBy(signOffs.length), happened === 0 ? words.noTrouble : words.happened(happened)];
}

/** More than this is told where the evidence is. */
const FIXES_SHOWN = 2;

function failure({ id, summary, fixes }: Criterion, words: DecisionWords): Html {
  const next = fixes.slice(0, FIXES_SHOWN).map((fix) => html`<br /><span class="who">${words.fix}:</span> ${fix}`);
  return html`<b>${id}: ${summary}</b>${next}`;
}

function missingList({ missing }: Decision, words: DecisionWords): Html | null {
  if (missing.length === 0) return null;
  return html`<h2>${words.missing}</h2>
    <ul>
      ${grouped(missing).map((group) => missingLine(group, words))}
    </ul>`;
}

/** Checkpoints of a phase that lack the same are told together. */
function grouped(missing: readonly Missing[]): (readonly [Missing, ...Missing[]])[] {
  const groups = new Map<string, [Missing, ...Missing[]]>();
  missing.forEach((one, index) => {
    const isAlike = one.kind === "checkpoint" && one.detail === "";
    const key = isAlike ? `${one.phase} ${one.state}` : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  });
  return [...groups.values()];
}

function missingLine([first, ...others]: readonly [Missing, ...Missing[]], words: DecisionWords): Html {
  const times = [first, ...others].flatMap((one) => (one.kind === "checkpoint" && one.at !== null ? [one.at] : []));
  const text =
    others.length === 0 || first.kind !== "checkpoint"
      ? words.missingText(first)
      : `${words.phases[first.phase]}: ${words.states[first.state]}: ${times.map((at) => shortTime(at).replace(" UTC", "")).join(", ")} UTC`;
  const more = others.length === 0 ? null : html` (${words.more(others.length)})`;
  const detail = first.detail === "" ? null : html`<br />${first.detail}`;
  return html`<li>
    <b>${text}</b>${detail}<br /><span class="who">${words.who}: ${words.whoText(first)} · </span
    ><code>${first.command}</code>${more}
  </li>`;
}
