import type { Criterion, Decision, Digest, Missing } from "../../model/decision";
import { criterionText } from "./criterion-text";
import { DECISION_WORDS } from "./decision-words";

/** Name of the file, in the run's folder and in the environment's. */
export const DECISION_FILE = "decision.json";

/** Name of the page that people read, beside it. */
export const DECISION_PAGE = "decision.html";

/** The version of the file's shape; it grows when a reader of the old shape would misread the new one. */
export const DECISION_SCHEMA_VERSION = 1;

/**
 * What decision.json says: `support/reporting/decision/decision.schema.json` describes it.
 * @param pages that show it, relative to the environment's folder of reports.
 */
export function decisionFileOf(decision: Decision, pages: readonly Digest[]): object {
  const { criteria, missing, ...head } = decision;
  return {
    schemaVersion: DECISION_SCHEMA_VERSION,
    ...head,
    missing: missing.map(missingOf),
    criteria: criteria.map(criterionOf),
    pages,
  };
}

function criterionOf(criterion: Criterion): object {
  const { id, title, outcome, cause, summary, fixes, fresh, recorded, evidence } = criterion;
  const { goal, value } = criterionText(criterion);
  return { id, title, goal, value, outcome, cause, summary, fixes, recorded, fresh, evidence };
}

function missingOf(missing: Missing): object {
  const { en, ko } = DECISION_WORDS;
  return {
    kind: missing.kind,
    what: { en: en.missingText(missing), ko: ko.missingText(missing) },
    who: { en: en.whoText(missing), ko: ko.whoText(missing) },
    command: missing.command,
    detail: missing.detail,
  };
}
