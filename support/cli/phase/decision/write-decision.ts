import { join } from "node:path";
import type { BrowserOptions } from "../../../clients/browser";
import type { Environment } from "../../../environment/schema";
import { sha256Of } from "../../../journal/digest";
import { composeDecision } from "../../../judgement/decision/compose";
import type { RunbookItem } from "../../../model/runbook";
import type { RunResult } from "../../../model/run-result";
import { DECISION_FILE, DECISION_PAGE, decisionFileOf } from "../../../reporting/decision/decision-file";
import { decisionPage } from "../../../reporting/decision/decision-page";
import type { Language } from "../../../reporting/messages";
import type { Redactor } from "../../../reporting/redact";
import { writeInOneStep } from "../../../reporting/verdict-file";
import type { JournalOfRun } from "../journal-of-run";
import { canaryTimesOf } from "../session-for";
import { versionsOf } from "../versions";
import { decisionCharts } from "./charts";
import { gather } from "./gather";
import { writePdf } from "./pdf";

/** What a decision is written from. */
export interface DecisionRun {
  /** Folder of the environment's reports, and of the run. */
  readonly folder: string;
  readonly runFolder: string;
  readonly result: RunResult;
  readonly environment: Environment;
  readonly runbook: readonly RunbookItem[];
  readonly redactor: Redactor;
  readonly journal: JournalOfRun;
  readonly language: Language;
  readonly say: (line: string) => void;
}

/**
 * Writes the decision of a run: first beside the run, then into the journal, and only then as the environment's newest.
 * So whatever kills this process, the newest decision is one that the journal knows. The PDF comes last: where no browser
 * can make it, that is said, and the decision stands.
 * @returns paths of the environment's decision, the page first. @throws JournalError
 */
export async function writeDecision(run: DecisionRun): Promise<string[]> {
  const { folder, runFolder, redactor, journal, language } = run;
  const result = redactor.json(run.result);
  const { parts, rows } = await gather(folder, result, run.environment, run.runbook);
  const decision = redactor.json(composeDecision({ ...parts, versions: versionsOf() }));
  const charts = decisionCharts(runFolder, result, canaryTimesOf(run.environment));
  const page = (base: string): string => decisionPage(decision, { language, rows, charts, base });
  const [ofRun, newest] = [page("../../"), page("")];
  const pages = [
    { path: `runs/${decision.runId}/${DECISION_PAGE}`, sha256: sha256Of(ofRun) },
    { path: DECISION_PAGE, sha256: sha256Of(newest) },
  ];
  const json = `${JSON.stringify(decisionFileOf(decision, pages), null, 2)}\n`;
  await writeInOneStep(join(runFolder, DECISION_FILE), json);
  await writeInOneStep(join(runFolder, DECISION_PAGE), ofRun);
  await journal.decided(decision.verdict, sha256Of(json));
  await writeInOneStep(join(folder, DECISION_FILE), json);
  await writeInOneStep(join(folder, DECISION_PAGE), newest);
  const pdf = await writePdf(folder, newest, browserOf(run.environment), decision.environment);
  if (pdf.problem !== null) run.say(`decision.pdf was not written: ${pdf.problem}`);
  return [join(folder, DECISION_PAGE), join(folder, DECISION_FILE), ...(pdf.problem === null ? [pdf.path] : [])];
}

function browserOf({ browser }: Environment): BrowserOptions {
  return browser;
}
