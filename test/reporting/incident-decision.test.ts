import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { REASON } from "../../support/model/incident-decision";
import { incidentDecisionLines } from "../../support/reporting/incident-words";
import { runPage } from "../../support/reporting/run-page";
import { measured } from "../../support/judgement/judged";
import { checkOf, runOf } from "./run-results";

const SUMMARY = "Decided: B, roll back. Several endpoints have errors.";
const REASONS = ["Several endpoints have errors.", "Error rate 3.00 %.", "All 3 dependencies are healthy."];
const reasons = REASONS.map((value, index) =>
  measured({ signal: `${REASON}${index + 1}`, value, unit: "", source: "the decision table", query: "row" }),
);
const decided = checkOf({ items: ["INC-5"], summary: SUMMARY, measurements: reasons });
const shown = checkOf({ items: ["INC-6"], summary: "What a rollback would do.", tags: ["@runbook:INC-6"] });
const rolledBack = checkOf({ items: ["INC-6"], summary: "The canary is rolled back.", tags: ["@changes:roll-back"] });

describe("what was decided in an incident", () => {
  test("is told with each reason once, and what became of it", () => {
    const lines = incidentDecisionLines(runOf([shown, decided, rolledBack]), "en");
    assert.deepEqual(lines, [SUMMARY, REASONS[1], REASONS[2], "Carried out: The canary is rolled back."]);
  });

  test("says nothing of a rollback in a run that was not to carry one out", () => {
    assert.deepEqual(incidentDecisionLines(runOf([shown, decided]), "ko"), [SUMMARY, REASONS[1], REASONS[2]]);
  });

  test("is missing where no decision was come to", () => {
    assert.deepEqual(incidentDecisionLines(runOf([checkOf(), shown, checkOf({ items: ["INC-5"] })]), "en"), []);
  });

  test("stands on the run's page before all else that was found", () => {
    const page = runPage(runOf([decided, rolledBack]), [], "en");
    const at = (text: string) => page.indexOf(text);
    assert.ok(at("<h1>") < at(`<strong>${SUMMARY}</strong>`));
    assert.ok(at(`<strong>${SUMMARY}</strong>`) < at('<ul class="reasons">'));
    assert.ok(!runPage(runOf([decided].slice(1)), [], "en").includes('id="decision"'));
  });
});
